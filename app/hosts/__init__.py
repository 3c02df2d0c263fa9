"""Where runs live: each host owns many of them, and there is one host a core."""
