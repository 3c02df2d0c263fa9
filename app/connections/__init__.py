"""Connections: how each is read and freed, what it may cost, and which caller it belongs to."""
