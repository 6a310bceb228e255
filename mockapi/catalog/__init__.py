"""The imaginary shop."""
