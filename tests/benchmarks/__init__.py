"""Measurements, side by side with something in the same run; no part of the test suite."""
