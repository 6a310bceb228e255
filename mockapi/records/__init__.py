"""Users' own rows: validation, references, loading."""
