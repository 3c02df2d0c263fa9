"""A subscription: one page's view of one run, with a slot for the newest snapshot, and flow control.

Until the page has drawn its last frames, newer snapshots replace each other in the slot, and their losses are
collected. A slow page therefore gets fewer frames, never old ones, and every iteration's loss. A page that has stopped
drawing (a hidden tab, a phone in a pocket, a client that never reads) soon gets nothing, and uses no memory; it gets a
full frame when it draws again.
"""

import itertools
import time
from collections.abc import Callable
from typing import Any

from app.frames.views import Views
from app.metrics import Metrics
from app.runs.owned import Owned
from app.wire.messages import finished, replaced
from app.wire.snapshot import Snapshot

MAX_UNACKNOWLEDGED = 2
MAX_LOSSES = 100_000
"""Above so many unsent losses, a page gets nothing until it has drawn, and then a full frame."""
UNDRAWN_SECONDS = 20.0
"""The same for a page that has drawn nothing for so long while frames waited."""

names = map(str, itertools.count(1))


class Subscription:
    """See `app.hosts.host.Subscriber`. `wake` is called when a frame may be sent, `tell` with every notice."""

    def __init__(
        self,
        run: Owned,
        wake: Callable[[], None],
        tell: Callable[[str, str, str], None],
        metrics: Metrics,
        may_watch: Callable[[], bool] = lambda: True,
    ) -> None:
        self.name = next(names)
        self.run = run
        self.number = 0
        self.acknowledged = 0
        self.waiting: Snapshot | None = None
        self.paused = False
        self._awaits_full = False
        """Whether the frames that are still on their way from the host are of the time before it began again."""
        self.views = Views()
        self._views: dict[str, Any] = {}
        self._losses: list[bytes] = []
        self._loss_count = 0
        self._wake = wake
        self._tell = tell
        self._may_watch = may_watch
        self._metrics = metrics
        self._drawn_at = time.monotonic()

    def watch(self, views: Views) -> None:
        """Begin, or change the views: the next frame is full."""
        self.views = views
        self._views = views.model_dump()
        self.run.watch(self, self._views, self._may_watch)

    def leave(self) -> None:
        self.run.unwatch(self)

    def offer(self, snapshot: Snapshot, losses: bytes) -> None:
        if self._awaits_full and not snapshot.full:
            return
        self._awaits_full = False
        count = len(losses) // 4
        before = self.waiting
        if before is not None:
            self._metrics.frames.conflated += 1
            if snapshot.step - count != before.step or snapshot.begins >= before.step > 0:
                if self._loss_count and not snapshot.full:
                    # The run went to a moment of its past: its losses until then would be lost.
                    return self._begin_again(later=False)
                # The run was reset or restored, or has another loss: this frame is full, and its history contains the
                # earlier losses that count.
                self._forget_losses()
            if before.full and not snapshot.full:
                # A full frame that was never sent is merged into its successor.
                snapshot = snapshot._replace(full=True, frame=replaced(before.frame, snapshot.frame))
        self.waiting = snapshot
        if count:
            self._losses.append(losses)
            self._loss_count += count
        undrawn = self.number > self.acknowledged
        if self._loss_count > MAX_LOSSES or (undrawn and time.monotonic() > self._drawn_at + UNDRAWN_SECONDS):
            self._begin_again(later=undrawn)
        elif self.may_send:
            self._wake()

    def notice(self, code: str, message: str) -> None:
        self._tell(self.run.id, code, message)

    @property
    def is_drawn(self) -> bool:
        """Whether the page has drawn all that it was sent, be it nothing."""
        return self.number == self.acknowledged

    @property
    def may_send(self) -> bool:
        return self.waiting is not None and self.number - self.acknowledged < MAX_UNACKNOWLEDGED

    def acknowledge(self, number: int) -> bool:
        """Frame `number` has been drawn. Return False if it was acknowledged before, or is of an earlier
        subscription."""
        if not self.acknowledged < number <= self.number:
            return False
        self.acknowledged = number
        self._drawn_at = time.monotonic()
        self.run.looked_at(self)
        if self.paused:
            self.paused = False
            self.run.host.watch(self.run.id, self, self._views)
        elif self.may_send:
            self._wake()
        return True

    def take(self) -> bytes | None:
        """The next frame as bytes for the wire, if the page may have one."""
        if not self.may_send or self.waiting is None:
            return None
        self.number += 1
        message = finished(self.waiting.frame, self.number, self._losses)
        if self.acknowledged == self.number - 1:
            self._drawn_at = time.monotonic()  # all earlier frames are drawn: the wait begins now
        self._metrics.frames.note_sent(len(message), max(0.0, time.time() - self.waiting.taken))
        self.waiting = None
        self._forget_losses()
        return message

    def _begin_again(self, *, later: bool) -> None:
        """Discard the waiting snapshot. The next frame is full; with `later`, it follows the next acknowledgement."""
        self.waiting = None
        self._forget_losses()
        self.paused, self._awaits_full = later, True
        if later:
            self.run.left_alone(self)
        self.run.host.unwatch(self.run.id, self)
        if not later:
            self.run.host.watch(self.run.id, self, self._views)

    def _forget_losses(self) -> None:
        self._losses = []
        self._loss_count = 0
