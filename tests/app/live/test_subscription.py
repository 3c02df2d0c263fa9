"""The slot and the flow control, against a host that only remembers what it was told."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa

from app.frames.views import Views
from app.hosts.host import Figures, Keep, Lent, Subscriber
from app.hosts.memory import memory_of
from app.live import subscription as module
from app.live.subscription import Subscription
from app.metrics import Metrics
from app.runs.owned import Owned
from app.storage.archive import Archive
from app.storage.datasets import Datasets
from app.storage.store import Store
from app.wire.messages import pack_frame
from app.wire.snapshot import Snapshot
from engine.experiment import Experiment
from tests.app.client import Message, read


class StillHost:
    name = "still"
    figures = Figures()
    restarts = 0
    ready = True

    def __init__(self) -> None:
        self.lost: Callable[[str], None] = lambda run: None
        self.told: list[str] = []

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def start(
        self,
        run: str,
        experiment: Experiment,
        visitor: str,
        keep: Keep,
        checkpoint: bytes | None = None,
        lent: Lent | None = None,
    ) -> None: ...

    async def save(self, run: str | None = None) -> None: ...

    def stop(self, run: str) -> None: ...

    async def control(self, run: str, command: dict[str, Any], lent: Lent | None = None) -> dict[str, Any]:
        return {}

    async def snapshot(self, run: str) -> dict[str, Any]:
        return {}

    async def weights(self, run: str) -> dict[str, Any]:
        return {}

    async def sheet(self, run: str, name: str) -> dict[str, Any]:
        return {}

    def keep_pace(self, limit: float) -> None: ...

    def watch(self, run: str, watcher: Subscriber, views: dict[str, Any]) -> None:
        self.told.append("watch")

    def unwatch(self, run: str, watcher: Subscriber) -> None:
        self.told.append("unwatch")


def subscribed() -> tuple[Subscription, StillHost]:
    host = StillHost()
    archive = Archive(Store(sa.create_engine("sqlite://")), 1)
    experiment = Experiment()
    owned = Owned(
        "r",
        "v",
        host,
        archive,
        Datasets(archive, 1, 1),
        experiment,
        memory_of(experiment),
        lambda run, experiment: lambda: None,
    )
    subscription = Subscription(owned, lambda: None, lambda *_: None, Metrics([]))
    subscription.watch(Views())
    return subscription, host


def snapshot(since: int, step: int, *, full: bool = False) -> tuple[Snapshot, bytes]:
    """A frame, and its losses, which are the numbers of their steps."""
    arrays = {"theta": np.array([step], "<f4")}
    if full:
        arrays["points"] = np.zeros((3, 3), "<f4")
    header = {"step": step, "full": full, **({"experiment": {}} if full else {})}
    losses = np.arange(since + 1, step + 1, dtype="<f4").tobytes()
    return Snapshot(step, full, time.time(), pack_frame(header, arrays)), losses


def taken(subscription: Subscription) -> Message:
    message = subscription.take()
    assert message is not None
    return read(message)


def test_the_newest_snapshot_replaces_what_waits_and_losses_add_up() -> None:
    subscription, _ = subscribed()
    for step in range(0, 100, 10):
        subscription.offer(*snapshot(step, step + 10))
    frame = taken(subscription)
    assert (frame["number"], frame["step"]) == (1, 100)
    np.testing.assert_array_equal(frame.arrays["losses"], np.arange(1, 101))
    assert frame.arrays["theta"] == [100]
    assert subscription.take() is None


def test_a_third_frame_waits_for_an_acknowledgement() -> None:
    subscription, _ = subscribed()
    for step in (0, 1, 2):
        subscription.offer(*snapshot(step, step + 1))
        assert (subscription.take() is None) == (step == 2)
    subscription.acknowledge(99)
    assert subscription.take() is None
    subscription.acknowledge(1)
    assert taken(subscription)["number"] == 3


def test_what_a_full_frame_brings_is_kept_when_a_newer_one_replaces_it() -> None:
    subscription, _ = subscribed()
    subscription.offer(*snapshot(0, 5, full=True))
    subscription.offer(*snapshot(5, 9))
    frame = taken(subscription)
    assert (frame["full"], frame["step"], frame["experiment"]) == (True, 9, {})
    assert frame.arrays["theta"] == [9]
    assert frame.arrays["points"].shape == (3, 3)
    np.testing.assert_array_equal(frame.arrays["losses"], np.arange(1, 10))


def test_losses_of_before_a_reset_are_dropped() -> None:
    subscription, _ = subscribed()
    subscription.offer(*snapshot(0, 50))
    subscription.offer(*snapshot(0, 3, full=True))
    np.testing.assert_array_equal(taken(subscription).arrays["losses"], [1, 2, 3])


@pytest.mark.parametrize("is_first", [True, False])
def test_losses_that_wait_when_the_run_goes_into_its_past_come_with_the_history_of_a_full_frame(
    is_first: bool,
) -> None:
    subscription, host = subscribed()
    subscription.offer(*snapshot(0, 50, full=is_first))
    subscription.offer(*snapshot(20, 20))
    assert subscription.take() is None and host.told == ["watch", "unwatch", "watch"]


def test_what_a_full_frame_brings_is_kept_when_the_run_goes_into_its_past() -> None:
    subscription, host = subscribed()
    subscription.offer(*snapshot(50, 50, full=True))
    subscription.offer(*snapshot(20, 20))
    frame = taken(subscription)
    assert (frame["full"], frame["step"], len(frame.arrays["losses"])) == (True, 20, 0)
    assert frame.arrays["points"].shape == (3, 3) and host.told == ["watch"]


def test_losses_that_wait_are_dropped_where_the_history_begins_anew() -> None:
    subscription, _ = subscribed()
    subscription.offer(*snapshot(0, 50))
    another_loss, losses = snapshot(50, 53, full=True)
    subscription.offer(another_loss._replace(begins=50), losses)
    np.testing.assert_array_equal(taken(subscription).arrays["losses"], [51, 52, 53])


def test_who_owes_too_many_losses_gets_nothing_until_he_draws_and_then_a_full_frame() -> None:
    subscription, host = subscribed()
    for step in (0, 1):
        subscription.offer(*snapshot(step, step + 1))
        taken(subscription)
    many = module.MAX_LOSSES // 2 + 1
    subscription.offer(*snapshot(2, 2 + many))
    subscription.offer(*snapshot(2 + many, 2 + 2 * many))
    assert host.told == ["watch", "unwatch"]
    subscription.acknowledge(2)
    assert subscription.take() is None
    assert host.told == ["watch", "unwatch", "watch"]
    subscription.offer(*snapshot(300_000, 300_000, full=True))
    assert taken(subscription)["full"]


def test_who_has_stopped_drawing_holds_nothing_until_he_draws_again(monkeypatch: pytest.MonkeyPatch) -> None:
    subscription, host = subscribed()
    for step in (0, 1):
        subscription.offer(*snapshot(step, step + 1))
        taken(subscription)
    subscription.offer(*snapshot(2, 3))
    assert subscription.waiting is not None
    monkeypatch.setattr(module, "UNDRAWN_SECONDS", 0.0)
    subscription.offer(*snapshot(3, 4))
    assert subscription.waiting is None and host.told == ["watch", "unwatch"]
    subscription.acknowledge(2)
    assert host.told == ["watch", "unwatch", "watch"]


def test_losses_that_nobody_takes_are_let_go_for_a_full_frame() -> None:
    subscription, host = subscribed()
    subscription.offer(*snapshot(0, module.MAX_LOSSES + 1))
    assert subscription.take() is None and host.told == ["watch", "unwatch", "watch"]
    on_its_way = snapshot(module.MAX_LOSSES + 1, module.MAX_LOSSES + 5)
    subscription.offer(*on_its_way)
    assert subscription.take() is None
    subscription.offer(*snapshot(300_000, 300_000, full=True))
    assert taken(subscription)["number"] == 1
