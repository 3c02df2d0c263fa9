"""Runs, awake and asleep: their visitors, their hosts, and their limits."""
