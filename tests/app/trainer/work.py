"""A host whose clock moves by what its work costs, and to the next moment at which there is some."""

from collections.abc import Iterator, Sequence
from typing import Any

from app.frames.frame import Frame
from app.trainer.group import Member, show_due, train
from app.trainer.hosted_run import HostedRun
from engine.experiment import Experiment
from engine.pauses import pause
from tests.app.bench import Bench

HEAVY: dict[str, dict[str, Any]] = {"network": {"hidden": [9, 9]}}
"""Taken for heavy here."""
PIECE = 0.005
"""Seconds of work between two pauses."""


class Work(Bench):
    def __init__(self) -> None:
        super().__init__()
        self.step = {False: 0.00001, True: 0.010}
        """Seconds of a step of a light and of a heavy run."""
        self.show = {False: 0.0005, True: 0.010}
        """Of a frame and its evaluation."""
        self.longest = 0.0
        """Round."""
        self.shown: list[Frame] = []

    def pay(self, seconds: float) -> None:
        while seconds > 0:
            self.now += min(seconds, PIECE)
            seconds -= PIECE
            pause()

    def train(self, members: Sequence[HostedRun], iterations: int) -> None:
        train(members, iterations)
        self.pay(sum(self.step[hosted.is_heavy] * iterations for hosted in members))

    def show_due(self, members: Sequence[Member], now: float) -> Iterator[Frame]:
        for frame in show_due(members, now):
            self.pay(self.show[members[0].hosted.is_heavy])
            yield frame

    def begin(
        self, name: str, visitor: str, changes: dict[str, Any], speed: float | None, *, watched: bool = True
    ) -> None:
        self.host.start(name, Experiment().changed(changes), visitor=visitor)
        if watched:
            self.host.watch(name, name, {})
        self.do(name, "speed", iterations_per_second=speed)
        self.do(name, "play")

    def live(self, seconds: float) -> dict[str, list[float]]:
        """Go on for so long; when the frames of each run came."""
        came: dict[str, list[float]] = {name: [] for name in self.host.runs}
        end = self.now + seconds
        while self.now < end:
            began = self.now
            for frame in self.host.advance(self.now):
                came.setdefault(frame.run, []).append(self.now)
                self.shown.append(frame)
            self.longest = max(self.longest, self.now - began)
            wait = self.host.next_due(self.now)
            self.now += 0.0001 if wait is None else max(min(wait, 0.1), 0.0001)
        return came

    def steps(self, name: str) -> int:
        return self.host.runs[name].run.step
