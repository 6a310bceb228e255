"""The generated shop that all vendors sell, and the committed data files."""
