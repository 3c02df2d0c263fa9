"""What layers of pictures give, and the gradients that they give back, are PyTorch's."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.array import FLOAT32, FLOAT64, Array, Precision
from engine.layers.layer import Form, Layer
from tests.engine.layers.pictures import made, samples

torch = pytest.importorskip("torch")
torch.set_num_threads(1)
F = torch.nn.functional

M = 5
RUNS = 2

CONVOLUTIONS = [
    ((1, 5, 5), {"kernel": 3}),
    ((2, 6, 7), {"kernel": 1}),
    ((3, 8, 7), {"kernel": 5, "padding": 2}),
    ((2, 7, 6), {"kernel": 3, "padding": "same"}),
    ((2, 7, 9), {"kernel": 3, "stride": 2, "padding": 1}),
    ((2, 9, 8), {"kernel": 2, "stride": 3}),
    ((1, 4, 4), {"kernel": 4, "padding": 3, "stride": 2}),
    ((2, 3, 3), {"kernel": 2, "padding": 5}),
    ((2, 1, 1), {"kernel": 11, "padding": 5, "stride": 4}),
    ((1, 12, 3), {"kernel": 2, "stride": 5}),
]
POOLINGS = [
    ((2, 6, 6), {"kernel": 2}),
    ((2, 7, 5), {"kernel": 3, "stride": 1, "padding": "same"}),
    ((1, 7, 8), {"kernel": 3, "stride": 2, "padding": 1}),
    ((3, 5, 5), {"kernel": 2, "stride": 3}),
    ((1, 4, 4), {"kernel": 4, "padding": 2}),
]
SPREADS = [
    ((2, 3, 4), {"kernel": 2, "stride": 2}),
    ((3, 4, 3), {"kernel": 5, "stride": 1, "padding": 2}),
    ((1, 4, 4), {"kernel": 3, "stride": 2, "padding": 1}),
    ((2, 1, 1), {"kernel": 4, "stride": 3}),
    ((2, 3, 3), {"kernel": 1, "stride": 3}),
]


def picture_of(A: Array, shape: Form) -> Any:
    """(n, m) as PyTorch has it, (m, C, H, W)."""
    return torch.tensor(np.moveaxis(A, -1, 0).reshape(-1, *shape), requires_grad=True)


def columns_of(pictures: Any) -> Array:
    return pictures.detach().numpy().reshape(len(pictures), -1).T  # type: ignore[no-any-return]


def agrees(layer: Layer, shape: Form, dtype: Precision, theirs: Callable[[Any, dict[str, Any]], Any]) -> None:
    """Forward, and back with a random gradient: every run of a stack."""
    tolerance = 1e-10 if dtype == FLOAT64 else 2e-4
    A_prev = samples(shape, M, RUNS, dtype)
    A = layer.forward(A_prev)
    dA = np.random.default_rng(1).standard_normal(A.shape).astype(dtype)
    dA_prev = layer.backward(dA)
    for run in range(RUNS):
        parameters = {
            each.name: torch.tensor(getattr(layer, each.name)[run], requires_grad=True)
            for each in layer.parameters
        }
        x = picture_of(A_prev[run], shape)
        y = theirs(x, parameters)
        assert y.shape[1:] == layer.shape_out
        np.testing.assert_allclose(A[run], columns_of(y), rtol=0, atol=tolerance)
        y.backward(torch.tensor(dA[run].T.reshape(y.shape)))
        np.testing.assert_allclose(dA_prev[run], columns_of(x.grad), rtol=0, atol=tolerance)
        for name, parameter in parameters.items():
            gradient = getattr(layer, f"d{name}")[run]
            np.testing.assert_allclose(gradient, parameter.grad.numpy(), rtol=tolerance, atol=tolerance)
    predicted = layer.predict(A_prev)
    if not layer.statistics:
        assert predicted.tobytes() == A.tobytes()


@pytest.mark.parametrize("dtype", [FLOAT32, FLOAT64], ids=str)
@pytest.mark.parametrize(("shape", "fields"), CONVOLUTIONS, ids=str)
def test_convolution(shape: Form, fields: dict[str, Any], dtype: Precision) -> None:
    layer = made({"kind": "convolution", "channels": 4, **fields}, shape, RUNS, dtype)
    side, padding = fields["kernel"], fields.get("padding", 0)

    def theirs(x: Any, parameters: dict[str, Any]) -> Any:
        W = parameters["W"].reshape(4, shape[0], side, side)
        return F.conv2d(x, W, parameters["b"][:, 0], fields.get("stride", 1), padding)

    agrees(layer, shape, dtype, theirs)


SIDES = st.integers(1, 9)


@given(
    shape=st.tuples(st.integers(1, 3), SIDES, SIDES),
    side=st.integers(1, 5),
    stride=st.integers(1, 4),
    padding=st.integers(0, 4),
)
@settings(max_examples=60, deadline=None)
def test_any_window(shape: Form, side: int, stride: int, padding: int) -> None:
    """A convolution, the transposed one that goes back over the same pictures, and both kinds of pooling."""
    assume(side <= min(shape[1:]) + 2 * padding)
    fields = {"kernel": side, "stride": stride, "padding": padding}
    test_convolution(shape, fields, FLOAT64)
    if stride * (min(shape[1:]) - 1) + side - 2 * padding > 0:
        test_transposed_convolution(shape, fields)
    if 2 * padding <= side:
        for function in ("max", "average"):
            test_pooling(shape, fields, function)


@pytest.mark.parametrize("function", ["max", "average"])
@pytest.mark.parametrize(("shape", "fields"), POOLINGS, ids=str)
def test_pooling(shape: Form, fields: dict[str, Any], function: str) -> None:
    layer = made({"kind": "pooling", "function": function, **fields}, shape, RUNS)
    side = fields["kernel"]
    padding = (side - 1) // 2 if fields.get("padding") == "same" else fields.get("padding", 0)
    pool = F.max_pool2d if function == "max" else F.avg_pool2d
    agrees(layer, shape, FLOAT64, lambda x, _: pool(x, side, fields.get("stride"), padding))


def test_of_equal_numbers_the_first_has_the_gradient() -> None:
    shape = (1, 5, 6)
    layer = made({"kind": "pooling", "kernel": 3, "stride": 2, "padding": 1}, shape)
    A_prev = np.random.default_rng(0).integers(0, 2, (1, 30, 40)).astype(float)
    x = picture_of(A_prev[0], shape)
    y = F.max_pool2d(x, 3, 2, 1)
    y.backward(torch.ones_like(y))
    A = layer.forward(A_prev)
    assert (layer.backward(np.ones_like(A))[0] == columns_of(x.grad)).all()


def test_global_average() -> None:
    agrees(made({"kind": "global_average"}, (3, 4, 5)), (3, 4, 5), FLOAT64, lambda x, _: x.mean((2, 3)))


def test_upsampling() -> None:
    layer = made({"kind": "upsampling", "factor": 3}, (2, 3, 2), RUNS)
    agrees(layer, (2, 3, 2), FLOAT64, lambda x, _: F.interpolate(x, scale_factor=3, mode="nearest"))


@pytest.mark.parametrize(("shape", "fields"), SPREADS, ids=str)
def test_transposed_convolution(shape: Form, fields: dict[str, Any]) -> None:
    layer = made({"kind": "transposed_convolution", "channels": 3, **fields}, shape, RUNS)
    side = fields["kernel"]

    def theirs(x: Any, parameters: dict[str, Any]) -> Any:
        W = parameters["W"].reshape(shape[0], 3, side, side)
        return F.conv_transpose2d(x, W, parameters["b"][:, 0], fields["stride"], fields.get("padding", 0))

    agrees(layer, shape, FLOAT64, theirs)


def test_batch_normalisation_of_channels() -> None:
    shape = (3, 4, 2)
    layer = made({"kind": "batch_normalization"}, shape, RUNS)
    theirs = torch.nn.BatchNorm2d(3, dtype=torch.float64)

    def normalized(x: Any, parameters: dict[str, Any]) -> Any:
        return F.batch_norm(
            x,
            theirs.running_mean,
            theirs.running_var,
            parameters["gamma"][:, 0],
            parameters["beta"][:, 0],
            True,
        )

    agrees(layer, shape, FLOAT64, normalized)
    layer.follow()
    theirs.reset_running_stats()
    x = picture_of(samples(shape, M, RUNS)[1], shape)
    theirs(x)
    np.testing.assert_allclose(layer.running_mean[1, :, 0], theirs.running_mean, atol=1e-12)  # type: ignore[attr-defined]
    np.testing.assert_allclose(layer.running_variance[1, :, 0], theirs.running_var, atol=1e-12)  # type: ignore[attr-defined]
    scale, shift = (torch.tensor(getattr(layer, name)[1, :, 0]) for name in ("gamma", "beta"))
    used = F.batch_norm(x, theirs.running_mean, theirs.running_var, scale, shift)
    np.testing.assert_allclose(layer.predict(samples(shape, M, RUNS))[1], columns_of(used), atol=1e-10)


def test_parametric_relu_of_channels() -> None:
    layer = made({"kind": "activation", "function": "prelu", "slope": 0.2}, (3, 2, 4), RUNS)
    agrees(layer, (3, 2, 4), FLOAT64, lambda x, parameters: F.prelu(x, parameters["slope"][:, 0]))
