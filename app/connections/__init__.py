"""Connections: how each is read and freed, what it may cost, and who calls over it."""
