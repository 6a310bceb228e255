"""Faults: rules that make requests fail, delays, broken connections, and the outcomes of faults."""
