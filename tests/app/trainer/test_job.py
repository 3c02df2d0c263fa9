"""A job stands still at its pauses and goes on, by a fake clock."""

import pytest

from app.trainer.job import Job
from engine.pauses import pause


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def pieces(clock: Clock, done: list[int]) -> None:
    for piece in range(4):
        clock.now += 1
        done.append(piece)
        pause()


def test_it_stands_still_at_the_first_pause_after_its_end(clock: Clock) -> None:
    done: list[int] = []
    job = Job(lambda: pieces(clock, done), clock)
    assert not job.has_begun and not job.go_on(1.5) and done == [0, 1]
    clock.now += 100  # others are at work meanwhile, who pause for nobody
    pause()
    assert not job.go_on(101) and done == [0, 1, 2] and job.seconds == 3
    assert job.go_on(1000) and done == [0, 1, 2, 3] and job.seconds == 4


def test_what_it_raises_is_raised_where_it_goes_on(clock: Clock) -> None:
    def work() -> None:
        pieces(clock, [])
        raise ValueError("it fails")

    job = Job(work, clock)
    assert not job.go_on(0)
    with pytest.raises(ValueError, match="it fails"):
        job.go_on(1000)


def test_one_that_is_dropped_ends_at_its_pause(clock: Clock) -> None:
    done: list[int] = []
    ended = []

    def work() -> None:
        try:
            pieces(clock, done)
        finally:
            ended.append(True)

    job = Job(work, clock)
    job.go_on(0)
    job.drop()
    assert done == [0] and ended
