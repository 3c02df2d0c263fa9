"""The messages between page and server, for both sides of the process wall."""
