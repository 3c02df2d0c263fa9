"""A person's own pairs: their letters are the symbols, a part is kept for the test, and each bound has its sentence."""

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from engine.array import FLOAT32
from engine.data.kinds import described
from engine.data.own_pairs import MOST_IN_ALL, OwnPairs
from engine.experiment import Experiment
from engine.fault import Fault

SUMS = [(f"{a}+{b}", f"{a + b}") for a in range(4) for b in range(4)]


def data(pairs: Any, **more: Any) -> OwnPairs:
    found = described({"kind": "pairs", "texts": pairs, **more})
    assert isinstance(found, OwnPairs)
    return found


def test_the_letters_of_the_texts_are_the_symbols_and_those_of_the_answers_the_classes() -> None:
    found = data(SUMS)
    assert found.symbols == (*"+0123456", "→") and found.class_names == (*"0123456", "■")
    assert found.shape_in == (9, 5) and found.n_classes == 8
    # A letter of texts and answers is one symbol: what is written is read on as what was read.
    assert found.as_input(3) == found.symbols.index("3") + 1
    assert found.as_input(7) is None


def test_each_pair_is_a_sample_and_a_part_is_kept_for_the_test() -> None:
    found = data(SUMS, test_share=0.25, validation_share=0.25)
    dataset = found.dataset(FLOAT32)
    sizes = [X.shape[1] for X in (dataset.X_train, dataset.X_validation, dataset.X_test)]
    assert sizes == [8, 4, 4]
    read = set()
    for X, labels in (
        (dataset.X_train, dataset.labels_train),
        (dataset.X_validation, dataset.labels_validation),
        (dataset.X_test, dataset.labels_test),
    ):
        for sample, codes in enumerate(np.asarray(X).reshape(9, 5, -1).transpose(2, 1, 0)):
            text = "".join(found.symbols[step.argmax()] for step in codes if step.any())
            source, answer = text.split("→")
            asked = [int(label) for label in labels[:, sample] if label >= 0]
            assert "".join(found.class_names[label] for label in asked) == answer + "■"
            assert labels[len(source), sample] >= 0 > labels[len(source) - 1, sample]
            read.add((source, answer))
    assert read == set(SUMS)


def test_a_typed_text_is_read_in_its_letters_alone() -> None:
    found = data(SUMS)
    codes = found.read(" 2+1 ")
    assert [found.symbols[code - 1] for code in codes[:, 0] if code] == [*"2+1→"]
    for text, words in (
        ("2+9", "9 is none of them"),
        ("12+33", "3 steps at most"),
        ("  ", "Type a sequence"),
    ):
        with pytest.raises(Fault, match=words):
            found.read(text)


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        (SUMS[:3], "at least 10 items"),
        ([("a", "b")] * 501, "at most 500 items"),
        ([*SUMS, ("", "1")], "at least 1 character"),
        ([*SUMS, ("1" * 41, "1")], "at most 40 characters"),
        ([*SUMS, ("1+ ", "1")], "Pair 17 has blanks at an end"),
        ([*SUMS, ("1\x00", "1")], "signs that are no letters"),
        ([*SUMS, ("1→2", "1")], "Pair 17 has →"),
        ([("a", chr(0x4E00 + nth) * 9) for nth in range(101)], "102 different letters: 100 at most"),
        ([("a" * 40, "b" * 40)] * (MOST_IN_ALL // 80 + 1), "letters in all"),
        ([*SUMS, ("1", "2", "3")], "at most 2 items"),
    ],
)
def test_every_bound_has_its_sentence(pairs: Any, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Experiment().changed({"data": {"kind": "pairs", "texts": pairs}, "objective": {"loss": "softmax"}})


def test_the_first_pairs_are_nouns_and_their_plurals() -> None:
    assert dict(data(OwnPairs.model_fields["texts"].default).texts)["peach"] == "peaches"
