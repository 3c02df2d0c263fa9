"""A random schedule: pages that send commands to a training process at any moment, by a clock that moves as it is read.

Everything on the way from a run to a page is real, but for the pipe and the clock: the `Child`, its host, and for each
page a `Subscription` with its slot and its flow control.
"""

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any, cast

import msgpack
import pytest

from app.frames.looks import views_of
from app.live.subscription import Subscription
from app.metrics import Metrics
from app.trainer import hosted_run
from app.trainer.child import Child
from app.trainer.run_host import RunHost
from app.wire.snapshot import Snapshot
from engine.data.sharing import made
from tests.app.trainer.kinds import begun
from tests.app.trainer.page import VIEWS, Page
from tests.app.trainer.random_commands import command


class Schedule:
    """One host, and the pages that come and go; `seed` decides when who does what."""

    def __init__(self, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.random = Random(seed)
        self.now = 1000.0
        self.haste = self.random.choice([0.0002, 0.001, 0.004])
        """The most seconds between two readings of the clock."""
        for module in (
            "trainer.child",
            "trainer.group",
            "trainer.commands",
            "trainer.turns",
            "live.subscription",
        ):
            monkeypatch.setattr(f"app.{module}.time", self)
        monkeypatch.setattr(
            "app.trainer.child.hash", len, raising=False
        )  # Python's differs from start to start
        made.cache_clear()  # data are made in work that is interrupted
        monkeypatch.setattr(
            hosted_run, "is_heavy", lambda shape, points: shape.shapes[1:] == ((9,), (9,), (1,))
        )
        self.child = Child(cast(Any, self), cast(Any, Slate()), checkpoint_seconds=1.0)
        rounds = self.host.rounds
        for timed in (rounds, rounds.accounts, rounds.turns, rounds.turns.orders):
            timed.clock = self.monotonic
        self.metrics = Metrics([])
        self.inbox: list[list[Any]] = []
        self.asked = 0
        self.answered: Counter[int] = Counter()
        self.pages: list[Page] = []
        self.watchers: dict[str, Page] = {}
        self.runs: list[str] = []
        self.is_quiet = False

    # The clock, in place of the module `time`.

    def monotonic(self) -> float:
        self.now += self.random.random() * self.haste
        return self.now

    time = perf_counter = monotonic

    # The pipe.

    def send(self, *message: Any) -> None:
        match msgpack.unpackb(msgpack.packb(message)):
            case ["frames", frames]:
                for name, losses, shared in frames:
                    if shared is not None:
                        snapshot = Snapshot(*shared)
                    if page := self.watchers.get(name):
                        page.subscription.offer(snapshot, losses)
            case [("answer" | "refusal"), number, *_]:
                self.answered[number] += 1
            case ["failure", *what]:
                raise AssertionError(what)

    def receive(self, seconds: float = 0.0) -> Iterator[list[Any]]:
        if not self.inbox and not self.is_quiet and self.random.random() < 0.3:
            self.act()
        if not self.inbox:
            self.now += seconds
        while self.inbox:
            yield self.inbox.pop(0)
        for page in self.pages:
            if self.is_quiet or self.random.random() < 0.5:
                page.draw()
            if page.undrawn and (self.is_quiet or self.random.random() < 0.5):
                page.subscription.acknowledge(page.undrawn.pop(0))

    def ask(self, method: str, *arguments: Any) -> None:
        self.asked += 1
        self.inbox.append([self.asked, method, *arguments])

    # The server's side.

    @property
    def host(self) -> RunHost:
        return self.child.host

    def watch(self, run: str, subscription: Subscription, views: dict[str, Any]) -> None:
        self.watchers[subscription.name] = next(
            page for page in self.pages if page.subscription is subscription
        )
        self.inbox.append([None, "watch", run, subscription.name, views])

    def unwatch(self, run: str, subscription: Subscription) -> None:
        if self.watchers.pop(subscription.name, None):
            self.inbox.append([None, "unwatch", run, subscription.name])

    # What people do.

    def start(self, run: str, kind: str, visitor: str) -> None:
        experiment, document = begun(kind)
        self.runs.append(run)
        self.ask("start", run, experiment.model_dump(mode="json"), document, visitor)

    def look(self, run: str, views: dict[str, Any] | None = None) -> Page:
        """Open a page that shows the run."""
        page = Page(self, self.metrics, run, self.random.choice(VIEWS) if views is None else views)
        self.pages.append(page)
        page.subscription.watch(views_of(page.views))
        return page

    def act(self) -> None:
        random = self.random
        run = random.choice(self.runs)
        pages = [page for page in self.pages if page.run == run]
        match random.randrange(30):
            case 0 if len(pages) < 3:
                self.look(run)
            case 1 if pages:
                page = random.choice(pages)
                self.pages.remove(page)
                page.subscription.leave()
            case 2 | 3 | 4 if pages:
                page = random.choice(pages)
                page.views = random.choice(VIEWS)
                page.subscription.watch(views_of(page.views))
            case 5:
                self.ask("save", run)
            case 6:
                self.ask("snapshot", run)
            case _:
                self.ask("control", run, command(self.random))

    # The loop of `Child.live`.

    def live(self, rounds: int) -> None:
        """People act, and pages draw when they like."""
        self.is_quiet = False
        for _ in range(rounds):
            self.turn()

    def turn(self) -> None:
        due = self.host.next_due(self.monotonic())
        self.child.hear(0.05 if due is None else min(due, 0.05))
        now = self.monotonic()
        self.child.send_frames(now)
        self.child.send_due_checkpoints(now)

    def settle(self) -> None:
        """Nobody acts, and every page draws, until nothing is left to do."""
        self.is_quiet = True
        still = 0
        while still < 5:
            self.turn()
            is_busy = self.inbox or self.host.rounds.turns.begun or self.host.next_due(self.now) is not None
            is_shown = all(page.subscription.waiting is None and not page.undrawn for page in self.pages)
            still = 0 if is_busy or not is_shown else still + 1


class Slate:
    value = b""
