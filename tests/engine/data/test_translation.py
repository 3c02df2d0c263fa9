"""Translation of numbers: both languages, samples, and a network that writes what it has learned."""

import numpy as np
import pytest

from engine.cohort import Cohort
from engine.data import dataset_of
from engine.data.number_words import LARGEST, in_numerals, in_words
from engine.data.translation import Translation, alphabets, pairs
from engine.experiment import Experiment
from engine.fault import Fault
from engine.probes.sequence import first_answered, written_on
from engine.run import Run

KNOWN = {
    7: ("seven", "七"),
    10: ("ten", "十"),
    15: ("fifteen", "十五"),
    42: ("forty two", "四十二"),
    100: ("one hundred", "一百"),
    110: ("one hundred and ten", "一百一十"),
    407: ("four hundred and seven", "四百零七"),
    1000: ("one thousand", "一千"),
    1010: ("one thousand and ten", "一千零一十"),
    2005: ("two thousand and five", "二千零五"),
    3300: ("three thousand three hundred", "三千三百"),
    9999: ("nine thousand nine hundred and ninety nine", "九千九百九十九"),
}


@pytest.mark.parametrize("number", KNOWN)
def test_numbers_are_written_in_both_languages(number: int) -> None:
    assert (in_words(number), in_numerals(number)) == KNOWN[number]


def test_no_two_numbers_are_written_alike() -> None:
    assert len({*pairs("to_numerals")}) == LARGEST
    assert all(len({side[n] for side in pairs("to_words")}) == LARGEST for n in (0, 1))


@pytest.mark.parametrize("direction", ["to_numerals", "to_words"])
def test_a_sample_asks_for_the_translation_from_the_sign_on(direction: str) -> None:
    data = Translation.model_validate({"direction": direction, "samples": 50})
    dataset, known = dataset_of(data), dict(pairs(data.direction))
    for codes, labels in zip(dataset.X_train.codes.T, dataset.labels_train.T, strict=True):
        text = "".join(data.symbols[code - 1] for code in codes if code)
        source, target = text.split(Translation.asks)
        assert known[source] == target
        asked = labels[labels >= 0]
        assert "".join(data.class_names[int(label)] for label in asked) == target + Translation.ends
        assert np.flatnonzero(labels >= 0)[0] == len(source)
    seen = {codes.tobytes() for codes in dataset.X_train.codes.T}
    assert not seen & {codes.tobytes() for codes in dataset.X_test.codes.T}


def test_typed_words_are_read_in_any_case_and_refused_in_words() -> None:
    data = Translation()
    text = "".join(data.symbols[code - 1] for code in data.read("  Four  hundred AND seven ")[:, 0] if code)
    assert text == "four hundred and seven="
    for typed, words in (
        ("", "Type a sequence"),
        ("for 7", "7 is none of them"),
        ("four" * 20, "steps at most"),
    ):
        with pytest.raises(Fault, match=words):
            data.read(typed)


def test_a_network_writes_its_own_answers_on_and_is_right_where_all_of_them_are() -> None:
    """Exact match under teacher forcing is exact match without help: both read the same up to the first mistake."""
    experiment = Experiment().changed(
        {
            "data": {"kind": "translation", "direction": "to_words", "samples": 300, "test_share": 0.1},
            "network": {"layers": [{"kind": "gru", "units": 24, "returns": "every_step"}]},
            "objective": {"loss": "softmax"},
            "optimizer": {"kind": "adam", "learning_rate": 0.02},
            "training": {"batch_size": 30},
        }
    )
    run = Run(experiment)
    cohort = Cohort([run])
    cohort.train(250)
    data, dataset = experiment.data, run.dataset
    X, Y = dataset.X_train[:, :40], np.asarray(run.Y_train[:, :40])
    helped = run.heads[0].loss.hits(cohort.predict(X[np.newaxis]), Y[np.newaxis])[0]
    n, T = data.shape_in
    for sample in range(40):
        bare = X[:, [sample]].reshape(n, T).copy()
        first = first_answered(run, X[:, [sample]])
        bare[:, first + 1 :] = 0
        alone = written_on(cohort, 0, bare.reshape(-1, 1))
        assert helped[sample] == (alone == X[:, [sample]]).all()
    assert alphabets("to_words")[1][0] == " "
