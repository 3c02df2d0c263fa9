"""Who may come in: connections, addresses, origins, visitors, and how much each of them may send."""
