"""An encoder and a decoder: gradients, cohorts, PyTorch's layers after fifty steps, what they write by themselves."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from engine.array import FLOAT32, FLOAT64, Array, Precision
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.layers.encoder_decoder import EncoderDecoder, EncoderDecoderDescription
from engine.places import parameters
from engine.probes.gradient_check import gradient_check
from engine.probes.sequence import by_step, first_answered, through_time, written_on
from engine.probes.worked_example import Choice
from engine.probes.worked_layer import worked_layer
from engine.run import Run
from tests.engine.layers.alone import check_alone_is_together

KINDS = ["recurrent", "gru", "lstm"]
SUMS = [(f"{a}+{b}" if a else f"{b}", f"{a + b}") for a in range(5) for b in range(7, 12)]


def experiment(cells: str, *, layers: int = 1, rate: float = 0.1, **more: Any) -> Experiment:
    return Experiment().changed(
        {
            "data": {"kind": "pairs", "texts": SUMS, "test_share": 0.2},
            "network": {
                "layers": [
                    {"kind": "encoder_decoder", "cells": cells, "units": 3 - layer} for layer in range(layers)
                ],
                "bias": 0.1,
            },
            "objective": {"loss": "softmax"},
            "optimizer": {"kind": "gradient_descent", "learning_rate": rate},
            "training": {"batch_size": 10},
            **more,
        }
    )


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("cells", KINDS)
def test_gradients_are_those_of_finite_differences(cells: str, layers: int) -> None:
    run = Run(experiment(cells, layers=layers), FLOAT64)
    run.theta += 0.3 * np.random.default_rng(1).standard_normal(run.theta.shape)
    some = np.arange(10)
    X, Y = run.dataset.X_train.take(some, axis=1), run.Y_train.take(some, axis=1)
    [check] = gradient_check(Cohort([run]), X[np.newaxis], Y[np.newaxis])
    assert check.largest_difference < 1e-7


@pytest.mark.parametrize("cells", KINDS)
def test_a_run_in_a_cohort_is_that_run_alone(cells: str) -> None:
    changes: list[dict[str, dict[str, Any]]] = [{"training": {"seed": seed}} for seed in range(3)]
    check_alone_is_together([experiment(cells, layers=2).changed(change) for change in changes], steps=20)


def detached(state: Any) -> Any:
    return tuple(each.detach() for each in state) if isinstance(state, tuple) else state.detach()


def theirs(run: Run, theta: Any, X: Array) -> Any:
    """The answers (m, T, k) of PyTorch's layers with parameters that are slices of theta, by one call for all texts of
    one length whose answers begin alike."""
    import torch

    modules: dict[str, Any] = {"recurrent": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}
    block = Cohort([run]).network.layers[0]
    assert isinstance(block, EncoderDecoder)
    assert isinstance(block.description, EncoderDecoderDescription)
    found: list[dict[str, Any]] = [{}, {}, {}]
    for spot in parameters(run.experiment.plan.layers):
        shape = spot.parameter.shape
        found[spot.number - 1][spot.parameter.name] = theta[spot.columns].reshape(-1, shape[-1])
    kind, n = block.encoder.description.kind, block.encoder.n
    given = []
    for own in found[:2]:
        b = own["b"][:, 0]
        beside = torch.zeros_like(b)
        if "c" in own:
            beside = torch.cat([beside[: 2 * n], own["c"][:, 0]])
        names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
        given.append(dict(zip(names, (own["W"], own["U"], b, beside), strict=True)))
    module = modules[kind](block.encoder.n_in, n, batch_first=True).to(theta.dtype)
    asks = run.experiment.data.asking_symbol
    truncation = block.description.truncation
    texts = X.reshape(*run.experiment.data.shape_in, -1).transpose(2, 1, 0)  # (m, T, n)
    answers: list[Any] = [None] * len(texts)
    marks = np.array([(text.any(axis=1).sum(), text[:, asks].argmax()) for text in texts])
    for length, begin in np.unique(marks, axis=0):
        alike = np.flatnonzero((marks == (length, begin)).all(axis=1))
        x = torch.tensor(texts[alike])
        state, parts = None, []
        for first, last in pairwise(sorted({0, begin, length, *range(0, length, truncation or length)})):
            if truncation and first and first % truncation == 0:
                state = detached(state)
            own = given[int(first >= begin)]
            part, state = torch.func.functional_call(module, own, (x[:, first:last], state))
            parts.append(part)
        h = torch.cat([*parts, parts[-1][:, -1:].expand(-1, texts.shape[1] - length, -1)], dim=1)
        for sample, answer in zip(alike, h @ found[2]["W"].T + found[2]["b"][:, 0], strict=True):
            answers[sample] = answer
    return torch.stack(answers)


@pytest.mark.parametrize(
    ("truncation", "dtype", "tolerance"), [(None, FLOAT64, 1e-10), (2, FLOAT64, 1e-10), (2, FLOAT32, 1e-5)]
)
@pytest.mark.parametrize("cells", KINDS)
def test_fifty_steps_are_those_of_pytorch(
    cells: str, truncation: int | None, dtype: Precision, tolerance: float
) -> None:
    """Cut at every second step, the answer's gradient reaches the text only where the answer begins at an odd step."""
    torch = pytest.importorskip("torch")
    torch.set_num_threads(1)
    layer = {"kind": "encoder_decoder", "cells": cells, "units": 4, "truncation": truncation}
    run = Run(experiment(cells, network={"layers": [layer], "bias": 0.1}), dtype)
    theta = torch.tensor(run.theta.copy(), requires_grad=True)
    twin = Run(run.experiment, dtype)
    for _ in range(50):
        batch = twin.method.deal(twin.batches, 10)
        X = run.dataset.X_train.take(batch, axis=1)
        Y = np.asarray(run.Y_train.take(batch, axis=1)).reshape(run.experiment.data.n_classes, -1, 10)
        logs = torch.log_softmax(theirs(run, theta, X), dim=-1)
        targets = torch.tensor(Y.transpose(2, 1, 0).copy())
        loss = (-(targets * logs).sum((1, 2)) / targets.sum((1, 2))).mean()
        [gradient] = torch.autograd.grad(loss, theta)
        theta = (theta - 0.1 * gradient).detach().requires_grad_(True)
    Cohort([run]).train(50)
    np.testing.assert_allclose(run.theta, theta.detach().numpy(), rtol=0, atol=tolerance)


def test_it_writes_by_itself_what_it_is_taught() -> None:
    run = Run(
        experiment(
            "gru",
            optimizer={"kind": "adam", "learning_rate": 0.02},
            network={"layers": [{"kind": "encoder_decoder", "cells": "gru", "units": 24}]},
        )
    )
    cohort = Cohort([run])
    cohort.train(400)
    [found] = cohort.evaluate()
    assert found.train_accuracy == 1
    data = run.experiment.data
    for sample in range(5):
        X = np.asarray(run.dataset.X_train[:, sample : sample + 1])
        by_step = X.reshape(data.shape_in).copy()
        text = "".join(data.symbols[step.argmax()] for step in by_step.T if step.any())  # type: ignore[index]
        asked = text.index("→")
        by_step[:, asked + 1 :] = 0
        written = written_on(cohort, 0, by_step.reshape(X.shape))
        np.testing.assert_array_equal(written, X)


@pytest.mark.parametrize("cells", KINDS)
def test_the_gradient_through_time_goes_on_from_the_decoder_to_the_encoder(cells: str) -> None:
    """Beside finite differences of the loss after a step of the answer by the states of both."""
    run = Run(experiment(cells, layers=2), FLOAT64)
    run.theta += 0.3 * np.random.default_rng(1).standard_normal(run.theta.shape)
    cohort, some = Cohort([run]), np.arange(1)
    X, labels = np.asarray(run.dataset.X_train.take(some, axis=1)), run.dataset.labels_train[:, :1]
    network, begins = cohort.copied([0]), first_answered(run, X)
    network.forward(X[np.newaxis])
    block, *above = network.layers
    assert isinstance(block, EncoderDecoder)
    ends, n, T = begins + 1, block.encoder.n, run.experiment.data.n_steps
    assert 0 < begins < ends < X.reshape(-1, T).any(axis=0).sum()
    given, sums = (
        block.forward(X[np.newaxis]),
        [each.sums(X[np.newaxis]) for each in (block.encoder, block.decoder)],
    )

    def loss(start: int, state: Array) -> float:
        A = given.copy().reshape(1, n, T, 1)
        for t in range(start, ends + 1):
            if t > start:
                nth = int(t >= begins)
                state = (block.encoder, block.decoder)[nth].advance(sums[nth][t], state).after
            A[0, :, t] = state[0, :n]
        Z = A.reshape(given.shape)
        for layer in above:
            Z = layer.predict(Z)
        target = np.zeros((1, run.experiment.data.n_classes, 1))
        target[0, int(labels[ends, 0])] = 1
        found: Array = run.heads[0].loss.at_a_step.value(
            by_step(run, Z[0, :, 0])[np.newaxis, :, [ends]], target
        )
        return float(found[0, 0])

    norms, epsilon = [], 1e-6
    for start in (0, begins - 1, begins, ends):
        state = (block.encoder, block.decoder)[start >= begins].advances[start].after
        slopes = []
        for unit in range(state.shape[1]):
            nudge = np.zeros_like(state)
            nudge[0, unit] = epsilon
            slopes.append((loss(start, state + nudge) - loss(start, state - nudge)) / (2 * epsilon))
        norms.append(float(np.linalg.norm(slopes)))
    found = through_time(cohort, 0, X, labels)
    assert found is not None
    wanted = [norm / norms[-1] for norm in norms]
    np.testing.assert_allclose(found.arriving[ends, [0, begins - 1, begins, ends]], wanted, rtol=1e-4)
    assert np.isnan(found.arriving[:begins]).all()


def test_both_layers_are_seen_through_time_and_worked_out() -> None:
    run = Run(experiment("lstm", layers=2))
    cohort = Cohort([run])
    X = np.asarray(run.dataset.X_train[:, :1])
    found = [through_time(cohort, 0, X, run.dataset.labels_train[:, :1], path) for path in range(3)]
    assert found[0] is not None and [each.number for each in found[0].layers] == [1, 2, 3, 4]
    first, second, again = (each.arriving for each in found if each)
    assert (first != second).any()
    np.testing.assert_array_equal(again, first)  # There are two, each a pair.
    run = Run(experiment("lstm"))
    for layer in range(2):
        worked = [
            worked_layer(run, Choice(layer=layer, unit=step)) for step in range(run.experiment.data.n_steps)
        ]
        ended = [each.told[0].working.numbers.get("ended") for each in worked if each]  # type: ignore[union-attr]
        # The encoder has steps at the beginning alone, the decoder none there.
        assert (ended[0] is None) == (layer == 0) and ended[-1] == (1 if layer == 0 else ended[-1])


def test_it_refuses_data_without_answers_to_write() -> None:
    with pytest.raises(ValidationError, match="a text is read and an answer is written"):
        experiment("gru", data={"kind": "echo"})
