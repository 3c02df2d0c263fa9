"""Turns: other work gets the rest of a round in turns, after the light runs; the visitor with the least use is first.

This other work is heavy runs; runs at full speed; runs of a visitor who has used more than an equal part of the time,
or who does not watch; and orders that take long (see `app.trainer.orders`). Turns and orders are jobs: a job that does
not fit into a slice is resumed in a later round.
"""

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from app.frames.frame import Frame
from app.trainer.accounts import Accounts
from app.trainer.costs import largest_cohort
from app.trainer.family import HostedFamily, alike, show_family
from app.trainer.group import Member, chunks, show_due, train
from app.trainer.hosted_run import REST, HostedRun
from app.trainer.job import Job, pause
from app.trainer.orders import SLICE, Orders
from app.trainer.pace import SHARE
from app.trainer.quanta import Quanta

SHORTEST = 0.001
"""The least seconds of training in a turn, where many runs wait."""
ALL_TURNS = 0.025
"""Seconds of training in one turn of each run, so that all visibly move."""
CREDIT = 0.03
"""Seconds that a visitor may have used more than another, and yet comes first, where a change is to be shown."""
MOST_BEGUN = 3
"""The most turns in progress; each holds the activations of its runs."""


class Turn(NamedTuple):
    """Runs that are trained and shown together, and their frames to be sent."""

    members: Sequence[Member]
    job: Job
    frames: list[Frame]


Serve = Callable[[float], Iterator[Frame]]
"""Continue an order or a turn until this time."""


class Turns:
    """See `app.trainer.run_host.RunHost` for `clock` and `working_on`."""

    def __init__(
        self,
        runs: Mapping[str, HostedRun],
        accounts: Accounts,
        clock: Callable[[], float],
        working_on: Callable[[list[str]], None],
    ) -> None:
        self.runs = runs
        self.accounts = accounts
        self.clock = clock
        self.working_on = working_on
        self.now = 0.0
        self.count = 0
        """The number of turns so far."""
        self.steps = 0
        """Steps so far, of all runs together."""
        self.seconds = SLICE
        """Seconds of training in a turn; a run whose frames take long gets enough to keep training's `SHARE`."""
        self.quanta = Quanta()
        """The number of steps of a shape that fit into that time."""
        self.begun: dict[str, Turn] = {}
        """The turns in progress, by the names of their runs."""
        self.orders = Orders(runs, accounts, clock, working_on, self.begun.keys())

    def forget(self, run: str) -> None:
        """Cancel the turn and the orders of a run that is removed."""
        turn = self.begun.pop(run, None)
        if turn is not None and not any(other is turn for other in self.begun.values()):
            turn.job.drop()  # It was the last of its runs.
        self.orders.forget(run)

    def is_busy(self, run: str) -> bool:
        """Whether a run has a turn or an order in progress."""
        return run in self.begun or self.orders.may_obey(run)

    def take(
        self, waiting: Sequence[Member], now: float, between: Callable[[], Iterator[Frame]]
    ) -> Iterator[Frame]:
        """Give a slice, and at least one turn, to the orders and to the `waiting` runs."""
        self.now = now
        queue: list[tuple[tuple[bool, float, int], Serve]] = [
            ((False, account.used, -1), partial(self.orders.obey, run)) for run, account in self.orders.due()
        ]
        queue += [(min(map(rank, turn.members)), partial(self._go_on, turn)) for turn in self._turns()]
        kinds = {member.name if member.hosted.is_heavy else member.hosted.run.shape for member in waiting}
        self.seconds = min(max(ALL_TURNS / max(len(queue) + len(kinds), 1), SHORTEST), SLICE)
        by_name = {member.name: member for member in waiting if self._may_begin(member)}
        queue += [(rank(member), partial(self._begin, member, by_name)) for member in by_name.values()]
        end = self.clock() + SLICE
        queue.sort(key=lambda each: each[0])
        for (absent, used, _), serve in queue:
            least_absent, least, _ = queue[0][0]
            if self.clock() >= end or absent > least_absent or used > least + SLICE:
                break  # The next round serves the visitors again who have used less.
            yield from serve(end)
            yield from between()

    def _begin(self, first: Member, waiting: dict[str, Member], end: float) -> Iterator[Frame]:
        """Begin the turn of a run, together with the `waiting` runs that are alike."""
        if first.name not in waiting:
            return  # The run had its turn together with another.
        alike = self._alike(first, waiting)
        members = [member for member in alike if self._may_begin(member) and self._is_due(member)]
        for member in alike:
            del waiting[member.name]
        if members:
            self.count += 1
            for member in members:
                member.hosted.turns = self.count
            frames: list[Frame] = []
            turn = Turn(members, Job(lambda: self._work(members, frames), self.clock), frames)
            self.begun |= {member.name: turn for member in members}
            yield from self._go_on(turn, end)

    def _turns(self) -> Collection[Turn]:
        """The turns in progress."""
        return {id(turn): turn for turn in self.begun.values()}.values()

    def _may_begin(self, member: Member) -> bool:
        """Whether a run's visitor has no turn in progress, and there is room for another turn."""
        account = member.hosted.account
        accounts = [{each.hosted.account for each in turn.members} for turn in self._turns()]
        rivals = [turn for turn in accounts if any(each.is_present for each in turn) is account.is_present]
        most = MOST_BEGUN if account.is_present else 1
        return len(rivals) < most and not any(account in turn for turn in accounts)

    def _alike(self, first: Member, waiting: dict[str, Member]) -> Sequence[Member]:
        """A run, and the `waiting` runs that can be stacked with it and whose visitors have used hardly more."""
        hosted = first.hosted
        if hosted.is_heavy:
            return [first]
        most = 1.1 * hosted.account.used + SLICE
        kind = self._kind(first)
        alike = [
            member
            for member in waiting.values()
            if self._kind(member) == kind and member.hosted.account.used <= most
        ]
        size = largest_cohort(hosted.run.shape)
        return next(part for part in chunks(alike, size) if first in part)

    def _kind(self, member: Member) -> tuple[object, ...]:
        """The common properties of runs that are stacked."""
        hosted = member.hosted
        steps = hosted.coming(self.quanta.of(hosted))
        return hosted.run.shape, steps, hosted.is_heavy, hosted.account.is_present, member.alone

    def _go_on(self, turn: Turn, end: float) -> Iterator[Frame]:
        """Continue a turn."""
        members, job, frames = turn
        names = [member.name for member in members if self.begun.get(member.name) is turn]
        if not names:
            return
        self.working_on(names)
        with self.accounts.charged([member.hosted.account for member in members]):
            is_over = job.go_on(end)
        self.working_on([])
        if is_over:
            for name in names:
                del self.begun[name]
        yield from frames
        frames.clear()

    def _work(self, members: Sequence[Member], frames: list[Frame]) -> None:
        """The work of a turn: the runs are trained, and shown if that is due."""
        job, first = Job.at_work, members[0].hosted
        assert job is not None
        if isinstance(first, HostedFamily):
            first.prepare()
        iterations = first.coming(self.quanta.of(first))
        if iterations:
            parts = [part for member in members for part in member.hosted.parts]
            for part in parts:
                part.begin_turn()
            self._train(first, parts, iterations, job)
            for part in parts:
                part.in_training = False
            if first not in parts:
                first.note_steps(iterations)
        trained = job.seconds
        was_resting = first.rests
        if not was_resting:
            first.use_savings()
        if first.is_heavy:
            # The evaluation of a heavy run is expensive. It is computed for frames only, if there are watchers.
            members = [member._replace(on_beat=member.on_beat and not first.watchers) for member in members]
        count = 0
        for frame in self._frames(members):
            frames.append(frame)
            count += 1
            pause()
        if first.is_heavy:
            shown = job.seconds - trained
            if count and first.rests_at_all and not was_resting:
                first.rest = REST * shown
            else:
                first.save_up(job.seconds)
                if count:
                    first.frame_seconds = shown
                    first.not_shown_until = self.now + shown
            first.release()

    def _train(self, first: HostedRun, parts: Sequence[HostedRun], iterations: int, job: Job) -> None:
        """Train, and adapt the number of steps in the next turn of the `first` to the measured time."""
        began = job.seconds
        for some in alike(parts):
            train(some, iterations)
        self.steps += iterations * len(parts)
        seconds = max(self.seconds, SHARE / (1 - SHARE) * first.frame_seconds)
        self.quanta.adapt(first, iterations, job.seconds - began, seconds)

    def _frames(self, members: Sequence[Member]) -> Iterator[Frame]:
        """Evaluate the runs of a turn, and yield their frames that are due."""
        first = members[0].hosted
        if not isinstance(first, HostedFamily):
            yield from show_due(members, self.now)
        elif members[0].on_beat or first.due_watchers(self.now):
            yield from show_family(members[0].name, first, self.now, time.time())

    def _is_due(self, member: Member) -> bool:
        """Whether a run is still due as before."""
        name, hosted = member.name, member.hosted
        return self.runs.get(name) is hosted and hosted.plan == member.plan and not self.is_busy(name)


def rank(member: Member) -> tuple[bool, float, int]:
    """A sort key: first by whether the visitor watches, then by use, then by the time since the latest turn. Of equal
    visitors, one whose change is not shown yet comes first."""
    hosted = member.hosted
    ahead = CREDIT if any(watcher.full for watcher in hosted.watchers.values()) else 0.0
    return not hosted.account.is_present, hosted.account.used - ahead, hosted.turns
