"""n-bit parity: every bit counts, and networks deep and narrow, or shallow and wide, learn it all the same."""

from typing import Any

import numpy as np
import pytest

from engine.cohort import Cohort
from engine.data import dataset_of
from engine.data.parity import Parity
from engine.experiment import Experiment
from engine.run import Run


@pytest.mark.parametrize("bits", [2, 5, 8])
def test_the_table_has_every_row_and_flipping_any_bit_flips_the_class(bits: int) -> None:
    data = Parity(bits=bits)
    dataset = dataset_of(data)
    assert data.is_table and data.n_train == data.n_test == 2**bits
    table, labels = np.asarray(dataset.X_train[:, :]), dataset.labels_train[0]
    np.testing.assert_array_equal(dataset.X_test[:, :], table)
    assert len(np.unique(table, axis=1).T) == 2**bits
    numbers = (2 ** np.arange(bits)[::-1]) @ table
    assert numbers.tolist() == list(range(2**bits))
    for bit in range(bits):
        flipped = np.arange(2**bits) ^ (1 << bit)
        np.testing.assert_array_equal(labels[flipped], 1 - labels)


@pytest.mark.parametrize(
    ("network", "steps"),
    [({"hidden": [20]}, 1500), ({"hidden": [5, 4, 3, 2]}, 2500)],
    ids=["shallow and wide", "deep and narrow"],
)
def test_four_bits_are_learned_deep_and_narrow_and_shallow_and_wide(
    network: dict[str, Any], steps: int
) -> None:
    learner = Experiment().changed(
        {
            "data": {"kind": "parity", "standardize": True},
            "network": {"activation": "tanh", **network},
            "objective": {"loss": "cross_entropy"},
            "optimizer": {"kind": "adam", "learning_rate": 0.01},
            "training": {"batch_size": 16},
        }
    )
    runs = [Run(learner.changed({"training": {"seed": seed}})) for seed in range(8)]
    cohort = Cohort(runs)
    cohort.train(steps)
    learned = [evaluation.train_accuracy == 1 for evaluation in cohort.evaluate()]
    assert sum(learned) >= 4


def test_no_line_separates_it() -> None:
    run = Run(Experiment().changed({"data": {"kind": "parity"}, "network": {"hidden": []}}))
    Cohort([run]).train(2000)
    [evaluation] = Cohort([run]).evaluate()
    assert evaluation.train_accuracy is not None and evaluation.train_accuracy < 0.8
