"""Networks against numbers that none of us computed."""

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier, MLPRegressor

from engine.activations import ACTIVATIONS
from engine.array import FLOAT64
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.layers import ActivationLayer, BatchNormalization, Dense, ParametricReLU
from engine.losses import SquaredError
from engine.methods.optimizers import GradientDescent
from engine.network import Network
from engine.places import offsets
from engine.run import Run
from tests.engine.parameters import layer_views


def test_the_published_example_of_backpropagation() -> None:
    """Matt Mazur, "A Step by Step Backpropagation Example" (2015): two inputs, two hidden units, two outputs."""
    theta = np.array([[0.15, 0.20, 0.25, 0.30, 0.35, 0.35, 0.40, 0.45, 0.50, 0.55, 0.60, 0.60]])
    layers = [Dense(2, 2), ActivationLayer(ACTIVATIONS["sigmoid"]), Dense(2, 2)]
    network = Network(layers, theta, np.zeros((1, 0)))
    loss = SquaredError(ACTIVATIONS["sigmoid"])
    X, Y = np.array([[[0.05], [0.10]]]), np.array([[[0.01], [0.99]]])

    Z = network.forward(X)
    assert network.hidden()[0][0, 0, 0] == pytest.approx(0.593269992, abs=5e-10)
    assert loss.output.function(Z)[0, 0, 0] == pytest.approx(0.75136507, abs=5e-9)
    assert loss.value(Z, Y)[0, 0] == pytest.approx(0.298371109, abs=5e-10)

    network.backward(loss.gradient(Z, Y))
    optimizer = GradientDescent(np.zeros((0, 1, 12)), np.zeros((1, 1)), {})
    optimizer.update(theta, network.gradient, np.array([[0.5]]))
    assert theta[0, 6] == pytest.approx(0.35891648, abs=5e-9)  # w5
    assert theta[0, 0] == pytest.approx(0.149780716, abs=5e-10)  # w1


PENALTY = 0.003


def scikit_learn_losses(run: Run, oracle: MLPClassifier | MLPRegressor, steps: int) -> list[float]:
    """The oracle's loss before each step, without the penalty, from the run's weights and on the run's batches."""
    m = run.experiment.training.batch_size
    X, labels = run.dataset.X_train.T, run.dataset.labels_train[0]
    first = {}
    if isinstance(oracle, MLPClassifier):
        labels = labels > 0
        first = {"classes": [False, True]}
    oracle.partial_fit(X[:m], labels[:m], **first)  # Makes arrays of the right shapes, whose values now go.
    for (W, b), coefficients, intercepts in zip(
        layer_views(run.theta, run.experiment.plan.units), oracle.coefs_, oracle.intercepts_, strict=True
    ):
        coefficients[:], intercepts[:] = W.T, b[:, 0]

    batches = Run(run.experiment, FLOAT64).batches
    losses = []
    for _ in range(steps):
        samples = batches.deal(m)
        penalty = 0.5 * PENALTY * sum((coefficients**2).sum() for coefficients in oracle.coefs_)
        oracle.partial_fit(X[samples], labels[samples])
        losses.append(oracle.loss_ - penalty)
    return losses


@pytest.mark.parametrize("activation", ["linear", "relu", "tanh", "sigmoid"])
@pytest.mark.parametrize("kind", ["xor", "multi_gaussian"])
def test_fifty_steps_give_the_loss_curve_and_the_weights_of_scikit_learn(activation: str, kind: str) -> None:
    run = Run(
        Experiment().changed(
            {
                "data": {"kind": kind},
                "network": {"hidden": [5, 3], "activation": activation},
                "objective": {
                    "loss": "cross_entropy" if kind == "xor" else "squared_error",
                    "regularization": "l2",
                    "regularization_rate": PENALTY,
                },
            }
        ),
        FLOAT64,
    )
    m = run.experiment.training.batch_size
    oracle = (MLPClassifier if kind == "xor" else MLPRegressor)(
        hidden_layer_sizes=(5, 3),
        activation={"linear": "identity", "sigmoid": "logistic"}.get(activation, activation),
        solver="sgd",
        alpha=PENALTY * m,  # scikit-learn divides its penalty by the size of the batch.
        batch_size=m,
        learning_rate_init=run.experiment.optimizer.learning_rate,
        momentum=0.0,
        shuffle=False,
    )
    expected = scikit_learn_losses(run, oracle, 50)
    losses = Cohort([run]).train(50)[:, 0]
    np.testing.assert_allclose(losses, expected, rtol=1e-10, atol=1e-12)
    for (W, b), coefficients, intercepts in zip(
        layer_views(run.theta, run.experiment.plan.units), oracle.coefs_, oracle.intercepts_, strict=True
    ):
        np.testing.assert_allclose(W, coefficients.T, rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(b[:, 0], intercepts, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("normalization", ["none", "batch"])
def test_offsets_lead_to_each_layers_own_parameters(normalization: str) -> None:
    network = {
        "hidden": [3, 2],
        "activations": ["prelu", "tanh"],
        "normalization": normalization,
        "dropout": "classic",
    }
    cohort = Cohort([Run(Experiment().changed({"network": network}))])
    theta = cohort.theta
    theta[0] = np.arange(theta.shape[1])
    layers = cohort.network.layers
    normalizations = [layer for layer in layers if isinstance(layer, BatchNormalization)]
    first, second, output = offsets(layers)
    shift = {"gamma", "beta"} if normalization == "batch" else {"b"}
    assert [first.keys(), second.keys(), output.keys()] == [{"W", "slope"} | shift, {"W"} | shift, {"W", "b"}]
    dense, prelu = layers[0], cohort.network.hidden_layers[0]
    assert isinstance(dense, Dense) and isinstance(prelu, ParametricReLU)
    assert theta[0, first["W"]] == dense.W[0, 0, 0] and theta[0, first["slope"]] == prelu.slope[0, 0, 0]
    for normalized, place in zip(normalizations, (first, second), strict=False):
        assert theta[0, place["gamma"]] == normalized.gamma[0, 0, 0]
        assert theta[0, place["beta"]] == normalized.beta[0, 0, 0]
    last = layers[-1]
    assert isinstance(last, Dense)
    assert theta[0, output["W"]] == last.W[0, 0, 0] and theta[0, output["b"]] == last.b[0, 0, 0]
