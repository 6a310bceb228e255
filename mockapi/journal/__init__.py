"""The journal of requests and responses, and the masking of credentials in it."""
