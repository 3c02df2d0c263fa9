"""Data sets of sequences: their labels, their lengths, and what a person types."""

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from engine.array import FLOAT32
from engine.data import dataset_of
from engine.data.adding import Adding
from engine.data.brackets import Brackets, is_balanced
from engine.data.echo import Echo
from engine.data.kinds import described
from engine.data.parity_over_time import ParityOverTime
from engine.data.symbols import Symbols
from engine.data.wave import Wave
from engine.experiment import Experiment
from engine.fault import Fault
from engine.sheets.samples import samples_of


def texts(data: Any, X: Symbols) -> list[str]:
    return ["".join(data.symbols[code - 1] for code in row if code) for row in X.codes.T]


def test_the_codes_of_symbols_are_one_hot_and_none_is_zeros() -> None:
    codes = np.array([[1, 3], [2, 0]], np.uint8)
    X = Symbols(codes, 3, FLOAT32)[:, :2].reshape(3, 2, 2)
    assert X[:, :, 0].T.tolist() == [[1, 0, 0], [0, 1, 0]]
    assert X[:, :, 1].T.tolist() == [[0, 0, 1], [0, 0, 0]]


def test_parity_is_that_of_the_bits_so_far() -> None:
    data = ParityOverTime(steps=6, samples=20)
    dataset = dataset_of(data)
    for text, labels in zip(texts(data, dataset.X_train), dataset.labels_train.T, strict=True):
        assert labels.tolist() == [text[: step + 1].count("1") % 2 for step in range(6)]
    last = dataset_of(data.model_copy(update={"answers": "last"}))
    np.testing.assert_array_equal(last.labels_train[0], dataset.labels_train[-1])


def test_an_echo_is_what_was_heard_before() -> None:
    data = Echo(steps=7, delay=3, samples=20)
    dataset = dataset_of(data)
    for text, labels in zip(texts(data, dataset.X_test), dataset.labels_test.T, strict=True):
        assert labels[:3].tolist() == [-1, -1, -1]
        assert "".join(data.symbols[int(label)] for label in labels[3:]) == text[:4]


def test_two_numbers_are_added() -> None:
    X = dataset_of(Adding(steps=9, samples=30)).X_train.reshape(2, 9, -1)
    assert (X[1].sum(axis=0) == 2).all() and (X[1, :4].sum(axis=0) == 1).all()
    labels = dataset_of(Adding(steps=9, samples=30)).labels_train[0]
    np.testing.assert_allclose((X[0] * X[1]).sum(axis=0), labels, rtol=1e-6)


@pytest.mark.parametrize("pairs", [1, 2])
def test_brackets_are_balanced_or_not(pairs: int) -> None:
    data = Brackets(steps=10, pairs=pairs, samples=300)
    dataset = dataset_of(data)
    found = texts(data, dataset.X_train)
    assert dataset.labels_train[0].tolist() == [is_balanced(text) for text in found]
    assert 0.4 < dataset.labels_train.mean() < 0.6
    assert {len(text) for text in found} == {2, 4, 6, 8, 10}
    assert is_balanced("([])") == is_balanced("()[]") != is_balanced("([)]")


def test_the_label_of_a_wave_is_its_next_value() -> None:
    dataset = dataset_of(Wave(steps=9, samples=20))
    np.testing.assert_array_equal(dataset.X_train[1:], dataset.labels_train[:-1])


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Type a sequence first"),
        ("  ", "Type a sequence first"),
        ("01010", "4 steps at most: this one has 5"),
        ("012", "The symbols are 0 1: 2 is none of them"),
    ],
)
def test_what_is_typed_is_refused_in_words(typed: str, words: str) -> None:
    with pytest.raises(Fault, match=words):
        ParityOverTime(steps=4).read(typed)


def test_what_is_typed_is_read_without_blanks_and_may_be_shorter() -> None:
    assert ParityOverTime(steps=4).read(" 0 1\n1").T.tolist() == [[1, 2, 2, 0]]


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"kind": "echo", "steps": 5, "delay": 5}, "no echo"),
        ({"kind": "echo", "steps": 61}, "less than or equal to 60"),
        ({"kind": "parity_over_time", "steps": 3}, "greater than or equal to 4"),
        ({"kind": "wave", "standardize": True}, "False"),
        ({"kind": "brackets", "samples": 20_000}, "less than or equal to 10000"),
    ],
)
def test_bounds(fields: dict[str, Any], where: str) -> None:
    with pytest.raises(ValidationError, match=where):
        described(fields)


@pytest.mark.parametrize(
    ("data", "columns", "row"),
    [
        (Brackets(samples=10, steps=4), ["step_1", "step_2", "step_3", "step_4", "label"], 5),
        (
            Wave(samples=10, steps=4),
            [*(f"step_{n}" for n in range(1, 5)), *(f"label_{n}" for n in range(1, 5))],
            8,
        ),
        (
            Adding(samples=10, steps=4),
            [f"number_{k}_{n}" for k in (1, 2) for n in range(1, 5)] + ["label"],
            9,
        ),
    ],
)
def test_the_sheet_of_the_samples_has_a_column_for_each_step(data: Any, columns: list[str], row: int) -> None:
    sheet = samples_of(data, FLOAT32)
    assert sheet[0] == ["split", *columns]
    rows = [*sheet[1]]
    assert len(rows) == 10 and all(len(each) == row + 1 for each in rows)


@pytest.mark.parametrize(
    ("data", "typed", "like"),
    [
        ({"kind": "brackets"}, "（ ）", "()"),
        ({"kind": "parity_over_time"}, "１０\u200b１", "101"),
        ({"kind": "translation", "samples": 100}, "ＦＯＵＲ hundred", "four hundred"),
    ],
)
def test_what_is_typed_with_other_keyboards_is_read(data: dict[str, Any], typed: str, like: str) -> None:
    found = Experiment().changed({"data": data}).data
    np.testing.assert_array_equal(found.read(typed), found.read(like))


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "brackets"},
        {"kind": "pairs"},
        {"kind": "translation"},
        {"kind": "translation", "direction": "to_words"},
    ],
)
def test_the_symbols_that_one_may_type_are_those_that_are_read(data: dict[str, Any]) -> None:
    found = Experiment().changed({"data": data}).data
    assert found.symbols and found.typed_symbols
    end = found.typed_symbols[-1]
    for symbol in found.symbols:
        if symbol in found.typed_symbols:
            found.read(end + symbol + end)
        else:
            with pytest.raises(Fault, match="none of them"):
                found.read(end + symbol + end)


@pytest.mark.parametrize(
    ("typed", "named"), [("(😀", "😀"), ("(\u0301", "COMBINING ACUTE ACCENT"), ("\u200b", "")]
)
def test_a_sign_that_is_no_symbol_is_named_also_where_it_is_not_seen(typed: str, named: str) -> None:
    with pytest.raises(Fault) as refused:
        Experiment().changed({"data": {"kind": "brackets"}}).data.read(typed)
    assert refused.value.values.get("unknown", "") == named
