"""A person's own table: columns of any scale become inputs and labels, or it is said why they cannot."""

import gc
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from engine.cohort import Cohort
from engine.data import dataset_of, tables
from engine.data.own_table import OwnTable
from engine.data.sharing import LARGE
from engine.data.tables import Content, UnusableTable
from engine.experiment import ChosenColumns, Experiment
from engine.probes.samples import EMPTY, cell_labels, cells
from engine.run import Run

ID = "0123456789abcdef" * 2
ROWS = 200
DRAWN = np.random.default_rng(1)
SIZES = DRAWN.uniform(1000, 5000, ROWS).astype(np.float32)
WIDTHS = DRAWN.normal(0.02, 0.001, ROWS).astype(np.float32)
GRADES = 3 + np.digitize(SIZES, [2000, 3000]).astype(np.float32)
PRICES = (200 * SIZES).astype(np.float32)
KINDS = np.array([0, 1, 2, 1] * 50, np.float32)
ALWAYS = np.full(ROWS, 7, np.float32)
CONTENT = Content(
    ("size", "width", "grade", "price", "kind", "always"),
    (None, None, None, None, ("flat", "hut", "tower"), None),
    np.stack([SIZES, WIDTHS, GRADES, PRICES, KINDS, ALWAYS]),
)


@pytest.fixture(autouse=True)
def here() -> None:
    tables.add(ID, CONTENT)


def table(**changes: Any) -> ChosenColumns:
    return ChosenColumns(**{"id": ID, "rows": ROWS, "inputs": (0, 1), "label": 2, "classes": 3, **changes})


def test_columns_become_samples_that_are_standardised_over_the_training_set_alone() -> None:
    data = OwnTable(table=table(), standardize=True, test_share=0.3, validation_share=0.1)
    assert (data.n_inputs, data.n_classes, data.n_train, data.n_validation, data.n_test) == (
        2,
        3,
        120,
        20,
        60,
    )
    dataset = dataset_of(data)
    np.testing.assert_allclose(dataset.X_train.mean(axis=1), 0, atol=1e-5)
    np.testing.assert_allclose(dataset.X_train.std(axis=1), 1, atol=1e-5)
    assert abs(dataset.X_test.mean()) > 1e-4
    # Every row is there once, and grades 3, 4 and 5 have become classes.
    X = np.concatenate([dataset.X_train, dataset.X_validation, dataset.X_test], axis=1)
    sizes = X[0] * dataset.deviation[0] + dataset.mean[0]
    order = np.argsort(sizes)
    np.testing.assert_allclose(sizes[order], np.sort(SIZES), rtol=1e-5)
    np.testing.assert_array_equal(dataset.labels[0, order], GRADES[np.argsort(SIZES)] - 3)
    other = dataset_of(OwnTable(table=table(), standardize=True, seed=1))
    assert not np.array_equal(other.labels[:, :100], dataset.labels[:, :100])


def test_a_label_that_is_a_number_is_standardised_with_the_inputs() -> None:
    data = OwnTable(table=table(label=3, classes=0), standardize=True)
    dataset = dataset_of(data)
    assert data.problem == "regression"
    np.testing.assert_allclose(dataset.labels_train.std(), 1, atol=1e-5)
    prices = dataset.labels[0] * dataset.label_deviations[0] + dataset.label_means[0]
    np.testing.assert_allclose(np.sort(prices), np.sort(PRICES), rtol=1e-5)
    raw = dataset_of(OwnTable(table=table(label=3, classes=0)))
    np.testing.assert_array_equal(np.sort(raw.labels[0]), np.sort(PRICES))
    shown = cell_labels(data, test=True)[::-1].ravel()
    values = shown[cells(data, test=True)[::-1].ravel() != EMPTY]
    assert len(values) == 100 and (np.diff(values) >= 0).all()


def test_columns_are_called_what_the_person_called_them() -> None:
    assert tables.names_of(table()) == (("size", "width"), "grade", ("3", "4", "5"), ())
    assert tables.names_of(table(label=4)).classes == ("flat", "hut", "tower")
    several = tables.names_of(
        table(label=3, classes=0, more_labels=({"column": 1, "classes": 0},), inputs=(0,))
    )
    assert several.classes is None and several.more_labels == ("width",)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id": "0" * 32}, "no such file"),
        ({"rows": 199}, "200 rows of the file have a value in each of these columns, and not 199"),
        ({"inputs": (0, 39)}, "Column 39 is named, but the file has 6 columns"),
        ({"inputs": (0, 4)}, "has texts of more than two kinds"),
        ({"classes": 4}, "has 3 different values, and not 4"),
        ({"label": 3, "classes": 10}, "has 200 different values"),
        ({"label": 4, "classes": 0}, "cannot be learned as a number"),
    ],
)
def test_what_a_table_is_not_is_said(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(UnusableTable, match=said):
        dataset_of(OwnTable(table=table(**changes)))


@pytest.mark.parametrize("standardize", [False, True])
def test_values_that_would_overflow_are_refused(standardize: bool) -> None:
    values = CONTENT.values.copy()
    values[0] = 0
    values[0, -1] = 3e38
    tables.add(ID, CONTENT._replace(values=values))
    # In the training set it would be no more than some deviations from the mean.
    data = [OwnTable(table=table(), standardize=standardize, seed=seed) for seed in range(9)]
    with pytest.raises(UnusableTable, match=r"column size has values of up to 3e\+38"):
        [dataset_of(each) for each in data]


@pytest.mark.parametrize(
    "changes", [{"inputs": (0, 0)}, {"inputs": (0, 2)}, {"classes": 1}, {"id": "../../etc"}]
)
def test_a_description_that_cannot_be_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        table(**changes)
    with pytest.raises(ValidationError, match="Choose a file"):
        OwnTable()


def test_a_column_that_never_changes_does_no_harm() -> None:
    data = OwnTable(table=table(inputs=(0, 5)), standardize=True)
    assert (dataset_of(data).X_train[1] == 0).all()


def test_what_is_made_of_a_table_is_shared_while_a_run_learns_from_it_and_then_goes() -> None:
    experiment = Experiment(data=OwnTable(table=table(), standardize=True))
    first, second = Run(experiment), Run(experiment)
    assert first.dataset is second.dataset
    before = Cohort([first]).train(5)
    np.testing.assert_array_equal(Cohort([second]).train(5), before)
    tables.keep([ID])
    Run(experiment)
    tables.keep(())
    del first, second
    gc.collect()
    assert not any(data == experiment.data for data, _ in LARGE)
    with pytest.raises(UnusableTable):
        Run(experiment)


def test_rows_without_a_value_are_left_out_where_their_column_is_chosen() -> None:
    values = CONTENT.values.astype(float)
    values[0, :30] = values[2, 20:50] = np.nan
    tables.add(ID, CONTENT._replace(values=values))
    dataset = dataset_of(OwnTable(table=table(rows=150), test_share=0.5))
    assert sorted(np.concatenate([dataset.X_train, dataset.X_test], axis=1)[0]) == sorted(SIZES[50:])
    assert dataset_of(OwnTable(table=table(inputs=(1,), rows=170))).labels.shape == (1, 170)
    assert dataset_of(OwnTable(table=table(inputs=(1,), label=3, classes=0))).labels.shape == (
        1,
        200,
    )
    # A class stays one of its file's, though all of its rows are left out.
    values[0] = np.where(values[2] == 3, np.nan, SIZES)
    left = int((~np.isnan(values[0]) & ~np.isnan(values[2])).sum())
    labels = dataset_of(OwnTable(table=table(rows=left))).labels
    assert set(labels[0]) == {1, 2}
    assert tables.names_of(table()).classes == ("3", "4", "5")
    with pytest.raises(UnusableTable, match=f"{left} rows of the file have a value"):
        dataset_of(OwnTable(table=table()))


def test_numbers_that_single_precision_cannot_tell_apart_are_standardised_first() -> None:
    times = 1_700_000_000 + 10.0 * np.arange(ROWS)
    values = np.stack([times, KINDS.astype(float), times])
    tables.add(ID, Content(("t", "kind", "again"), (None, ("flat", "hut", "tower"), None), values))
    dataset = dataset_of(OwnTable(table=table(inputs=(0,), label=1), standardize=True))
    shown = np.concatenate([dataset.X_train, dataset.X_test], axis=1)
    assert shown.dtype == np.float32
    np.testing.assert_allclose(np.diff(np.sort(shown[0])), 0.0173, rtol=0.05)


def test_many_columns_and_classes_train() -> None:
    generator = np.random.default_rng(2)
    kinds = np.arange(ROWS) % 20.0
    values = np.concatenate(
        [generator.normal(size=(99, ROWS)) + (np.arange(99)[:, None] == kinds) * 5, [kinds]]
    )
    tables.add(ID, Content(tuple("x" * 100), (None,) * 99 + (tuple(map(chr, range(65, 85))),), values))
    described = table(inputs=tuple(range(99)), label=99, classes=20)
    run = Run(
        Experiment(
            data=OwnTable(table=described, standardize=True),
            network={"hidden": [16]},
            objective={"loss": "softmax"},
            optimizer={"kind": "adam", "learning_rate": 0.01},
        )
    )
    Cohort([run]).train(500)
    [after] = Cohort([run]).evaluate()
    assert after.train_accuracy is not None and after.train_accuracy > 0.9


def test_rows_in_the_order_of_their_classes_are_split_by_chance() -> None:
    kinds = np.repeat([0.0, 1.0, 2.0, 1.0], 50)
    tables.add(ID, CONTENT._replace(values=np.stack([*CONTENT.values[:4], np.sort(kinds), ALWAYS])))
    dataset = dataset_of(OwnTable(table=table(label=4), test_share=0.5))
    for labels in (dataset.labels_train, dataset.labels_test):
        assert set(labels[0]) == {0, 1, 2}


@pytest.mark.parametrize(("label", "classes"), [(2, 3), (3, 0)])
def test_a_network_learns_from_a_table(label: int, classes: int) -> None:
    data = OwnTable(table=table(label=label, classes=classes), standardize=True)
    run = Run(Experiment(data=data, optimizer={"kind": "adam", "learning_rate": 0.01}))
    [before] = Cohort([run]).evaluate()
    Cohort([run]).train(1500)
    [after] = Cohort([run]).evaluate()
    assert after.test_loss < before.test_loss / 5
    if classes:
        assert after.test_accuracy is not None and after.test_accuracy > 0.9
