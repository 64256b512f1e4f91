"""The reader of wishes: what is to be made, by the words of the one grammar."""
