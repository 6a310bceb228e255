"""The declaration of a vendor: its operations, errors, tables and settings."""
