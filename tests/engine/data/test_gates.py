"""Truth tables are all their rows, once for every set, and a single neuron learns all gates but XOR."""

import numpy as np
import pytest

from engine.cohort import Cohort
from engine.data import dataset_of
from engine.data.kinds import described
from engine.experiment import Experiment
from engine.run import Run

OUTCOMES = {
    "and_gate": [0, 0, 0, 1],
    "or_gate": [0, 1, 1, 1],
    "nand_gate": [1, 1, 1, 0],
    "xor_gate": [0, 1, 1, 0],
    "not_gate": [1, 0],
}


def of_gate(kind: str, **data: object) -> dict[str, object]:
    return {"kind": kind, "features": ["x1"] if kind == "not_gate" else ["x1", "x2"], **data}


@pytest.mark.parametrize("kind", OUTCOMES)
def test_the_rows_count_up_and_are_every_set(kind: str) -> None:
    data = described(of_gate(kind, samples=700, noise=50, seed=3, validation_share=0.2))
    dataset = dataset_of(data)
    n = len(dataset.points)
    rows = [[int(bit) for bit in f"{row:0{n}b}"] for row in range(2**n)]
    assert dataset.points.T.tolist() == rows
    assert dataset.labels.tolist() == [OUTCOMES[kind]]
    assert data.n_train == data.n_validation == data.n_test == data.n_samples == len(rows)
    for X, labels in (
        (dataset.X_train, dataset.labels_train),
        (dataset.X_validation, dataset.labels_validation),
        (dataset.X_test, dataset.labels_test),
    ):
        np.testing.assert_array_equal(X, dataset.points)
        np.testing.assert_array_equal(labels, dataset.labels)


@pytest.mark.parametrize("kind", OUTCOMES)
@pytest.mark.parametrize("hidden", [[], [4]])
def test_one_neuron_learns_every_gate_but_xor(kind: str, hidden: list[int]) -> None:
    experiment = Experiment().changed(
        {
            "data": of_gate(kind),
            "network": {"hidden": hidden},
            "objective": {"loss": "cross_entropy"},
            "optimizer": {"learning_rate": 1},
            "training": {"batch_size": 2},
        }
    )
    cohort = Cohort([Run(experiment)])
    cohort.train(2000)
    [found] = cohort.evaluate()
    assert (found.train_accuracy == 1) == (kind != "xor_gate" or bool(hidden))
