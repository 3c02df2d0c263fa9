"""A run host on the bench: a test moves its clock, and sees its frames."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgpack
import numpy as np

from app.document.family import beginning
from app.document.search import beginning as document_of_search
from app.frames.frame import Frame
from app.trainer.family import HostedFamily
from app.trainer.run_host import RunHost
from app.trainer.search import HostedSearch
from engine.experiment import Experiment
from engine.family import Variation
from engine.search.search import Search

DIGITS: dict[str, dict[str, Any]] = {
    "data": {"kind": "digits", "side": 8, "samples": 1200},
    "network": {"hidden": [20]},
    "objective": {"loss": "softmax"},
}


class Seen(NamedTuple):
    """A frame as one watcher sees it, its losses among the arrays."""

    run: str
    watcher: str
    header: dict[str, Any]
    arrays: dict[str, np.ndarray]


def seen_by_each(frame: Frame) -> Iterator[Seen]:
    for watcher, losses in frame.losses.items():
        yield Seen(frame.run, watcher, frame.header, {**frame.arrays, "losses": losses})


class Bench:
    """A host with one clock, which moves only when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.host = RunHost(clock=lambda: self.now)

    def start(self, name: str, changes: dict[str, dict[str, Any]] | None = None, **views: Any) -> None:
        self.host.start(name, Experiment().changed(changes or {}))
        self.host.watch(name, f"watcher of {name}", views)

    def start_family(
        self,
        name: str,
        variations: dict[str, list[Any]],
        changes: dict[str, dict[str, Any]] | None = None,
        **views: Any,
    ) -> HostedFamily:
        """A family, which is watched with its maps at every point."""
        varied = [
            Variation.model_validate({"field": field, "values": values})
            for field, values in variations.items()
        ]
        document = msgpack.unpackb(beginning(Experiment().changed(changes or {}), varied))
        self.host.start(name, Experiment(), document, visitor="visitor")
        self.host.watch(name, f"watcher of {name}", {"stride": 1, **views})
        return self.family(name)

    def start_search(
        self, name: str, search: dict[str, Any], changes: dict[str, dict[str, Any]] | None = None
    ) -> HostedSearch:
        """A search, which is watched."""
        document = document_of_search(Experiment().changed(changes or {}), Search.model_validate(search))
        self.host.start(name, Experiment(), msgpack.unpackb(document), visitor="visitor")
        self.host.watch(name, f"watcher of {name}", {})
        return self.search(name)

    def search(self, name: str) -> HostedSearch:
        hosted = self.host.runs[name]
        assert isinstance(hosted, HostedSearch)
        return hosted

    def family(self, name: str) -> HostedFamily:
        hosted = self.host.runs[name]
        assert isinstance(hosted, HostedFamily)
        return hosted

    def do(self, name: str, do: str, **fields: Any) -> dict[str, Any]:
        return self.host.control(name, {"do": do, **fields})

    def frames(self, seconds: float = 0.0, every: float = 0.05) -> list[Seen]:
        """What each watcher sees while the clock moves on."""
        return [seen for frame in self.shared_frames(seconds, every) for seen in seen_by_each(frame)]

    def shared_frames(self, seconds: float = 0.0, every: float = 0.05) -> list[Frame]:
        """What is shown while the clock moves on, once for watchers with equal views."""
        frames = list(self.host.advance(self.now))
        for _ in range(round(seconds / every)):
            self.now = round(self.now + every, 6)
            frames += self.host.advance(self.now)
        return frames


def lend(bench: Bench, id: str, name: str = "width", run: str = "a") -> None:
    values = np.stack([np.arange(30), np.arange(30) % 3, np.arange(30) ** 2]).astype("<f8")
    columns: list[tuple[str, list[str] | None]] = [(name, None), ("kind", ["a", "b", "c"]), ("area", None)]
    bench.host.lend(run, id, columns, values.tobytes(), 8)


def own(id: str, **changes: Any) -> dict[str, Any]:
    table = {"id": id, "rows": 30, "inputs": [0, 2], "label": 1, "classes": 3, **changes}
    return {"data": {"kind": "table", "table": table, "standardize": True}}
