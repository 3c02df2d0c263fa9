"""Probes: the measurements in a network, each made in one state between two steps."""
