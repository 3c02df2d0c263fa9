"""Autoencoders: the input itself is the target, of numbers and of pictures, pixel by pixel; against PyTorch."""

from typing import Any

import numpy as np
import pytest

from engine.array import FLOAT64, Array
from engine.cohort import Cohort
from engine.data.images import Images
from engine.experiment import Experiment
from engine.layers.stages import weighted
from engine.probes.boundary import MOST_OUTPUTS, boundary, unit_ranges
from engine.run import Run

Changes = dict[str, Any]
AUTOENCODER: Changes = {
    "data": {"kind": "blobs", "features": ["x1", "x2", "x1_x2"], "standardize": True},
    "network": {"hidden": [2]},
    "objective": {"heads": [{"targets": {"kind": "input"}}]},
}
DENOISING: Changes = {
    "data": {"kind": "digits", "side": 8, "samples": 60},
    "network": {
        "layers": [
            {"kind": "noise", "form": "masking", "amount": 0.4},
            {"kind": "convolution", "channels": 3, "padding": "same", "stride": 2},
            {"kind": "activation"},
            {"kind": "dense", "units": 2},
            {"kind": "noise", "amount": 0.1},
            {"kind": "dense", "units": 12},
            {"kind": "activation"},
        ]
    },
    "objective": {"heads": [{"targets": {"kind": "input"}, "loss": "cross_entropy"}]},
}
PIXEL_BY_PIXEL: Changes = {
    **DENOISING,
    "network": {
        "layers": [
            {"kind": "convolution", "channels": 3, "padding": "same", "stride": 2},
            {"kind": "activation"},
            {"kind": "transposed_convolution", "channels": 2, "kernel": 2, "stride": 2},
            {"kind": "activation"},
        ]
    },
}


def run_of(changes: Changes, seed: int = 0, **settings: Any) -> Run:
    return Run(Experiment().changed(changes).changed({"training": {"seed": seed}}), **settings)


def test_an_autoencoder_learns_pictures_without_a_copy_of_them() -> None:
    changes = {
        "data": {"kind": "digits", "side": 8, "samples": 300},
        "network": {"hidden": [12]},
        "objective": {"heads": [{"targets": {"kind": "input"}, "output": "sigmoid"}]},
        "optimizer": {"kind": "adam", "learning_rate": 0.01},
    }
    run = run_of(changes)
    assert run.experiment.plan.units == (64, 12, 64) and isinstance(run.Y_train, Images)
    assert run.shape.problem == "regression"
    [before] = Cohort([run]).evaluate()
    Cohort([run]).train(300)
    [after] = Cohort([run]).evaluate()
    assert after.test_loss < before.test_loss / 3 and after.test_accuracy is None
    assert after.heads[0]["test"]["mean_error"] < before.heads[0]["test"]["mean_error"]
    # Beside a class, the pictures are still read where they lie.
    both = run_of({**changes, "objective": {"heads": [{"loss": "softmax"}, {"targets": {"kind": "input"}}]}})
    assert both.Y_train.shape == (74, 150)
    Cohort([both]).train(5)
    X: Array = both.dataset.X_train[:, :3]
    np.testing.assert_array_equal(both.Y_train[:, :3][10:], X)
    assert Cohort([both]).evaluate()[0].heads[0]["test"].keys() == {"loss", "accuracy"}


def test_the_cross_entropy_of_pixels_and_its_gradient_are_those_of_pytorch() -> None:
    torch = pytest.importorskip("torch")
    run = run_of(PIXEL_BY_PIXEL, dtype=FLOAT64)
    cohort = Cohort([run])
    X, Y = run.dataset.X_train[:, :20], run.Y_train[:, :20]
    cohort.gradient(X[np.newaxis], Y[np.newaxis])
    first, up, output = weighted(cohort.network.layers)
    assert output.shape_in == (2, 8, 8) and output.shape_out == (1, 8, 8)
    shapes = [(3, 1, 3, 3), (3, 2, 2, 2), (1, 2, 1, 1)]
    parameters = [
        (
            layer,
            *(
                torch.tensor(each, requires_grad=True)
                for each in (layer.W[0].reshape(shape), layer.b[0, :, 0])
            ),
        )
        for layer, shape in zip((first, up, output), shapes, strict=True)
    ]
    [(_, W1, b1), (_, W2, b2), (_, W3, b3)] = parameters
    F, pictures = torch.nn.functional, torch.tensor(X.T.reshape(20, 1, 8, 8))
    A = torch.tanh(F.conv2d(pictures, W1, b1, stride=2, padding=1))
    Z = F.conv2d(torch.tanh(F.conv_transpose2d(A, W2, b2, stride=2)), W3, b3)
    loss = F.binary_cross_entropy_with_logits(Z, pictures, reduction="sum") / 20
    loss.backward()
    value = run.loss.value(cohort.network.forward(X[np.newaxis]), Y[np.newaxis])
    np.testing.assert_allclose(value.mean(), loss.item(), rtol=1e-12)
    for layer, W, b in parameters:
        np.testing.assert_allclose(layer.dW[0].ravel(), W.grad.ravel(), rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(layer.db[0].ravel(), b.grad.ravel(), rtol=1e-9, atol=1e-12)


def test_an_autoencoder_of_large_pictures_is_mapped_in_part_alone() -> None:
    pictures = {"kind": "digits", "samples": 60}
    for described, mapped in ((DENOISING, MOST_OUTPUTS), (PIXEL_BY_PIXEL, 1)):
        cohort = Cohort([run_of({**described, "data": pictures})])
        *_, outputs = boundary(cohort, 10)
        assert cohort.network.n_out == 784 and outputs.shape[:2] == (1, mapped)
        shown = cohort.shape.shapes[1:-1]
        assert len(unit_ranges(cohort)) == sum(shape[0] for shape in shown) + mapped
