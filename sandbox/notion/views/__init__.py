"""Views: what each type of view can be set to."""
