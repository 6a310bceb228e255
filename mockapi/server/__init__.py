"""uvicorn in the foreground or in a thread."""
