"""What the numbers of an exported network stand for is told as they are read and written."""

from typing import Any

import numpy as np
import pytest

from engine.data import tables
from engine.data.tables import Content
from engine.experiment import Experiment
from engine.meaning import meaning_of

ID = "0123456789abcdef" * 2
ROWS = 60
VALUES = np.stack(
    [np.arange(ROWS) % modulus + offset for modulus, offset in ((50, 100), (2, 0), (3, 0), (40, 7), (2, 5))]
).astype(np.float32)
CONTENT = Content(
    ("身高", "smoker", "kind", "price", "grade"),
    (None, ("no", "yes"), ("flat", "hut", "tower"), None, None),
    VALUES,
)


def table(**chosen: Any) -> dict[str, Any]:
    tables.add(ID, CONTENT)
    return {"kind": "table", "table": {"id": ID, "rows": ROWS, **chosen}}


def told(**experiment: Any) -> list[str]:
    return meaning_of(Experiment().changed(experiment))


def test_columns_and_classes_have_their_names() -> None:
    data = table(inputs=(3, 0, 1), label=2, classes=3)
    assert told(data=data, objective={"loss": "softmax"}) == [
        "The inputs are, in this order: price, 身高, smoker (0 for no, 1 for yes).",
        "The answers are, in this order, for the classes: flat, hut, tower.",
    ]
    grades = table(inputs=(0,), label=4, classes=2)
    assert told(data=grades)[1] == "The larger the answer, the more it speaks for 6, and the less for 5."


def test_predicted_numbers_have_the_names_of_their_columns() -> None:
    data = table(inputs=(0,), label=3, classes=0, more_labels=[{"column": 4, "classes": 0}])
    assert told(data=data)[1] == "The answers are, in this order: price, grade."


@pytest.mark.parametrize(
    ("experiment", "sentences"),
    [
        (
            {"data": {"kind": "digits", "digits": (3, 5, 8)}, "objective": {"loss": "softmax"}},
            [
                "The inputs are pixels from 0 to 1: where a file has 0 to 255, divide by 255.",
                "The answers are, in this order, for the classes: 3, 5, 8.",
            ],
        ),
        (
            {"data": {"kind": "digits"}, "objective": {"heads": [{"targets": {"kind": "input"}}]}},
            [
                "The inputs are pixels from 0 to 1: where a file has 0 to 255, divide by 255.",
                "The answers are the inputs, reconstructed.",
            ],
        ),
        ({}, ["The larger the answer, the more it speaks for 1, and the less for 0."]),
        ({"data": {"kind": "sine"}}, []),
        (
            {"data": {"kind": "echo"}, "objective": {"loss": "softmax"}},
            [
                "At each step, the input of the symbol is 1, and the others are 0: a, b, c, d.",
                "The answers at each step are, in this order, for the classes: a, b, c, d.",
            ],
        ),
    ],
)
def test_what_is_not_a_column_is_told_by_its_kind(experiment: dict[str, Any], sentences: list[str]) -> None:
    assert told(**experiment) == sentences
