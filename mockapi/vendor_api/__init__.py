"""What a vendor declares."""
