"""What outlives the server: the visitors' runs and the server's own secrets, in SQLite or PostgreSQL."""
