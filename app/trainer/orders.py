"""Orders: work on a run that may take long, such as a reset, a change or a check, is a job and has slices of its own.

The orders of a run are carried out one after the other. What does not fit into a slice is resumed in a later round,
in turns with the runs that train (see `app.trainer.turns`).
"""

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple

from app.frames.frame import Frame
from app.trainer.accounts import Account, Accounts
from app.trainer.hosted_run import HostedRun
from app.trainer.job import Job

SLICE = 0.008
"""Seconds of a slice, between which light runs and commands have their turn."""
ANOTHERS_SLICE = 0.1
"""Seconds of the first slice of what another orders. On a busy machine most of them are not the host's, and what is cut
short is continued a round at a time: a change that is pushed to a hundred runs then takes a hundred rounds."""


class Order(NamedTuple):
    """Work on a run, and the account that pays for it."""

    account: Account
    job: Job
    is_of_goal: bool = False
    """Whether it waits until a run that is on its way to a moment of its past has arrived."""


class Orders:
    """See `app.trainer.run_host.RunHost` for `clock` and `working_on`; `in_turn` are the runs that have a turn in
    progress."""

    def __init__(
        self,
        runs: Mapping[str, HostedRun],
        accounts: Accounts,
        clock: Callable[[], float],
        working_on: Callable[[list[str]], None],
        in_turn: Collection[str],
    ) -> None:
        self.runs = runs
        self.accounts = accounts
        self.clock = clock
        self.working_on = working_on
        self.in_turn = in_turn
        self.by_run: dict[str, deque[Order]] = {}
        """The orders of each run, the next one first. The run has no turn before they are done, unless they wait until
        it has arrived."""

    def add(
        self,
        run: str,
        account: Account,
        work: Callable[[], object],
        *,
        is_long: bool,
        is_anothers: bool = False,
        is_of_goal: bool = False,
    ) -> None:
        """Carry out work on a run: at once, unless it may take long and its visitor has used much, or the run has other
        orders in progress. What is `is_of_goal` waits while the run is on its way there, in turns as ever. What
        `is_anothers` order, such as a teacher's, does not wait for what the visitor has used: it is begun at once."""
        if not is_long and run not in self.by_run:
            with self.accounts.charged([account]):
                work()
            return
        orders = self.by_run.setdefault(run, deque())
        orders.append(Order(account, Job(work, self.clock), is_of_goal))
        is_next = len(orders) == 1 and run not in self.in_turn and not self.is_waiting(run)
        if is_next and (is_anothers or self.accounts.is_modest(account)):
            self.obey(run, self.clock() + (ANOTHERS_SLICE if is_anothers else SLICE))

    def forget(self, run: str) -> None:
        """Cancel the orders of a run that is removed."""
        for order in self.by_run.pop(run, ()):
            order.job.drop()

    def due(self) -> Iterator[tuple[str, Account]]:
        """The runs whose next order can be carried out now, and the accounts that pay for it."""
        for run, orders in self.by_run.items():
            if run not in self.in_turn and self.may_obey(run):
                yield run, orders[0].account

    def may_obey(self, run: str) -> bool:
        """Whether a run has an order that can be carried out now, or is."""
        return run in self.by_run and not self.is_waiting(run)

    def is_waiting(self, run: str) -> bool:
        """Whether the next order of a run waits until the run has arrived."""
        hosted = self.runs.get(run)
        if hosted is None or run not in self.by_run:
            return False
        return hosted.is_on_its_way and self.by_run[run][0].is_of_goal

    def obey(self, run: str, end: float) -> Iterator[Frame]:
        """Continue the orders of a run."""
        while self.may_obey(run) and self.clock() < end:
            account, job, _ = self.by_run[run][0]
            self.working_on([run])
            with self.accounts.charged([account]):
                if not job.go_on(end):
                    break
            self.by_run[run].popleft()
            if not self.by_run[run]:
                del self.by_run[run]
        self.working_on([])
        return iter(())
