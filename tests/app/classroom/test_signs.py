"""The signs of tiles, by their written rules."""

from typing import Any

from app.classroom.signs import AWAY_SECONDS, STUCK_STEPS, Fall, Sign, sign_of


def sign(state: str = "playing", fall: Fall | None = None, met: tuple[str, ...] = (), **marks: Any) -> Sign:
    frame = {"state": state, "met": list(met)}
    return sign_of(frame, fall or Fall(), **{"hand": False, "done": False, "away": 0.0, **marks})


def test_the_most_urgent_sign_is_shown() -> None:
    assert sign() is Sign.WELL
    assert sign("diverged") is Sign.DIVERGED
    assert sign("diverged", away=AWAY_SECONDS) is Sign.AWAY
    assert sign("paused", met=("stop_loss",)) is Sign.DONE
    assert sign("diverged", done=True, away=AWAY_SECONDS, hand=True) is Sign.HAND
    assert sign_of(None, Fall(), hand=False, done=False, away=0.0) is Sign.WELL


def test_a_loss_that_falls_no_more_is_stuck_while_it_plays() -> None:
    fall = Fall()
    fall.note(0, 0.5)
    fall.note(STUCK_STEPS - 1, 0.4951)  # Less than a hundredth below.
    assert not fall.is_over
    fall.note(STUCK_STEPS, 0.4951)
    assert fall.is_over and sign(fall=fall) is Sign.STUCK and sign("paused", fall=fall) is Sign.WELL
    fall.note(STUCK_STEPS + 10, 0.49)
    assert not fall.is_over


def test_a_run_that_begins_anew_is_not_stuck() -> None:
    fall = Fall()
    fall.note(0, 0.1)
    fall.note(5000, 0.2)
    assert fall.is_over
    fall.note(0, 0.7)
    assert not fall.is_over
    fall.note(10, None)
    assert not fall.is_over


def test_a_run_under_another_loss_is_not_stuck() -> None:
    fall, squared, cross_entropy = Fall(), object(), object()
    fall.under(squared)
    fall.note(1000, 0.0002)
    fall.under(cross_entropy)
    fall.note(1000, 0.06)
    fall.note(1000 + STUCK_STEPS, 0.03)
    assert not fall.is_over
    fall.under(cross_entropy)
    fall.note(1000 + 2 * STUCK_STEPS, 0.03)
    assert fall.is_over
