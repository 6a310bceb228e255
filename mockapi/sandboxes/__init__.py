"""Sandboxes, their clock and their rate limits."""
