"""Numbers by hand: rows that a person types in, inputs first and targets last."""

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from engine.array import FLOAT64
from engine.cohort import Cohort
from engine.data import dataset_of
from engine.data.own_numbers import OwnNumbers
from engine.experiment import Experiment
from engine.run import Run


def test_the_last_columns_are_the_labels_and_every_set_has_all_rows() -> None:
    data = OwnNumbers(rows=((0.05, 0.1, 0.01, 0.99), (1, 2, 3, 4)), targets=2)
    dataset = dataset_of(data, FLOAT64)
    np.testing.assert_array_equal(dataset.X_train, [[0.05, 1], [0.1, 2]])
    np.testing.assert_array_equal(dataset.labels_test, [[0.01, 3], [0.99, 4]])
    assert data.is_table and data.problem == "regression" and data.label_classes == (0, 0)
    assert Experiment().changed({"data": data.model_dump(), "training": {"batch_size": 2}}).n_out == 2


def test_a_line_through_the_rows_that_are_offered_first_is_found() -> None:
    experiment = Experiment().changed(
        {"data": {"kind": "numbers"}, "network": {"hidden": []}, "training": {"batch_size": 4}}
    )
    run = Run(experiment)
    Cohort([run]).train(2000)
    np.testing.assert_allclose(run.theta, [1, 1, 0], atol=1e-3)


@pytest.mark.parametrize(
    ("fields", "where", "text"),
    [
        ({"rows": [[1, 2, 3], [1, 2]]}, "data.rows", "Row 2 has 2 numbers"),
        ({"rows": [[1, 2, 3]], "targets": 3}, "data.targets", "3 targets leave no input"),
    ],
)
def test_rows_that_do_not_fit_are_refused_with_their_numbers(
    fields: dict[str, Any], where: str, text: str
) -> None:
    with pytest.raises(ValidationError, match=text) as refused:
        OwnNumbers(**fields)
    assert getattr(refused.value.errors()[0]["ctx"]["error"], "where", None) == where


@pytest.mark.parametrize("rows", [[], [[1]], [[1, 2000]], [[0] * 21], [[0, 1]] * 51, [[0, float("nan")]]])
def test_rows_are_bounded(rows: Any) -> None:
    with pytest.raises(ValidationError):
        OwnNumbers(rows=rows)
