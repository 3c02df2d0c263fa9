"""What watchers are sent of a run."""
