"""Recovery: the data of a run that can restore it after its training process died."""

from typing import Any, NamedTuple

from app.hosts.host import Keep, Lent, Subscriber


class Watching(NamedTuple):
    watcher: Subscriber
    views: dict[str, Any]


class Recovery:
    """A run's description, its last checkpoint, and its watchers."""

    def __init__(
        self, experiment: dict[str, Any], visitor: str, keep: Keep, checkpoint: bytes | None
    ) -> None:
        self.experiment = experiment
        self.visitor = visitor
        self.keep = keep
        self.checkpoint = checkpoint
        self.lent: list[Lent] = []
        """The tables that the checkpoint or later changes may name."""
        self.watching: dict[str, Watching] = {}
