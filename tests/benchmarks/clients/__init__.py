"""The server's processor time for a request of each client, measured from outside the server."""
