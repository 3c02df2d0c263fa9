"""A list of layers and its short form are one network, bit for bit; and a list can say what the short form cannot."""

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from engine.array import FLOAT64
from engine.changes import begins_elsewhere
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.layers import Dense
from engine.probes.gradient_check import gradient_check
from engine.run import Run

DENSE: dict[str, Any] = {"kind": "dense", "units": 4}
TANH: dict[str, Any] = {"kind": "activation"}
NORMALIZE: dict[str, Any] = {"kind": "batch_normalization"}

SHORT: list[dict[str, dict[str, object]]] = [
    {},
    {"network": {"hidden": []}},
    {"network": {"activations": ["prelu", "leaky_relu"], "slope": 0.2, "initializer": "he", "bias": 0.1}},
    {"network": {"normalization": "batch", "dropout": "classic", "dropout_rates": [0.5, 0.1]}},
    {"network": {"dropout": "inverted"}, "objective": {"loss": "softmax", "center_weight": 0.3}},
    {"network": {"hidden": [12]}, "optimizer": {"kind": "least_squares"}},
]


@pytest.mark.parametrize("changes", SHORT, ids=str)
def test_the_short_form_is_the_list_that_it_stands_for(changes: dict[str, dict[str, object]]) -> None:
    short = Experiment().changed(changes)
    before_output = [layer.model_dump() for layer in short.plan.described[:-1]]
    listed = short.changed({"network": {"layers": before_output}, "objective": {"center_weight": 0}})
    assert listed.plan.units == short.plan.units and "layers" not in short.model_dump()["network"]
    assert Experiment.model_validate(listed.model_dump(mode="json")) == listed
    runs = Run(short), Run(listed)
    assert runs[0].shape == runs[1].shape
    for run in runs:
        Cohort([run]).train(30)
    for name in ("theta", "statistics", "slots"):
        assert getattr(runs[0], name).tobytes() == getattr(runs[1], name).tobytes(), name
    theta = runs[0].theta.copy()
    runs[0].change(listed)
    assert runs[0].theta.tobytes() == theta.tobytes()


ODD: list[list[dict[str, Any]]] = [
    [],
    [TANH],
    [DENSE],
    [DENSE, DENSE],
    [NORMALIZE, DENSE, TANH, NORMALIZE],
    [DENSE, {"kind": "activation", "function": "softplus"}, TANH, {"kind": "dropout", "rate": 0.4}],
    [{"kind": "dropout", "form": "classic"}, DENSE, TANH, DENSE, {"kind": "activation", "function": "prelu"}],
]


@pytest.mark.parametrize("layers", ODD, ids=str)
def test_any_order_learns(layers: list[dict[str, Any]]) -> None:
    # With biases of 0, a sample whose inputs are out would lie at the corner of a function.
    experiment = Experiment().changed({"network": {"layers": layers, "bias": 0.3}})
    run = Run(experiment, FLOAT64)
    X, Y = run.dataset.X_train[np.newaxis, :, :20], run.Y_train[np.newaxis, :, :20]
    [check] = gradient_check(Cohort([run]), X, Y)
    assert check.largest_difference < 1e-6
    assert np.isfinite(Cohort([run]).train(20)).all()
    hidden, _ = Cohort([run]).forward(X)
    assert [A.shape[1] for A in hidden] == list(experiment.plan.units[1:-1])


def test_centres_stand_where_the_list_has_them_and_each_has_its_rate() -> None:
    layers = [DENSE, TANH, {"kind": "center_loss", "weight": 0.2}, DENSE, {"kind": "center_loss"}]
    experiment = Experiment().changed(
        {"network": {"layers": layers}, "objective": {"loss": "softmax"}, "data": {"kind": "blobs"}}
    )
    run = Run(experiment, FLOAT64)
    run.statistics += np.random.default_rng(0).normal(size=24)
    X, Y = run.dataset.X_train[np.newaxis, :, :20], run.Y_train[np.newaxis, :, :20]
    [check] = gradient_check(Cohort([run]), X, Y)
    assert check.largest_difference < 1e-6
    with pytest.raises(ValidationError, match="leave objective"):
        experiment.changed({"objective": {"center_weight": 0.1}})


def test_a_layer_begins_as_it_is_told_and_else_as_the_network() -> None:
    layers = [{**DENSE, "units": 16, "initializer": "zeros", "bias": 0.5}, TANH, DENSE]
    experiment = Experiment().changed({"network": {"layers": layers, "initializer": "uniform", "bias": 0.25}})
    cohort = Cohort([Run(experiment)])
    first, _, second, output = cohort.network.layers
    assert isinstance(first, Dense) and isinstance(second, Dense) and isinstance(output, Dense)
    assert not first.W.any() and (first.b == 0.5).all()
    assert 0.3 < np.abs(second.W).max() <= 0.5 and (second.b == 0.25).all() and (output.b == 0.25).all()
    for field, value in (("initializer", "he"), ("bias", 0.1)):
        other = [{**layers[0], field: value}, *layers[1:]]
        assert begins_elsewhere(experiment, experiment.changed({"network": {"layers": other}}), step=5)
    frozen = [{**layers[0], "frozen": True}, *layers[1:]]
    assert not begins_elsewhere(experiment, experiment.changed({"network": {"layers": frozen}}), step=5)
