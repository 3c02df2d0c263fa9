"""Fifty steps of networks of pictures are fifty steps of PyTorch, from the same weights and on the same batches."""

from typing import Any

import numpy as np
import pytest

from engine.architectures import ARCHITECTURES
from engine.array import FLOAT32, FLOAT64, Precision
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.run import Run
from tests.engine.layers.pytorch import in_a_row, in_theta, statistics_of

torch = pytest.importorskip("torch")
nn = torch.nn

STEPS = 50

SAME: dict[str, Any] = {"kind": "convolution", "channels": 3, "padding": "same"}
TANH: dict[str, Any] = {"kind": "activation"}
NORMALIZE: dict[str, Any] = {"kind": "batch_normalization"}
# The functions are smooth, as far as steps go: at a corner, two roundings may take two ways.
NETWORKS: dict[str, list[dict[str, Any]]] = {
    "strides": [{**SAME, "stride": 2}, TANH, {**SAME, "kernel": 2, "padding": 1}, TANH, {"kind": "pooling"}],
    "shortcuts": [
        {**SAME, "channels": 4},
        {
            "kind": "residual",
            "layers": [SAME, NORMALIZE, TANH, {**SAME, "stride": 2}, NORMALIZE],
            "function": "elu",
        },
        {"kind": "residual", "layers": [SAME, TANH, SAME], "function": "softplus"},
        {"kind": "residual", "layers": [{"kind": "dense", "units": 6}], "function": "tanh"},
    ],
    "branches": [
        {"kind": "inception", "branches": [[SAME], [], [{**SAME, "kernel": 5}, NORMALIZE, TANH]]},
        {"kind": "activation", "function": "prelu", "slope": 0.2},
        {"kind": "pooling", "function": "average", "kernel": 3, "stride": 2, "padding": 1},
        SAME,
        {"kind": "global_average"},
    ],
    "up": [
        {"kind": "pooling", "kernel": 2},
        {"kind": "transposed_convolution", "channels": 2, "kernel": 4, "stride": 2, "padding": 1},
        NORMALIZE,
        TANH,
        {"kind": "upsampling"},
    ],
    "lenet5_1998": [],
}


@pytest.mark.parametrize("dtype", [FLOAT32, FLOAT64], ids=str)
@pytest.mark.parametrize("name", NETWORKS)
def test_fifty_steps(name: str, dtype: Precision) -> None:
    side = 28 if name in ARCHITECTURES else 8
    layers = ARCHITECTURES[name].layers((1, side, side)) if name in ARCHITECTURES else NETWORKS[name]
    experiment = Experiment().changed(
        {
            "data": {"kind": "digits", "side": side, "samples": 200},
            "objective": {"loss": "softmax"},
            "network": {"layers": layers, "bias": 0.1},
            "optimizer": {"kind": "gradient_descent", "learning_rate": 0.05},
            "training": {"batch_size": 20},
        }
    )
    run, order = Run(experiment, dtype), Run(experiment, dtype).batches
    plan = experiment.plan
    model = in_a_row(plan.described, plan.shape_in).to(torch.float64 if dtype == FLOAT64 else torch.float32)
    parameters = in_theta(model)
    nn.utils.vector_to_parameters(torch.tensor(run.theta), parameters)
    optimizer = torch.optim.SGD([each for each in parameters if each.requires_grad], 0.05)
    losses = []
    for _ in range(STEPS):
        batch = order.deal(20)
        x = torch.tensor(run.dataset.X_train[:, batch].T.reshape(20, *plan.shape_in))
        loss = nn.functional.cross_entropy(model(x), torch.tensor(run.Y_train[:, batch].T))
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    taken = Cohort([run]).train(STEPS)[:, 0]
    tolerance = 1e-10 if dtype == FLOAT64 else 1e-5
    np.testing.assert_allclose(taken, losses, rtol=tolerance, atol=tolerance)
    theta = nn.utils.parameters_to_vector(parameters).detach().numpy()
    np.testing.assert_allclose(run.theta, theta, rtol=tolerance, atol=2 * tolerance)
    np.testing.assert_allclose(run.statistics, statistics_of(model), rtol=2 * tolerance, atol=2 * tolerance)
    model.eval()
    x = torch.tensor(run.dataset.X_test[:, :50].T.reshape(-1, *plan.shape_in))
    found = Cohort([run]).predict(run.dataset.X_test[:, :50][np.newaxis])[0].T
    np.testing.assert_allclose(found, model(x).detach().numpy(), rtol=10 * tolerance, atol=10 * tolerance)
