"""Compares two versions of the server on the wire: the same requests to both, and every byte that comes back."""
