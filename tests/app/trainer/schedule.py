"""A random schedule: pages that send commands to a training process at any moment, by a clock that moves as it is read.

Everything on the way from a run to a page is real, but for the pipe and the clock: the `Child`, its host, and for each
page a `Subscription` with its slot and its flow control.
"""

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any, cast

import msgpack
import numpy as np
import pytest

from app.document.family import beginning
from app.document.search import beginning as document_of_search
from app.frames.looks import names_in_full, views_of
from app.live.subscription import Subscription
from app.metrics import Metrics
from app.trainer import hosted_run
from app.trainer.child import Child
from app.trainer.run_host import RunHost
from app.wire.messages import unpack_frame
from app.wire.snapshot import Snapshot
from engine.data.sharing import made
from engine.experiment import Experiment
from engine.family import Variation
from engine.search.search import Search
from tests.app.client import read

VIEWS: list[dict[str, Any]] = [
    {"resolution": 10, "still_resolution": 10, "stride": 5},
    {"resolution": 10, "still_resolution": 10, "stride": 5, "inside": True},
    {"resolution": 12, "still_resolution": 10, "frames_per_second": 5},
]
KINDS: dict[str, dict[str, dict[str, Any]]] = {
    "light": {"network": {"hidden": [3]}},
    "heavy": {"network": {"hidden": [9, 9], "dropout": "inverted"}, "optimizer": {"kind": "momentum"}},
}
CHANGES: list[dict[str, dict[str, Any]]] = [
    {"optimizer": {"learning_rate": 0.3}},
    {"optimizer": {"learning_rate": 0.03}},
    {"optimizer": {"kind": "adam"}},
    {"training": {"batch_size": 7}},
    {"training": {"seed": 3}},
    {"data": {"noise": 20}},
    {"network": {"activation": "relu"}},
    {"objective": {"loss": "cross_entropy"}},
    {"optimizer": {"learning_rate": -1}},
]
APART = {"taken", "number", "full", "pace", "type", "losses", "features", "feature_ranges"}


class Page:
    """What a page knows of a run, as static/run/state.js has it."""

    def __init__(self, schedule: "Schedule", run: str, views: dict[str, Any]) -> None:
        self.run = run
        self.views = views
        self.subscription = Subscription(
            cast(Any, Owner(schedule, run)), lambda: None, lambda *_: None, schedule.metrics
        )
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
        rounds.clock = rounds.accounts.clock = rounds.turns.clock = self.monotonic
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
        experiment = Experiment().changed({"data": {"samples": 60}})
        document = None
        if kind == "family":
            varied = [Variation.model_validate({"field": "training.seed", "values": [1, 2, 3]})]
            document = beginning(experiment.changed(KINDS["light"]), varied)
        elif kind == "search":
            document = document_of_search(
                experiment.changed({"data": {"validation_share": 0.3}}),
                Search.model_validate(SEARCH),
            )
        else:
            experiment = experiment.changed(KINDS[kind])
        self.runs.append(run)
        self.ask("start", run, experiment.model_dump(mode="json"), document, visitor)

    def look(self, run: str, views: dict[str, Any] | None = None) -> Page:
        """Open a page that shows the run."""
        page = Page(self, run, self.random.choice(VIEWS) if views is None else views)
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
                self.ask("control", run, self.command())

    def command(self) -> dict[str, Any]:
        random = self.random
        match random.randrange(16):
            case 0 | 1 | 2:
                return {"do": "play"}
            case 3:
                return {"do": "pause"}
            case 4:
                return {"do": "step", "iterations": random.choice([1, 3, 20])}
            case 5 | 6:
                return {"do": "travel", "iterations": random.choice([-30, -3, -1, 2, 20])}
            case 7:
                return {"do": "travel"}
            case 8:
                return {"do": "travel", "epochs": random.choice([-1, 1])}
            case 9:
                return {"do": "undo"}
            case 10:
                return {"do": "redo"}
            case 11:
                value = random.choice([-0.5, 0.5])
                return {"do": "set", "parameter": "W", "layer": 1, "unit": 0, "input": 1, "value": value}
            case 12:
                return {"do": "speed", "iterations_per_second": random.choice([None, 30.0, 500.0])}
            case 13:
                return {"do": random.choice(["reset", "check"])}
            case 14:
                return {"do": "push", "changes": random.choice(CHANGES)}
            case _:
                return {
                    "do": "change",
                    "changes": random.choice(CHANGES),
                    "gesture": random.choice([None, 1]),
                    "keep_weights": random.random() < 0.3,
                }

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


class Owner:
    """In place of `app.runs.owned.Owned`."""

    def __init__(self, schedule: Schedule, run: str) -> None:
        self.id, self.host, self.schedule = run, schedule, schedule

    def watch(self, watcher: Any, views: dict[str, Any], may_watch: object = None) -> None:
        self.schedule.watch(self.id, watcher, views)

    def unwatch(self, watcher: Any) -> None:
        self.schedule.unwatch(self.id, watcher)

    def looked_at(self, watcher: object) -> None: ...

    def left_alone(self, watcher: object) -> None: ...


class Slate:
    value = b""


SEARCH: dict[str, Any] = {
    "dimensions": [{"field": "optimizer.learning_rate", "low": 0.001, "high": 3, "scale": "log"}],
    "strategies": ["random", "grid"],
    "trials": 3,
    "steps": 20,
}
