"""What documents of other programs say."""
