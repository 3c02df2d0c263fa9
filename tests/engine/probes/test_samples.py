"""Where there is no plane, maps are over samples, and say what the network says to each."""

import numpy as np
import pytest

from engine.cohort import Cohort
from engine.data.parity import Parity
from engine.experiment import Experiment
from engine.probes.boundary import boundary
from engine.probes.samples import EMPTY, cell_inputs, cell_labels, cells, pixels_of, sample_inputs
from engine.run import Run

DIGITS = Experiment().changed(
    {
        "data": {"kind": "digits", "side": 8, "samples": 1200, "test_share": 0.25},
        "network": {"hidden": [20, 3]},
        "objective": {"loss": "softmax"},
    }
)


@pytest.mark.parametrize("test", [False, True])
def test_a_cell_of_each_map_is_what_the_unit_says_to_its_sample(test: bool) -> None:
    run = Run(DIGITS)
    cohort = Cohort([run])
    cohort.train(50)
    maps = np.concatenate(boundary(cohort, 50, test=test), axis=1)[0]
    numbers = cells(DIGITS.data, test)
    assert maps.shape == (16 + 3 + 10, *numbers.shape) and numbers.shape == ((18, 18) if test else (20, 20))
    row, column = 4, 11
    number = numbers[row, column]
    assert (number >= 900) == test
    hidden, output = cohort.forward(sample_inputs(DIGITS.data, number)[np.newaxis])
    said = np.concatenate([hidden[0][0, :16], hidden[1][0], output[0]])[:, 0]
    np.testing.assert_allclose(maps[:, row, column], said, rtol=1e-4, atol=1e-6)


def test_samples_stand_in_order_of_class_from_the_upper_left_corner_on() -> None:
    numbers, labels = cells(DIGITS.data, False)[::-1].ravel(), cell_labels(DIGITS.data, False)[::-1].ravel()
    assert len(set(numbers.tolist())) == 400 and (np.diff(labels) >= 0).all()
    assert np.bincount(labels.astype(int)).tolist() == [40] * 10
    np.testing.assert_array_equal(labels, Run(DIGITS).dataset.labels[0, numbers])


def test_no_sample_of_a_large_class_is_left_out_where_there_is_room() -> None:
    points = [
        [nth / 50, nth % 3, int(nth % 10 == 0)] for nth in range(100)
    ]  # 90 of one class, 10 of the other
    data = Experiment().changed({"data": {"kind": "points", "points": points, "test_share": 0.5}}).data
    numbers, labels = cells(data, True)[::-1].ravel(), cell_labels(data, True)[::-1].ravel()
    assert sorted(numbers[:50].tolist()) == list(range(50, 100))
    assert (np.diff(labels[:50]) >= 0).all() and (numbers[50:] == EMPTY).all()


def test_what_is_left_of_a_square_is_empty() -> None:
    data = Parity(bits=3)
    numbers = cells(data, True)
    assert numbers.shape == (3, 3) and numbers[0, 2] == EMPTY == cell_labels(data, True)[0, 2]
    assert sorted(numbers[numbers != EMPTY].tolist()) == list(range(8))
    assert cell_inputs(data, True)[:, np.flatnonzero(numbers.ravel() == EMPTY)].tolist() == [[0], [0], [0]]


def test_pictures_are_those_that_the_network_sees() -> None:
    numbers = np.array([[3, 1000], [EMPTY, 899]])
    pictures = pixels_of(DIGITS.data, numbers)
    assert pictures.shape == (2, 2, 8, 8) and not pictures[1, 0].any()
    for place in ((0, 0), (0, 1), (1, 1)):
        X = sample_inputs(DIGITS.data, int(numbers[place]))
        np.testing.assert_allclose(pictures[place].ravel() / 255, X[:, 0], rtol=1e-6)


def test_the_class_of_answers_at_each_step_is_that_of_all_steps() -> None:
    base = Experiment().changed({"objective": {"loss": "softmax"}})
    echo = base.changed({"data": {"kind": "echo", "steps": 8, "samples": 60}, "network": {"hidden": [3]}})
    cohort = Cohort([Run(echo)])
    cohort.train(20)
    hidden, outputs, classes = boundary(cohort, 50)
    assert (hidden.shape[1], outputs.shape[1], classes.shape[1]) == (3, 20, 4)
    _, output = cohort.forward(cell_inputs(echo.data, False, cohort.dtype)[np.newaxis])
    said = output.reshape(4, 8, *classes.shape[2:]).mean(axis=1)
    np.testing.assert_allclose(classes[0], said, rtol=1e-4, atol=1e-6)
