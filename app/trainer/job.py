"""A job is long work that is done in slices: it is interrupted at one of its pauses, and resumed later.

It has a thread of its own for its stack, but only one thread runs at a time: the caller that resumes a job waits until
the job's slice is over.
"""

import os
import threading
from collections.abc import Callable
from typing import ClassVar

from engine.pauses import at_pauses

os.environ["MALLOC_ARENA_MAX"] = "1"
"""Threads that never run at the same time need no heap each; training processes inherit this on Linux."""


class Dropped(BaseException):
    """Raised in a job at its pause, when its result is no longer needed."""


class Job:
    """`clock` measures the duration of the work."""

    at_work: ClassVar["Job | None"] = None
    """The job whose slice is running."""

    def __init__(self, work: Callable[[], object], clock: Callable[[], float]) -> None:
        self.clock = clock
        self.has_begun = False
        self._work = work
        self._is_done = self._is_dropped = False
        self._failure: BaseException | None = None
        self._turn, self._rest = threading.Semaphore(0), threading.Semaphore(0)
        """Released when a slice begins, and when it is over."""
        self._began = self._end = 0.0
        """Begin and end of this slice."""
        self._before = 0.0
        """Seconds of the slices before it."""

    @property
    def seconds(self) -> float:
        """The seconds that the job has used so far."""
        return self._before + (self.clock() - self._began if Job.at_work is self else 0.0)

    def go_on(self, end: float) -> bool:
        """Work up to the first pause after `end` on the clock; whether the job is done. Exceptions of the work are
        raised."""
        Job.at_work = self
        self._end, self._began = end, self.clock()
        if self.has_begun:
            self._turn.release()
        else:
            self.has_begun = True
            threading.Thread(target=self._live, daemon=True).start()
        self._rest.acquire()
        self._before, Job.at_work = self.seconds, None
        if self._failure is not None:
            raise self._failure
        return self._is_done

    def drop(self) -> None:
        """Cancel the job: its work ends at its pause, or at its first one."""
        self._is_dropped = True
        self.go_on(self.clock())

    def pause(self) -> None:
        """Interrupt the work, if this slice is over."""
        if self.clock() >= self._end and not self._is_dropped:
            self._rest.release()
            self._turn.acquire()
        if self._is_dropped:
            raise Dropped

    def _live(self) -> None:
        try:
            self._work()
        except Dropped:
            pass
        except BaseException as failure:
            self._failure = failure
        self._is_done = True
        self._rest.release()


def pause() -> None:
    if Job.at_work is not None:
        Job.at_work.pause()


at_pauses(pause)
