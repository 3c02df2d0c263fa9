"""Storage: the visitors' runs, networks and files, and the server's secrets, in SQLite or PostgreSQL."""

BUSY_SECONDS = 2
"""The longest wait for a locked database. Shutting down must not take longer."""
