"""Guesses are taken before the run starts, and only those that the question can have."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from app.classroom.member import Member
from app.classroom.question import MOST_PLACES, Guess, Question, ToAsk
from app.errors import explain
from tests.app.classroom.test_classroom import refused

ANN, BOB = (Member.new(name, name, "en", 0, waits=False) for name in ("Ann", "Bob"))


def question(kind: str, **fields: Any) -> Question:
    return Question.of(ToAsk.model_validate({"text": "What comes?", "kind": kind, **fields}))


def test_a_number_is_guessed_before_the_start_and_measured_by_the_run() -> None:
    loss = question("number", measure="test_loss")
    loss.guess(ANN, 0.5)
    loss.guess(ANN, 0.25)
    loss.guess(BOB, 1)
    with refused("no-number"):
        loss.guess(BOB, [(0, 0), (1, 1)])
    with refused("not-started"):
        loss.open(0.1)
    loss.start()
    for late in (loss.start, lambda: loss.guess(ANN, 0.1)):
        with pytest.raises(Exception, match="started"):
            late()
    assert loss.shown_to(ANN)["guess"] == 0.25 and "guesses" not in loss.shown()
    assert loss.measured({"test_loss": 0.123456}) == 0.123
    assert loss.measured({"test_loss": float("inf")}) is None
    assert question("number", measure="test_accuracy").measured({"test_accuracy": 0.98765}) == 98.8
    with refused("no-outcome"):
        loss.open(None)
    loss.open(0.123)
    assert (loss.state, loss.outcome) == ("open", 0.123)


def test_a_choice_is_one_of_its_options() -> None:
    choice = question("choice", options=["rises", "falls"])
    choice.guess(ANN, 1)
    for value in (2, -1, 0.5):
        with refused("no-option"):
            choice.guess(BOB, value)
    choice.start()
    with refused("no-option"):
        choice.open(7)
    choice.open(0)
    assert choice.outcome == 0


def test_nobody_can_tell_two_equal_options_apart() -> None:
    with refused("same-option"):
        question("choice", options=["rises", "caf\u00e9  au lait", " cafe\u0301 au lait "])
    assert question("choice", options=["w", "W"]).options == ["w", "W"]
    assert question("number", options=["rises", "rises"]).kind == "number"  # they are not asked
    # A class of a former release may have asked such a question: it opens.
    kept = question("choice", options=["rises", "falls"]).model_dump() | {"options": ["rises", "rises"]}
    assert Question.model_validate(kept).options == ["rises", "rises"]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (10**13, "value is 10,000,000,000,000, but may be 1,000,000,000,000 at most."),
        ("many", "value is 'many', but must be a number."),
        ([[1, 2]], "Draw a line with two corners at least."),
        ([[0, 0], [1, 99]], "value.1.1 is 99, but may be 6 at most."),
    ],
)
def test_what_is_no_guess_is_refused_without_names_of_types(value: object, message: str) -> None:
    with pytest.raises(ValidationError) as raised:
        TypeAdapter(dict[str, Guess]).validate_python({"value": value})
    assert explain(raised.value.errors()).message == message


def test_a_boundary_is_a_line_and_has_no_number() -> None:
    boundary = question("boundary")
    boundary.guess(ANN, [(0, 0), (1, 1)])
    with refused("no-line"):
        boundary.guess(BOB, 3)
    boundary.start()
    boundary.open(None)
    assert boundary.outcome is None and boundary.state == "open"


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "choice", "options": ["only one"]},
        {"kind": "choice", "options": [str(n) for n in range(9)]},
        {"kind": "number", "text": ""},
        {"kind": "number", "text": "x" * 301},
        {"kind": "number", "text": "a\nb"},
        {"kind": "number", "epochs": 0},
        {"kind": "number", "epochs": 10**6},
        {"kind": "number", "unit": "x" * 21},
        {"kind": "number", "measure": "weights"},
        {"kind": "picture"},
    ],
)
def test_a_question_has_bounds(asked: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ToAsk.model_validate({"text": "What comes?", **asked})


def test_a_question_is_stored_with_its_guesses() -> None:
    boundary = question("boundary")
    boundary.guess(ANN, [(0, float(n) / MOST_PLACES) for n in range(MOST_PLACES)])
    assert Question.model_validate(boundary.model_dump(mode="json")) == boundary
