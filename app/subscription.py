"""A subscription is one page's view of one run: a slot for the newest snapshot, and flow control.

Until the page has drawn what it has, snapshots replace each other in the slot and only their losses are added
up. So a slow page sees fewer frames, never old ones, and every iteration's loss still reaches it.
"""

import itertools
from collections.abc import Callable
from typing import Any

from app.hosts.base import Snapshot
from app.runs import Owned
from app.wire import RawArray, Views, pack_raw

MAX_UNACKNOWLEDGED = 2
MAX_LOSSES = 100_000
"""A page that owes more losses than that gets nothing until it has drawn, and then a full frame."""

names = map(str, itertools.count(1))


class Subscription:
    """See `app.hosts.base.Watcher`. `wake` is called when a frame may be sent, `tell` with every notice."""

    def __init__(self, run: Owned, wake: Callable[[], None], tell: Callable[[str, str, str], None]) -> None:
        self.name = next(names)
        self.run = run
        self.number = 0
        self.acknowledged = 0
        self.waiting: Snapshot | None = None
        self.paused = False
        self._views: dict[str, Any] = {}
        self._losses: list[bytes] = []
        self._loss_count = 0
        self._wake = wake
        self._tell = tell

    def watch(self, views: Views) -> None:
        """Begin, or go on with other views: the next frame is full."""
        self._views = views.model_dump()
        self.run.watch(self, self._views)

    def leave(self) -> None:
        self.run.unwatch(self)

    def offer(self, snapshot: Snapshot) -> None:
        header, arrays = snapshot
        losses = arrays.pop("losses")
        count = losses.shape[0]
        before = self.waiting
        if before is not None:
            if header["step"] - count != before.header["step"]:
                # The run was reset or restored: this frame is full, and its history tells the rest.
                self._forget_losses()
            elif before.header["full"] and not header["full"]:
                # A full frame that was never sent lives on in the one that takes its place.
                snapshot = Snapshot({**before.header, **header, "full": True}, {**before.arrays, **arrays})
        self.waiting = snapshot
        if count:
            self._losses.append(losses.data)
            self._loss_count += count
        if self._loss_count > MAX_LOSSES and not self.may_send:
            self.paused = True
            self.waiting = None
            self._forget_losses()
            self.run.host.unwatch(self.run.id, self)
        elif self.may_send:
            self._wake()

    def notice(self, code: str, message: str) -> None:
        self._tell(self.run.id, code, message)

    @property
    def may_send(self) -> bool:
        return self.waiting is not None and self.number - self.acknowledged < MAX_UNACKNOWLEDGED

    def acknowledge(self, number: int) -> None:
        """Frame `number` has been drawn. A number that was never sent belongs to an earlier subscription."""
        if self.acknowledged < number <= self.number:
            self.acknowledged = number
            if self.paused:
                self.paused = False
                self.run.host.watch(self.run.id, self, self._views)
            elif self.may_send:
                self._wake()

    def take(self) -> bytes | None:
        """The next frame as it goes over the wire, if the page may have one."""
        if not self.may_send or self.waiting is None:
            return None
        self.number += 1
        losses = RawArray("f4", (self._loss_count,), b"".join(self._losses))
        header: dict[str, Any] = {
            "type": "frame",
            "run": self.run.id,
            "number": self.number,
            **self.waiting.header,
        }
        message = pack_raw(header, {"losses": losses, **self.waiting.arrays})
        self.waiting = None
        self._forget_losses()
        return message

    def _forget_losses(self) -> None:
        self._losses = []
        self._loss_count = 0
