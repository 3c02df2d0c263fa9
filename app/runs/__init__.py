"""Runs, awake and asleep: whose they are, where they train, and how many there may be."""
