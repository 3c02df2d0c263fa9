"""A round trains the runs that are due, and shows them: those of one shape and as many steps together, in parts."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

import numpy as np

from app.hosts.costs import largest_cohort
from app.hosts.frame import Frame
from app.hosts.hosted_run import HostedRun
from app.hosts.pace import Pace
from app.hosts.together import LARGEST_COHORT, Member, chunks, show_due, train
from engine.shape import Shape

SLICE = 0.008
"""Seconds of training at a time for runs that go as fast as they can: commands wait no longer than this."""

Group = tuple[Shape, int, str | None]
"""What runs that are trained together have in common: their shape, and how many steps; or the name of one alone."""


class Rounds:
    """See `app.hosts.run_host.RunHost` for `clock`, `working_on` and `between`."""

    def __init__(
        self,
        runs: Mapping[str, HostedRun],
        clock: Callable[[], float] = time.perf_counter,
        working_on: Callable[[list[str]], None] = lambda runs: None,
        between: Callable[[], None] = lambda: None,
    ) -> None:
        self.runs = runs
        self.clock = clock
        self.working_on = working_on
        self.between = between
        self.quantum = 25
        """Iterations that each run takes in a slice when it goes as fast as it can."""
        self.pace = Pace()
        self.steps = 0
        """Taken so far, by all runs together."""
        self.isolated: dict[str, float] = {}
        """Until when runs are trained by themselves, which are suspected of something."""
        self.touched: list[str] = []
        """Runs that a command has changed since the round began."""

    def advance(self, now: float) -> Iterator[Frame]:
        """Train what is due at `now` (seconds, rising) for a slice, and yield the frames that are due."""
        late = [late for hosted in self.runs.values() if (late := hosted.lateness(now)) is not None]
        self.pace.pass_until(now)
        self.touched.clear()
        groups = self._due(now)
        began, trained, spent, any_hungry = self.clock(), 0.0, 0.0, False
        for (shape, iterations, _), members in groups.items():
            hungry = any(member.hosted.is_hungry() for member in members)
            any_hungry = any_hungry or hungry
            for part in chunks(members, min(LARGEST_COHORT, largest_cohort(shape))):
                self.between()
                yield from self._show_touched(now)
                some = [member for member in part if self._still_so(member, iterations)]
                if not some:
                    continue
                self.working_on([member.name for member in some])
                start = self.clock()
                if iterations:
                    train([member.hosted for member in some], iterations)
                    self.steps += iterations * len(some)
                middle = self.clock()
                yield from show_due(some, now)
                if not hungry:  # Who takes what time is left is no sign that there is too little.
                    trained += middle - start
                    spent += self.clock() - start
        self.working_on([])
        self.pace.note(max(late, default=0.0), trained, spent)
        if any_hungry:
            took = max(self.clock() - began, 1e-6)
            self.quantum = int(np.clip(self.quantum * np.clip(SLICE / took, 0.5, 2), 1, 1000))

    def _due(self, now: float) -> dict[Group, list[Member]]:
        groups: dict[Group, list[Member]] = defaultdict(list)
        for name, hosted in self.runs.items():
            on_beat = hosted.beats(now)
            iterations = hosted.due_iterations(self.pace.time, self.quantum, on_beat=on_beat)
            if iterations or hosted.due_watchers(now):
                alone = name if self.isolated.get(name, 0) > now else None
                member = Member(name, hosted, on_beat, hosted.plan)
                groups[hosted.run.shape, iterations, alone].append(member)
        return groups

    def _show_touched(self, now: float) -> Iterator[Frame]:
        """Show what was changed in the middle of the round, however many others wait."""
        for name in self.touched:
            if (hosted := self.runs.get(name)) and not hosted.owed and hosted.due_watchers(now):
                self.working_on([name])
                yield from show_due([Member(name, hosted, on_beat=False, plan=hosted.plan)], now)
        self.touched.clear()

    def _still_so(self, member: Member, iterations: int) -> bool:
        """Whether a run is still to do what it was found to be due for; else its steps are for the next round."""
        name, hosted, _, plan = member
        if self.runs.get(name) is not hosted:
            return False
        if hosted.plan == plan:
            return True
        if hosted.playing:
            hosted.late += iterations
        return False
