"""SQLite stores: connections, files, sequences, statements."""
