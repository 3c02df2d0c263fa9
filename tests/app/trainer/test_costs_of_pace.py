"""What the pace and the shares cost and say, by a clock that moves as work is done."""

import pytest

from app.trainer.pace import OF_LATE, SHARE, Share
from tests.app.trainer.work import HEAVY, Work

STEP, SHOW = 0.0002, 0.0015
RUNS = [str(number) for number in range(20)]
"""At 500 steps a second each, they would take twice the time that there is, and their frames three fifths of it."""


@pytest.fixture
def crowded(work: Work) -> Work:
    """A host that is too small for its light runs, once it has found its pace."""
    work.step[False], work.show[False] = STEP, SHOW
    for number, name in enumerate(RUNS):
        work.begin(name, name, {"training": {"seed": number}}, 500.0)
    work.live(6.0)
    return work


def test_a_crowded_host_gives_training_its_share_and_shows_all_frames(crowded: Work) -> None:
    before = {name: crowded.steps(name) for name in RUNS}
    crowded.longest = 0.0
    came = crowded.live(4.0)
    steps = [crowded.steps(name) - before[name] for name in RUNS]
    assert max(steps) - min(steps) <= 1
    assert sum(steps) * STEP / 4 == pytest.approx(SHARE, abs=0.07)
    assert min(map(len, came.values())) >= 19 * 4 and crowded.longest < 0.1
    for name, taken in zip(RUNS, steps, strict=True):
        assert crowded.host.snapshot(name)["pace"] == pytest.approx(taken / (4 * 500), rel=0.05)


def test_a_run_that_stays_behind_alone_has_its_whole_speed_again_and_says_so(crowded: Work) -> None:
    for name in RUNS[1:]:
        crowded.do(name, "pause")
    crowded.live(6.0)
    before = crowded.steps("0")
    crowded.live(2.0)
    assert crowded.steps("0") - before == pytest.approx(2 * 500, rel=0.02)
    assert crowded.host.snapshot("0")["pace"] == pytest.approx(1, abs=0.01)
    assert crowded.host.rounds.pace.own == crowded.host.rounds.pace.detail == 1


def test_where_frames_alone_take_too_long_maps_become_coarser_and_training_keeps_its_share(
    work: Work,
) -> None:
    work.step[False], work.show[False] = STEP, 0.004
    for name in RUNS:
        work.begin(name, name, {}, 500.0)
    work.live(6.0)
    before = {name: work.steps(name) for name in RUNS}
    came = work.live(4.0)
    steps = [work.steps(name) - before[name] for name in RUNS]
    assert sum(steps) * STEP / 4 == pytest.approx(SHARE, abs=0.07) and max(steps) - min(steps) <= 1
    assert work.host.rounds.pace.detail == 0.5
    frames = [len(each) for each in came.values()]
    assert max(frames) - min(frames) <= 1 and min(frames) >= 4 * 0.9 * (1 - SHARE) / (20 * 0.004)


def test_a_machine_that_was_asleep_catches_up_with_little_and_says_what_is_missing(work: Work) -> None:
    work.begin("a", "a", {}, 500.0)
    work.live(2.0)
    before = work.steps("a")
    work.now += 60.0
    work.live(0.05)
    assert work.steps("a") - before <= 0.5 * 500
    assert work.host.snapshot("a")["pace"] < 0.05
    work.live(8.0)
    assert work.host.snapshot("a")["pace"] == pytest.approx(1, abs=0.01)
    assert work.steps("a") - before == pytest.approx(8 * 500, rel=0.05)


def test_all_that_is_done_is_charged_once_to_those_for_whom_it_is_done(work: Work) -> None:
    work.step[False], work.step[True] = 0.0001, 0.002
    for number in range(3):
        work.begin(f"light {number}", "one", {}, 500.0)
    work.begin("heavy", "two", HEAVY, None)
    work.begin("fast", "three", {}, None)
    accounts = work.host.rounds.accounts
    worked = dict.fromkeys(("one", "two", "three"), 0.0)
    for _ in range(300):
        used = {name: accounts.of(name).used for name in worked}
        began, last = work.now, accounts._now
        list(work.host.advance(began))
        left = 1.0 if last is None else 0.5 ** (began - last)
        added = {name: accounts.of(name).used - left * used[name] for name in worked}
        assert sum(added.values()) == pytest.approx(work.now - began, abs=1e-9)
        assert min(added.values()) > -1e-9
        worked = {name: worked[name] + added[name] for name in worked}
        work.now += 0.0005
    assert min(worked.values()) > 0


@pytest.mark.parametrize("beat", [0.01, 0.05, 0.2])
def test_a_share_forgets_by_time_and_not_by_how_often_it_is_told(beat: float) -> None:
    share = Share()
    share.begin(10.0)
    now = 10.0

    def go_on(seconds: float, given: float) -> None:
        nonlocal now
        for _ in range(round(seconds / beat)):
            now += beat
            share.note(now, given * beat)

    assert share.given == 1
    go_on(4, given=0.25)
    assert share.given == pytest.approx(0.25, abs=0.01)
    go_on(2 * OF_LATE, given=1)
    assert share.given == pytest.approx(1 - 0.75 / 4, abs=0.02)
    go_on(4, given=1)
    assert share.given == pytest.approx(1, abs=0.01)
    share.note(now + 1, 5.0)  # more than passed is caught up with, and not to one's credit
    assert share.given <= 1
