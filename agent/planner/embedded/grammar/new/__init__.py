"""What is new: its name, its type, its options, its values, as words say them."""
