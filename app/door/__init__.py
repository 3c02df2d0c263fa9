"""Who may come in: addresses, names of the server, origins, visitors, and what every answer tells a browser."""
