"""Column and text indexes of large shops."""
