"""The live line of a page: its socket or its polls, its session, and what it is subscribed to."""
