"""A cell worked out: its sum is that of the layer, its field alone moves it, its winners are the largest."""

from typing import Any

import numpy as np
import pytest

from engine.architectures import ARCHITECTURES
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.layers.layer import Region, Weighted, whole
from engine.layers.wiring import Wiring
from engine.probes.cell import CellPlace, WorkedCell, worked_cell
from engine.probes.samples import sample_inputs
from engine.run import Run

DATA: dict[str, Any] = {"kind": "digits", "side": 28, "samples": 40}
UP = [
    {"kind": "convolution", "channels": 4, "stride": 2, "padding": 1},
    {"kind": "activation", "function": "tanh"},
    {"kind": "transposed_convolution", "channels": 3, "kernel": 3, "stride": 2, "padding": 1},
    {"kind": "activation", "function": "tanh"},
    {"kind": "upsampling"},
    {"kind": "convolution", "channels": 2, "padding": "same"},
    {"kind": "pooling", "function": "average"},
]


def cohort_of(layers: Any) -> Cohort:
    changes: dict[str, Any] = {"data": DATA, "objective": {"loss": "softmax"}, "network": {"layers": layers}}
    cohort = Cohort([Run(Experiment().changed(changes))])
    cohort.train(3)
    return cohort


def ready(name: str) -> Cohort:
    return cohort_of(ARCHITECTURES[name].layers((1, 28, 28)))


def place(layer: int, unit: int, row: int, column: int, channel: int | None = None) -> CellPlace:
    return CellPlace(layer, unit, row, column, channel)


def seen(cohort: Cohort, X: Any, *where: int) -> WorkedCell:
    found = worked_cell(cohort, 0, X, None, place(*where))
    assert found is not None
    return found


def answer(cohort: Cohort, X: Any, layer: int, *cell: int) -> float:
    [*A] = cohort.activations([0], X[np.newaxis])
    shape = cohort.network.hidden_layers[layer - 1].shape_out
    return float(A[layer - 1].reshape(shape if len(shape) == 3 else (*shape, 1, 1))[cell])


@pytest.mark.parametrize(
    ("layers", "places"),
    [
        ("lenet5", [(1, 2, 5, 27), (2, 7, 3, 9), (3, 100, 0, 0), (4, 3, 0, 0)]),
        ("resnet_8", [(3, 5, 10, 0), (4, 7, 2, 3), (6, 30, 4, 13)]),
        ("googlenet_small", [(4, 3, 7, 7), (7, 1, 0, 13), (8, 9, 5, 5), (14, 2, 6, 0)]),
        (UP, [(1, 0, 0, 0), (2, 1, 4, 7), (2, 2, 26, 0), (3, 1, 30, 53)]),
    ],
)
def test_products_bias_and_steps_lead_to_the_answer_and_only_its_field_moves_it(
    layers: Any, places: list[tuple[int, int, int, int]]
) -> None:
    cohort = ready(layers) if isinstance(layers, str) else cohort_of(layers)
    X = sample_inputs(cohort.runs[0].experiment.data, 1).astype(np.float32)
    for place in places:
        cell = seen(cohort, X, *place)
        assert cell.z == pytest.approx(float(cell.sums.sum()) + cell.bias, abs=1e-4)
        assert cell.products.sum() == pytest.approx(cell.sums[cell.place.channel], abs=1e-5)
        np.testing.assert_allclose(cell.products, cell.window * cell.kernel, atol=1e-6)
        said = answer(cohort, X, *place)
        assert (cell.steps[-1][1] if cell.steps else cell.z) == pytest.approx(said, abs=1e-6)
        [*_, (layer, region)] = cell.fields
        assert layer == 0
        beyond = X.copy().reshape(28, 28)
        mask = np.ones((28, 28), bool)
        mask[region.top : region.bottom, region.left : region.right] = False
        beyond[mask] = 0.7
        assert answer(cohort, beyond.reshape(-1, 1), *place) == pytest.approx(said, abs=1e-6)


def test_the_field_grows_through_pooling_whose_winners_are_the_largest() -> None:
    cohort = ready("lenet5")
    X = sample_inputs(cohort.runs[0].experiment.data, 2)
    cell = seen(cohort, X, 2, 4, 2, 3)
    assert cell.region == Region(2, 3, 7, 8)  # of 14 by 14, behind the pooling
    assert cell.fields[0] == (1, Region(4, 6, 14, 16))  # of 28 by 28
    assert cell.fields[1] == (0, Region(2, 4, 16, 18))  # 5 by 5 more around each
    assert cell.source == (1, cell.place.channel)
    channel = cohort.activations([0], X[np.newaxis])[0].reshape(6, 28, 28)[cell.place.channel]
    for i in range(5):
        for j in range(5):
            row, column = cell.winners[i, j]
            assert channel[row, column] == cell.window[i, j]
            assert 4 + 2 * i <= row < 6 + 2 * i and 6 + 2 * j <= column < 8 + 2 * j


def test_a_window_over_the_edge_has_a_border_and_shortcuts_are_a_step() -> None:
    cohort = ready("resnet_8")
    X = sample_inputs(cohort.runs[0].experiment.data, 0)
    corner = seen(cohort, X, 1, 0, 0, 0)
    assert corner.inside.tolist() == [[0, 0, 0], [0, 1, 1], [0, 1, 1]]
    assert corner.window[0].tolist() == [0, 0, 0] and corner.winners[0, 0].tolist() == [-1, -1]
    assert [kind for kind, _ in corner.steps] == ["batch_normalization", "activation"]
    end = seen(cohort, X, 3, 0, 12, 12)
    assert [kind for kind, _ in end.steps] == ["batch_normalization", "shortcut", "activation"]
    assert dict(end.steps)["shortcut"] == pytest.approx(answer(cohort, X, 1, 0, 12, 12), abs=1e-5)


@pytest.mark.parametrize(("precision", "scale"), [("single", 1e25), ("double", 1e60)])
def test_numbers_beyond_all_bounds_are_the_largest_that_there_is(precision: str, scale: float) -> None:
    run = Run(Experiment().changed({"network": {"activation": "relu"}, "training": {"precision": precision}}))
    run.theta *= scale
    found = worked_cell(Cohort([run]), 0, sample_inputs(run.experiment.data, 0), None, CellPlace(2, 0, 0, 0))
    assert found is not None and found.sums.dtype == np.float64
    for each in found:
        assert not isinstance(each, float | np.ndarray) or np.isfinite(each).all()


def test_a_run_in_double_precision_shows_its_own_numbers() -> None:
    run = Run(Experiment().changed({"training": {"precision": "double"}}))
    X = sample_inputs(run.experiment.data, 0, run.dtype)
    assert (run.dataset.X_train[:, :1] == X).all() and (X.astype(np.float32) != X).any()
    for channel, x in enumerate(X[:, 0]):
        found = worked_cell(Cohort([run]), 0, X, None, CellPlace(1, 0, 0, 0, channel))
        assert found is not None and found.window == x and found.kernel == run.theta[channel]


def test_a_cell_that_is_not_there_is_not_worked_out() -> None:
    cohort = ready("lenet5")
    X = sample_inputs(cohort.runs[0].experiment.data, 0)
    for where in [(0, 0, 0, 0), (5, 0, 0, 0), (1, 6, 0, 0), (1, 0, 28, 0), (3, 0, 0, 1), (1, 0, 0, 0, 1)]:
        assert worked_cell(cohort, 0, X, None, place(*where)) is None


@pytest.mark.parametrize("layers", ["lenet5", UP])
def test_the_gradient_of_a_weight_is_gathered_over_all_windows(layers: Any) -> None:
    cohort = ready(layers) if isinstance(layers, str) else cohort_of(layers)
    X = sample_inputs(cohort.runs[0].experiment.data, 1).astype(np.float32)
    weighed = [stage.layers[0] for stage in Wiring(cohort.network.layers).stages[1:-1]]
    for layer, weights in enumerate(weighed, start=1):
        assert isinstance(weights, Weighted)
        row, column = (side // 2 for side in whole(weights.shape_out)[2:])
        _, rows, columns = weights.kernel(0, row, column).shape
        for weight in [(0, 0), (rows - 1, 0), (rows // 2, columns - 1)]:
            cell = worked_cell(cohort, 0, X, None, CellPlace(layer, 1, row, column, 0, weight))
            assert cell is not None and cell.gathered is not None
            total = (cell.gathered.came * cell.gathered.deltas).sum()
            assert total == pytest.approx(cell.gradient[weight], rel=1e-4, abs=1e-6)
            assert cell.gathered.came.shape == cell.gathered.read[3:] == cell.gathered.made[3:]
        beyond = worked_cell(cohort, 0, X, None, CellPlace(layer, 1, row, column, 0, (rows, 0)))
        assert beyond is not None and beyond.gathered is None
