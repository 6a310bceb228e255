"""Rows that users bring: what a table's row may be, and loading, showing and clearing them."""
