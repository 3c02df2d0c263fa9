"""What outlives the server: the visitors' runs and the server's own secrets, in SQLite or PostgreSQL."""

BUSY_SECONDS = 2
"""How long to wait for a database that someone else has locked. Shutting down must not take longer."""
