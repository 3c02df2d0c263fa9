"""Frames: the contents of a run that watchers are sent."""
