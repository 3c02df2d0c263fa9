"""Probes: what can be looked at in a network, each taken from one state between two steps."""
