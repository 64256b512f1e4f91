"""What a wish says of views, charts and looks."""
