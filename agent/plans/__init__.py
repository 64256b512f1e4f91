"""What is put before a person: plans, what they are about, and what may follow."""
