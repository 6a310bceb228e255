"""The client of a running server. It imports the standard library, `mockapi.errors` and `mockapi.version` alone."""
