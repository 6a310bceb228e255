"""Requests, responses, forms, JSON and errors, independent of vendors and of the control plane."""
