"""Requests, responses, forms, JSON and problems."""
