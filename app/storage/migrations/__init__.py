"""Migrations: the history of the tables, step by step; `app.storage.database` runs them at each start."""
