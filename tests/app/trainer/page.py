"""A page in a random schedule: what it knows of a run by the frames that it has drawn."""

from typing import Any, cast

import numpy as np

from app.frames.looks import names_in_full
from app.live.subscription import Subscription
from app.metrics import Metrics
from app.wire.messages import unpack_frame
from tests.app.client import read

VIEWS: list[dict[str, Any]] = [
    {"resolution": 10, "still_resolution": 10, "stride": 5},
    {"resolution": 10, "still_resolution": 10, "stride": 5, "inside": True},
    {"resolution": 12, "still_resolution": 10, "frames_per_second": 5},
]
APART = {"taken", "number", "full", "pace", "type", "losses", "features", "feature_ranges"}


class Page:
    """What a page knows of a run, as static/run/state.js has it."""

    def __init__(self, host: Any, metrics: Metrics, run: str, views: dict[str, Any]) -> None:
        self.run = run
        self.views = views
        self.subscription = Subscription(cast(Any, Owner(host, run)), lambda: None, lambda *_: None, metrics)
        self.known = -1
        """The step up to which it has losses."""
        self.full: dict[str, Any] = {}
        """What only full frames have."""
        self.newest: dict[str, Any] = {}
        self.losses: dict[int, bytes] = {}
        self.undrawn: list[int] = []
        """The numbers of frames that it has not acknowledged."""

    @property
    def shown(self) -> dict[str, Any]:
        fields = {**self.newest, **self.full}
        return {
            name: field
            for name, field in fields.items()
            if name not in APART and not name.startswith(("history_", "evaluation_"))
        }

    def draw(self) -> bool:
        """Take the next frame, if there is one."""
        message = self.subscription.take()
        if message is None:
            return False
        header, arrays = unpack_frame(message)
        losses = read(message).arrays["losses"]
        self.take({**header, **{name: array.tobytes() for name, array in arrays.items()}}, losses)
        return True

    def take(self, fields: dict[str, Any], losses: np.ndarray) -> None:
        """A frame, with the losses of its last steps; none is missing, and none comes twice."""
        step, full, present = fields["step"], fields["full"], fields.get("present")
        if full:
            self.full = {name: each for name, each in fields.items() if name in names_in_full()}
            self.losses = {}
            if "history_steps" in fields:
                steps = np.frombuffer(fields["history_steps"], "<f8").astype(int).tolist()
                values = np.frombuffer(fields["history_losses"], "<f4")
                self.losses = {each: value.tobytes() for each, value in zip(steps, values, strict=True)}
            self.known = max(self.losses, default=step - len(losses))
        else:
            assert self.newest, "the first frame is full"
            assert "experiment" not in fields
        if "history_steps" in self.full:
            assert present is None or full or len(losses) == 0, "the past has been sent before"
            if not full and present is None:
                assert step - len(losses) == self.known, (self.known, step, len(losses))
            if present is None:
                for at, loss in enumerate(losses, step - len(losses) + 1):
                    if at > self.known:
                        self.losses[at] = loss.tobytes()
            if full or present is None:
                self.known = step if present is None else present
        self.newest = fields
        self.undrawn.append(self.subscription.number)


class Owner:
    """In place of `app.runs.owned.Owned`."""

    def __init__(self, host: Any, run: str) -> None:
        self.id, self.host = run, host

    def watch(self, watcher: Any, views: dict[str, Any], may_watch: object = None) -> None:
        self.host.watch(self.id, watcher, views)

    def unwatch(self, watcher: Any) -> None:
        self.host.unwatch(self.id, watcher)

    def looked_at(self, watcher: object) -> None: ...

    def left_alone(self, watcher: object) -> None: ...
