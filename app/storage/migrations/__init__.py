"""How the tables came to be what they are, step by step; `app.storage.database` takes the steps at each start."""
