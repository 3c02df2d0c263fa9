"""The live connection of a page: its socket or its polls, its session, and its subscriptions."""
