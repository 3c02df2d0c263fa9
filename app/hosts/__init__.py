"""The server's side of the process wall: each host owns many runs, and there is one host a core."""
