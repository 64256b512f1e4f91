"""What a wish says is to stand on its page, block by block."""
