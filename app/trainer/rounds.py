"""A round trains the runs that are due, and shows them: runs of one shape with as many steps together, in parts.

The light runs of modest visitors come first; they are few enough to be all served in a round. The rest of the round
belongs to the other runs (see `app.trainer.turns`).
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from app.frames.frame import Frame
from app.trainer.accounts import Accounts
from app.trainer.costs import largest_cohort, most_iterations
from app.trainer.group import Member, chunks, show_due, train
from app.trainer.hosted_run import HostedRun
from app.trainer.pace import Pace
from app.trainer.turns import Turns
from engine.shape import Shape

Group = tuple[Shape, int, str | None]
"""The common properties of runs that are trained together: shape, steps, and the name of a run that trains alone."""


class Rounds:
    """See `app.trainer.run_host.RunHost` for `clock`, `working_on` and `between`."""

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
        self.pace = Pace()
        self.accounts = Accounts(clock)
        self.turns = Turns(runs, self.accounts, clock, working_on)
        self.isolated: dict[str, float] = {}
        """Suspected runs, and the times until which they are trained alone."""
        self.touched: list[str] = []
        """Runs that a command has changed since the round began."""

    def advance(self, now: float) -> Iterator[Frame]:
        """Train the runs that are due at `now` (seconds, rising) for a slice, and yield the frames that are due."""
        self.pace.pass_until(now)
        self.accounts.pass_until(now)
        self.touched.clear()
        lateness, groups, waiting = self._due(now)
        trained = spent = 0.0
        for (shape, iterations, _), members in groups.items():
            for part in chunks(members, largest_cohort(shape)):
                yield from self._between(now)
                some = [member for member in part if self._still_so(member)]
                if not some:
                    continue
                self.working_on([member.name for member in some])
                start = self.clock()
                with self.accounts.charged([member.hosted.account for member in some]):
                    if iterations:
                        train([member.hosted for member in some], iterations)
                        self.turns.steps += iterations * len(some)
                    middle = self.clock()
                    yield from show_due(some, now)
                trained += middle - start
                spent += self.clock() - start
        self.working_on([])
        self.pace.note(lateness, trained, spent)
        yield from self.turns.take(waiting, now, lambda: self._between(now))

    def _due(self, now: float) -> tuple[float, dict[Group, list[Member]], list[Member]]:
        """The lateness of the light runs, the light runs that are due, and all others that are due."""
        lateness = 0.0
        groups: dict[Group, list[Member]] = defaultdict(list)
        waiting: list[Member] = []
        for account in {hosted.account for hosted in self.runs.values()}:
            account.is_present = False
        for hosted in self.runs.values():
            hosted.account.is_present |= bool(hosted.watchers)
        for name, hosted in self.runs.items():
            if self.turns.is_busy(name):
                continue
            late = hosted.lateness(now)
            on_beat = hosted.beats(now)
            if on_beat:
                hosted.fall_due(now, self.pace.time)
            is_hungry = hosted.is_hungry()
            if not (is_hungry or hosted.late or hosted.due_watchers(now)):
                continue
            alone = self._alone(name, now)
            member = Member(name, hosted, on_beat, hosted.plan, alone)
            if is_hungry or hosted.is_heavy or not self._is_first(hosted):
                waiting.append(member)
            else:
                lateness = max(lateness, late or 0.0)
                groups[hosted.run.shape, hosted.coming(most_iterations(hosted.run.shape)), alone].append(
                    member
                )
        return lateness, groups, waiting

    def _is_first(self, hosted: HostedRun) -> bool:
        """Whether a run's visitor watches, and has used no more than an equal part of the time."""
        return hosted.account.is_present and self.accounts.is_modest(hosted.account)

    def _alone(self, name: str, now: float) -> str | None:
        """The name of a suspected run, which is trained and shown alone."""
        return name if self.isolated.get(name, 0) > now else None

    def _between(self, now: float) -> Iterator[Frame]:
        """Carry out waiting messages in the middle of the round, and show their changes at once: those of runs that are
        alike together, since a change may be pushed to a whole class."""
        self.between()
        groups: dict[Group, list[Member]] = defaultdict(list)
        for name in dict.fromkeys(self.touched):
            hosted = self.runs.get(name)
            if hosted is None or hosted.is_heavy or hosted.owed or self.turns.is_busy(name):
                continue
            if self._is_first(hosted) and hosted.due_watchers(now):
                member = Member(name, hosted, on_beat=False, plan=hosted.plan, alone=self._alone(name, now))
                groups[hosted.run.shape, 0, member.alone].append(member)
        self.touched.clear()
        for (shape, *_), members in groups.items():
            for part in chunks(members, largest_cohort(shape)):
                self.working_on([member.name for member in part])
                with self.accounts.charged([member.hosted.account for member in part]):
                    yield from show_due(part, now)
                self.working_on([])

    def _still_so(self, member: Member) -> bool:
        """Whether a run is still due as before; else its steps belong to the next round."""
        name, hosted = member.name, member.hosted
        return self.runs.get(name) is hosted and hosted.plan == member.plan and not self.turns.is_busy(name)
