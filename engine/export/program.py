"""A program: a trained network as the steps from what a person measures to its answers, for all formats alike."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from engine.activations import ACTIVATIONS, SOFTMAX
from engine.array import FLOAT32, Array
from engine.data.features import features_of
from engine.data.symbols import NONE, Symbols
from engine.experiment import Experiment
from engine.fault import Fault
from engine.heads import heads_of
from engine.layers import ActivationDescription
from engine.layers.building import built
from engine.layers.layer import Form, Layer, as_text, views
from engine.layers.stages import stages
from engine.layers.trace import Step, Trace
from engine.network import Network
from engine.places import Spot, parameters, places, statistics

EXAMPLES = 5
"""The number of samples in an export, with which a person checks that a program answers as the network does."""
NAMES = {"running_mean": "mean", "running_variance": "variance"}
"""Arrays whose names are longer than a course's."""


class Weights(NamedTuple):
    """The parameters of a run, the scales of its standardised data, and the meaning of its numbers."""

    theta: Array
    """(P,)"""
    statistics: Array
    """(S,)"""
    mean: Array
    """(n, 1), of the features"""
    deviation: Array
    """(n, 1)"""
    labels: tuple[tuple[float, float], ...] = ()
    """Mean and deviation of each label, where they are standardised."""
    meaning: tuple[str, ...] = ()
    """See `engine.meaning`."""


class Program(NamedTuple):
    """A sample is X, of the shape `shape_in`, and the answers are the values named in `answers`, the output's first."""

    title: str
    shape_in: Form
    steps: tuple[Step, ...]
    answers: tuple[str, ...]
    arrays: dict[str, Array]
    """By the names that the steps have for them."""
    shapes: Mapping[str, Form]
    """The shape of every value, for one sample."""
    X: Array
    """(n, EXAMPLES), samples that are made up: no row of anybody's file."""
    A: tuple[Array, ...]
    """The network's outputs for them, (n_out, EXAMPLES) for each head."""
    labels: tuple[tuple[float, float], ...] = ()
    """See `Weights`."""
    meaning: tuple[str, ...] = ()
    """See `Weights`."""


def program_of(experiment: Experiment, weights: Weights, step: int) -> Program:
    """The program of a run after so many steps. Fault: its output function is of no known kind."""
    layers = experiment.plan.built()
    arrays, named = arrays_in(layers, weights)
    numbers = {layer: number for number, stage in enumerate(stages(layers)) for layer in stage}
    trace = Trace(numbers, named)
    A = inputs(trace, arrays, experiment, weights)
    for layer in layers:
        A = layer.trace(trace, A)
    answers = outputs(trace, experiment, A)
    X = examples(experiment, weights)
    used = {name for each in trace.steps for name in each.arrays.values()}
    return Program(
        title=f"{title_of(experiment)}, {experiment.data.kind}, after {step:,} iterations",
        shape_in=trace.shapes["X"],
        steps=tuple(trace.steps),
        answers=answers,
        arrays={name: array for name, array in arrays.items() if name in used},
        shapes=trace.shapes,
        X=X,
        A=answers_to(X, experiment, weights),
        labels=weights.labels,
        meaning=weights.meaning,
    )


def title_of(experiment: Experiment) -> str:
    """The units of its layers: 2-4-2-1."""
    return "-".join(as_text(shape) for shape in experiment.plan.shapes)


def arrays_in(layers: list[Layer], weights: Weights) -> tuple[dict[str, Array], dict[Layer, dict[str, str]]]:
    """All that is learned as arrays of their own shapes, by names such as W1; and those names for each layer."""
    lying = {layer: (columns, learned) for layer, columns, learned in places(layers)}
    arrays: dict[str, Array] = {}
    named: dict[Layer, dict[str, str]] = {}
    for spot in (*parameters(layers), *statistics(layers)):
        layer, name = spot.layer, name_of(spot)
        columns, learned = lying[layer]
        found = views(layer.parameters, weights.theta[columns])
        found |= views(layer.statistics, weights.statistics[learned])
        shape = spot.parameter.exported or spot.parameter.shape
        arrays[name] = found[spot.parameter.name].astype(FLOAT32).reshape(shape)
        named.setdefault(layer, {})[spot.parameter.name] = name
    return arrays, named


def name_of(spot: Spot) -> str:
    """W1; what A[1] has once more is called W1_2."""
    name = NAMES.get(spot.parameter.name, spot.parameter.name)
    return f"{name}{spot.number}" + (f"_{spot.nth + 1}" if spot.nth else "")


def inputs(trace: Trace, arrays: dict[str, Array], experiment: Experiment, weights: Weights) -> str:
    """Add the steps from what is measured to what the network is shown: its features, standardised."""
    data = experiment.data
    features = data.chosen_features
    measured = tuple(data.possible_features[: n_measured(experiment)])
    trace.shapes["X"] = (len(measured),) if features else data.shape_in
    A = "X"
    if features and features != measured:
        A = trace.add("F", "features", (A,), (len(features),), features)
    if data.standardize:
        for name, array in (("mean", weights.mean), ("deviation", weights.deviation)):
            arrays[name] = array.reshape(-1, 1).astype(FLOAT32)
        A = trace.add(
            "A0", "standardize", (A,), data.shape_in, None, {"mean": "mean", "deviation": "deviation"}
        )
    return A


def n_measured(experiment: Experiment) -> int:
    """How many numbers of a point are measured: x1 and x2 of the plane, x1 of a line."""
    return 1 if experiment.data.view == "line" else 2


def outputs(trace: Trace, experiment: Experiment, Z: str) -> tuple[str, ...]:
    """Add the output function of every head to its sums, and return the names of the answers."""
    functions: dict[int, Any] = {
        id(each): name for name, each in [*ACTIVATIONS.items(), ("softmax", SOFTMAX)]
    }
    answers = []
    for head, described in enumerate(heads_of(experiment)):
        read = trace.heads.get(head, Z)
        function = functions.get(id(described.loss.at_a_step.output))
        is_stepped = described.loss.at_a_step is not described.loss
        if is_stepped and len(trace.shapes[read]) == 1:
            raise Fault("Chalknet does not export dense layers that answer at each step yet.")
        if function is None:
            raise Fault(
                "Chalknet does not export the output function of the loss {loss} yet.",
                loss=described.loss.title,
            )
        shape = trace.shapes[read]
        if function == "linear":
            answers.append(read)
        elif function == "softmax":
            answers.append(trace.add(f"A{read[1:]}", "softmax", (read,), shape))
        else:
            description = ActivationDescription.model_construct(function=function)
            [layer] = built([description], shape, experiment.plan.around)
            answers.append(trace.add(f"A{read[1:]}", "activation", (read,), shape, layer))
    return tuple(answers)


def examples(experiment: Experiment, weights: Weights) -> Array:
    """Points all over the plane, or features around their mean, (n, EXAMPLES)."""
    generator = np.random.default_rng(0)
    data = experiment.data
    if data.chosen_features:
        low, high = data.domain
        return generator.uniform(low, high, (n_measured(experiment), EXAMPLES)).astype(FLOAT32)
    if data.inputs_are_shares:
        return generator.uniform(0, 1, (data.n_inputs, EXAMPLES)).astype(FLOAT32)
    if data.symbols is not None:
        codes = generator.integers(1, len(data.symbols) + 1, (data.n_steps, EXAMPLES), np.uint8)
        ends = generator.integers(1, data.n_steps + 1, EXAMPLES)
        codes[np.arange(data.n_steps)[:, np.newaxis] >= ends] = NONE
        return Symbols(codes, len(data.symbols), FLOAT32).take(slice(None))
    drawn = generator.normal(0, 1, (data.n_inputs, EXAMPLES))
    return (weights.mean + weights.deviation * drawn).astype(FLOAT32)


def answers_to(X: Array, experiment: Experiment, weights: Weights) -> tuple[Array, ...]:
    """The network's outputs for samples X (n, m), (n_out, m) for each head."""
    if experiment.data.chosen_features:
        X = features_of(X, experiment.data.chosen_features)
    if experiment.data.standardize:
        X = (X - weights.mean) / weights.deviation
    theta, statistics = weights.theta.astype(FLOAT32), weights.statistics.astype(FLOAT32)
    layers = experiment.plan.built()
    network = Network(layers, theta[np.newaxis], statistics[np.newaxis])
    for _, layer in network.rated:
        for rate in layer.rates:
            setattr(layer, rate, np.full((1, 1, 1), getattr(layer.description, rate), FLOAT32))
    [Z] = network.answers(X[np.newaxis].astype(FLOAT32))
    return tuple(head.loss.output.function(Z[head.rows]) for head in heads_of(experiment))
