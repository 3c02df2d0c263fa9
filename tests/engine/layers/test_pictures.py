"""Networks of pictures: gradients, cohorts, shapes that do not fit, and what is kept when they change."""

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from engine.array import FLOAT32, FLOAT64
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.layers import Convolution
from engine.probes.gradient_check import gradient_check
from engine.run import Run
from tests.engine.layers.pictures import made, samples

Layers = list[dict[str, Any]]

CONVOLVE: dict[str, Any] = {"kind": "convolution", "channels": 3}
TANH: dict[str, Any] = {"kind": "activation"}
NORMALIZE: dict[str, Any] = {"kind": "batch_normalization"}
DROPOUT: dict[str, Any] = {"kind": "dropout", "rate": 0.3}
DENSE: dict[str, Any] = {"kind": "dense", "units": 5}

SAME: dict[str, Any] = {**CONVOLVE, "padding": "same"}
INCEPTION: dict[str, Any] = {
    "kind": "inception",
    "branches": [
        [{**SAME, "kernel": 1}, TANH],
        [{**SAME, "kernel": 1}, TANH, {**SAME, "kernel": 5, "channels": 2}, NORMALIZE],
        [{"kind": "pooling", "kernel": 3, "stride": 1, "padding": 1}, SAME],
    ],
}

NETWORKS: list[Layers] = [
    [CONVOLVE, TANH, {"kind": "pooling"}, DENSE, TANH],
    [{**CONVOLVE, "padding": "same"}, NORMALIZE, TANH, {**CONVOLVE, "stride": 2}, {"kind": "global_average"}],
    [
        CONVOLVE,
        {"kind": "activation", "function": "prelu"},
        DROPOUT,
        {"kind": "pooling", "function": "average"},
    ],
    [{**CONVOLVE, "kernel": 1}, TANH, {"kind": "pooling", "kernel": 4}, {"kind": "upsampling"}, TANH],
    [{"kind": "pooling"}, {"kind": "transposed_convolution", "channels": 2, "stride": 2}, NORMALIZE, TANH],
    [CONVOLVE, {"kind": "residual", "layers": [SAME, TANH, SAME], "function": "tanh"}, {"kind": "pooling"}],
    [
        {
            "kind": "residual",
            "layers": [{**SAME, "stride": 2}, NORMALIZE, TANH, SAME, NORMALIZE],
            "function": "elu",
        }
    ],
    [
        DENSE,
        TANH,
        {"kind": "residual", "layers": [DENSE, DROPOUT, TANH, {**DENSE, "units": 3}], "function": "prelu"},
    ],
    [
        INCEPTION,
        TANH,
        {"kind": "residual", "layers": [INCEPTION], "function": "softplus"},
        {"kind": "global_average"},
    ],
    [
        {
            "kind": "inception",
            "branches": [[], [{"kind": "pooling", "kernel": 3, "stride": 1, "padding": 1}, DROPOUT]],
        }
    ],
    [
        {"kind": "dense", "units": 12},
        {"kind": "reshape", "channels": 3, "height": 2, "width": 2},
        {"kind": "transposed_convolution", "channels": 2, "stride": 2},
        TANH,
    ],
    [DROPOUT, {**CONVOLVE, "frozen": True}, TANH, CONVOLVE, {"kind": "activation", "function": "softplus"}],
]


def seeing(layers: Layers, **parts: dict[str, object]) -> Experiment:
    """A network of these layers that learns from digits of 8 by 8 pixels."""
    data: dict[str, object] = {"kind": "digits", "side": 8, "samples": 100}
    objective: dict[str, object] = {"loss": "softmax"}
    return Experiment().changed(
        {"data": data, "objective": objective, "network": {"layers": layers, "bias": 0.1}, **parts}
    )


@pytest.mark.parametrize("layers", NETWORKS, ids=str)
def test_back_propagation_equals_central_differences(layers: Layers) -> None:
    run = Run(seeing(layers), FLOAT64)
    X, Y = run.dataset.X_train[:, :6][np.newaxis], run.Y_train[np.newaxis, :, :6]
    [found] = gradient_check(Cohort([run]), X, Y)
    assert found.largest_difference < 1e-5


@pytest.mark.parametrize("layers", NETWORKS, ids=str)
def test_a_run_in_a_cohort_equals_that_run_alone_bit_for_bit(layers: Layers) -> None:
    experiments = [
        seeing(layers, optimizer={"kind": "adam", "learning_rate": rate}, training={"seed": seed})
        for rate, seed in ((0.01, 0), (0.001, 0), (0.01, 7))
    ]
    together = [Run(experiment) for experiment in experiments]
    cohort = Cohort(together)
    cohort.train(12)
    evaluations = cohort.evaluate()
    for run, experiment, evaluation in zip(together, experiments, evaluations, strict=True):
        alone = Run(experiment)
        whole = Cohort([alone])
        whole.train(12)
        assert [evaluation] == whole.evaluate()
        for name in ("theta", "slots", "statistics"):
            assert getattr(run, name).tobytes() == getattr(alone, name).tobytes(), name
    assert np.isfinite(together[0].theta).all()


def test_parts_of_long_work_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    layer = made({**CONVOLVE, "channels": 4}, (2, 9, 9), 2, FLOAT32)
    A_prev = samples((2, 9, 9), 7, 2, FLOAT32)
    Z = layer.forward(A_prev)
    assert isinstance(layer, Convolution)
    dA, dW = layer.backward(Z), layer.dW.copy()
    monkeypatch.setattr("engine.pauses.BLOCK", 2 * 4 * 18 * 7 * 7)
    assert layer.forward(A_prev).tobytes() == Z.tobytes()
    assert layer.backward(Z).tobytes() == dA.tobytes() and layer.dW.tobytes() == dW.tobytes()


def test_a_network_is_used_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run(seeing(NETWORKS[0]), FLOAT64)
    X = run.dataset.X_train[:, :23][np.newaxis]
    whole = Cohort([run]).predict(X)
    monkeypatch.setattr("engine.layers.laid_out.MOST_LAID_OUT", 2000)
    monkeypatch.setattr("engine.layers.laid_out.LEAST_AT_ONCE", 1)
    cohort = Cohort([run])
    parts = [part.stop - part.start for part in cohort.network.parts(23)]
    assert len(parts) > 3
    np.testing.assert_allclose(cohort.predict(X), whole, atol=1e-12)


def test_shapes() -> None:
    experiment = seeing(
        [{**CONVOLVE, "padding": "same"}, TANH, {"kind": "pooling"}, {**CONVOLVE, "channels": 5}]
    )
    assert experiment.plan.shapes == ((1, 8, 8), (3, 8, 8), (5, 2, 2), (10,))
    assert experiment.plan.units == (64, 3, 5, 10)
    run = Run(experiment)
    assert run.theta.size == 3 * 9 + 3 + 5 * 27 + 5 + 10 * 20 + 10


WRONG: list[tuple[Layers, str, str]] = [
    (
        [{**CONVOLVE, "kernel": 9}],
        "0.kernel",
        "The window does not fit into the picture: (W - F + 2P)/S + 1 = (8 - 9 + 2·0)/1 + 1 = 0, "
        "and it must be 1 or more.",
    ),
    (
        [CONVOLVE, {"kind": "pooling", "kernel": 7, "stride": 2}],
        "1.kernel",
        "The window does not fit into the picture: (W - F + 2P)/S + 1 = (6 - 7 + 2·0)/2 + 1 = 0.5, "
        "and it must be 1 or more.",
    ),
    (
        [{**CONVOLVE, "kernel": 4, "padding": "same"}],
        "0.padding",
        'The padding "same" is (F - 1)/2 = (4 - 1)/2 on every side: take an odd kernel.',
    ),
    (
        [{"kind": "pooling", "padding": 2}],
        "0.padding",
        "A pooling window of 2 may have a padding of 1 at most, half of it.",
    ),
    (
        [{"kind": "residual", "layers": [{**CONVOLVE, "kernel": 4}]}],
        "0",
        "The shortcut brings 1×8×8, the layers give 3×5×5: no projection makes them the same.",
    ),
    (
        [{"kind": "residual", "layers": [CONVOLVE, {**CONVOLVE, "kernel": 7}]}],
        "0.layers.1.kernel",
        "The window does not fit into the picture: (W - F + 2P)/S + 1 = (6 - 7 + 2·0)/1 + 1 = 0, "
        "and it must be 1 or more.",
    ),
    (
        [{"kind": "inception", "branches": [[CONVOLVE], [SAME]]}],
        "0.branches",
        "The branches give pictures of 6×6 and of 8×8: put together those of one size only.",
    ),
    (
        [{"kind": "inception", "branches": [[SAME], [SAME, {**SAME, "kernel": 2}]]}],
        "0.branches.1.1.padding",
        'The padding "same" is (F - 1)/2 = (2 - 1)/2 on every side: take an odd kernel.',
    ),
    (
        [DENSE, {"kind": "reshape", "channels": 2, "height": 3, "width": 1}],
        "1",
        "5 numbers are no picture of 2×3×1, which has 6.",
    ),
    (
        [DENSE, CONVOLVE],
        "1",
        "This layer reads pictures of channels, rows and columns, but 5 numbers in a row come in.",
    ),
    (
        [{"kind": "transposed_convolution", "channels": 1, "kernel": 1, "padding": 5}],
        "0.kernel",
        "Nothing is left of the picture: S (W - 1) + F - 2P = 1·(8 - 1) + 1 - 2·5 = -2, and it must be 1 or more.",
    ),
]


@pytest.mark.parametrize(("layers", "where", "text"), WRONG, ids=str)
def test_what_does_not_fit_is_refused_with_its_numbers(layers: Layers, where: str, text: str) -> None:
    with pytest.raises(ValidationError) as raised:
        seeing(layers)
    [error] = raised.value.errors()
    assert error["ctx"]["error"].where == f"network.layers.{where}"
    assert str(error["ctx"]["error"]) == text


@pytest.mark.parametrize(
    "field", [{"kernel": 12}, {"kernel": 0}, {"stride": 0}, {"padding": -1}, {"padding": "valid"}]
)
def test_fields_have_bounds(field: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        seeing([{**CONVOLVE, **field}])


def test_channels_keep_their_places_when_others_come() -> None:
    narrow, wide = {**CONVOLVE, "padding": "same"}, {**CONVOLVE, "channels": 4, "padding": "same"}
    run = Run(seeing([narrow, TANH, narrow, TANH, {"kind": "pooling"}]))
    Cohort([run]).train(3)
    first, second, output = (view.copy() for view in np.split(run.theta, np.cumsum([3 * 9 + 3, 3 * 27 + 3])))
    run.change(seeing([wide, TANH, narrow, TANH, {"kind": "pooling"}]))
    now = np.split(run.theta, np.cumsum([4 * 9 + 4, 3 * 36 + 3]))
    assert now[0][: 3 * 9].tobytes() == first[: 3 * 9].tobytes()
    kept = now[1][: 3 * 36].reshape(3, 4, 9)[:, :3]
    assert kept.tobytes() == second[: 3 * 27].reshape(3, 3, 9).tobytes()
    assert now[2].tobytes() == output.tobytes()
    assert run.step == 3
    # A dense layer's weights belong to places: of pictures of another size they would read others.
    biases = run.theta[-10:].copy()
    run.change(seeing([wide, TANH, narrow, TANH, {"kind": "pooling", "kernel": 1}]))
    assert run.theta[-10:].tobytes() == biases.tobytes()
    fresh = Run(run.experiment).theta[-10 * 192 - 10 : -10]
    assert run.theta[-10 * 192 - 10 : -10].tobytes() == fresh.tobytes()


def test_variances_follow_what_a_kernel_reads_and_who_reads_a_pixel() -> None:
    for initializer, variance in (("he", 2 / (64 * 9)), ("xavier", 2 / (64 * 9 + 128 * 9))):
        layer = {**CONVOLVE, "channels": 128, "initializer": initializer, "padding": "same"}
        experiment = seeing(
            [{**CONVOLVE, "channels": 64, "padding": "same"}, layer, {"kind": "pooling", "kernel": 4}]
        )
        W = Run(experiment).theta[64 * 10 :][: 128 * 64 * 9]
        assert W.var() == pytest.approx(variance, rel=0.03)


def test_a_network_that_would_take_too_much_is_refused_with_numbers() -> None:
    wide = {**SAME, "channels": 200}
    average = {"kind": "global_average"}
    whole: dict[str, object] = {"kind": "digits", "samples": 4000}
    with pytest.raises(
        ValidationError, match="283,653,200 multiplications for each sample, but 134,217,728 at most"
    ):
        seeing([wide, wide, average], data=whole)
    with pytest.raises(ValidationError, match=r"A batch of 2,000 is too large .*: \d+ samples at most"):
        seeing(
            [{**SAME, "channels": 64, "kernel": 5}] * 2 + [average], data=whole, training={"batch_size": 2000}
        )


def test_between_two_steps_nothing_is_kept_of_the_pictures() -> None:
    cohort = Cohort([Run(seeing(NETWORKS[0]))])
    cohort.train(2)
    cohort.evaluate()
    assert not any(hasattr(layer, name) for layer in cohort.network.leaves for name in ("A_prev", "Z", "A"))


def test_kernels_may_be_given() -> None:
    layers: Layers = [
        {**CONVOLVE, "channels": 2},
        {"kind": "transposed_convolution", "channels": 1, "kernel": 2},
        {"kind": "global_average"},
    ]
    kernels = {"W": [list(range(9)), [0] * 9], "b": [1, 2]}
    spread = {"W": [[1, 2, 3, 4], [0, 0, 0, 0]], "b": [0.5]}
    run = Run(seeing(layers, network={"layers": layers, "weights": [kernels, spread, None]}))
    assert run.theta[:25].tolist() == [*range(9), *[0] * 9, 1, 2, 1, 2, 3, 4, 0, 0][:25]
    with pytest.raises(ValidationError, match=r"must be 2 rows of 4 numbers"):
        seeing(layers, network={"layers": layers, "weights": [kernels, kernels, None]})
    with pytest.raises(ValidationError, match=r"biases of layer 2 must be 1 number"):
        seeing(layers, network={"layers": layers, "weights": [kernels, {**spread, "b": [1, 2]}, None]})
