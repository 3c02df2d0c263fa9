"""Fifty steps of recurrent networks are fifty steps of PyTorch's RNN, GRU and LSTM, masked and truncated, too."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import numpy as np
import pytest

from engine.array import FLOAT32, FLOAT64, Precision
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.layers.recurrent import Recurrent
from engine.layers.stages import weighted
from engine.places import parameters
from engine.run import Run

torch = pytest.importorskip("torch")
nn = torch.nn
torch.set_num_threads(1)

STEPS, BATCH, UNITS, LEARNING_RATE = 50, 20, 5, 0.1
THEIRS = {"recurrent": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}
ECHO = {"kind": "echo", "steps": 7, "delay": 2, "samples": 200}
BRACKETS = {"kind": "brackets", "steps": 10, "samples": 200}


def experiment(data: dict[str, Any], layers: list[dict[str, Any]]) -> Experiment:
    return Experiment().changed(
        {
            "data": data,
            "network": {"layers": layers, "bias": 0.1},
            "objective": {"loss": "softmax"},
            "optimizer": {"kind": "gradient_descent", "learning_rate": LEARNING_RATE},
            "training": {"batch_size": BATCH},
        }
    )


class Theirs:
    """The recurrent layers of an experiment as PyTorch's, with parameters that are slices of theta."""

    def __init__(self, experiment: Experiment, theta: Any) -> None:
        self.layers = weighted(experiment.plan.layers)
        found: dict[int, dict[str, Any]] = {number: {} for number in range(len(self.layers))}
        for spot in parameters(experiment.plan.layers):
            shape = spot.parameter.shape
            rows = int(np.prod(shape[:-1]))
            found[spot.number - 1][spot.parameter.name] = theta[spot.columns].reshape(rows, shape[-1])
        self.found = found

    def run(self, number: int, x: Any, state: Any = None) -> tuple[Any, Any]:
        """What a layer gives for x (T, m, n), and its last state."""
        layer, own = self.layers[number], self.found[number]
        assert isinstance(layer, Recurrent)
        kind = layer.description.kind
        module = THEIRS[kind](layer.n_in, layer.n).to(own["W"].dtype)
        b = own["b"][:, 0]
        beside = torch.zeros_like(b)
        if "c" in own:
            beside = torch.cat([torch.zeros_like(b[: 2 * layer.n]), own["c"][:, 0]])
        given = {
            "weight_ih_l0": own["W"],
            "weight_hh_l0": own["U"],
            "bias_ih_l0": b,
            "bias_hh_l0": beside,
        }
        found: tuple[Any, Any] = torch.func.functional_call(module, given, (x, state))
        return found

    def output(self, h: Any) -> Any:
        own = self.found[len(self.layers) - 1]
        return h @ own["W"].T + own["b"][:, 0]


def detached(state: Any) -> Any:
    return tuple(each.detach() for each in state) if isinstance(state, tuple) else state.detach()


def whole(theirs: Theirs, x: Any, there: Any) -> Any:
    return theirs.output(theirs.run(0, x)[0])


def truncated(theirs: Theirs, x: Any, there: Any) -> Any:
    found, state = [], None
    for part in torch.split(x, 3):
        out, state = theirs.run(0, part, None if state is None else detached(state))
        found.append(out)
    return theirs.output(torch.cat(found))


def masked(theirs: Theirs, x: Any, there: Any) -> Any:
    packed = nn.utils.rnn.pack_padded_sequence(x, there.sum(dim=0), enforce_sorted=False)
    state = theirs.run(0, packed)[1]
    return theirs.output((state[0] if isinstance(state, tuple) else state)[0])


def masked_and_truncated(theirs: Theirs, x: Any, there: Any) -> Any:
    """Two layers, the first cut at every fourth step: step by step, and only where there is one."""
    states: list[Any] = [None, None]
    for t in range(len(x)):
        out = x[t : t + 1]
        for number in range(2):
            state = states[number]
            if state is None:
                out, states[number] = theirs.run(number, out)
                continue
            cut = detached(state) if number == 0 and t % 4 == 0 else state
            _, new = theirs.run(number, out, cut)
            pairs = zip(
                *((each,) if not isinstance(each, tuple) else each for each in (new, state)), strict=True
            )
            mixed = tuple(torch.where(there[t, :, None], one, other) for one, other in pairs)
            states[number] = mixed if isinstance(new, tuple) else mixed[0]
            out = mixed[0]
    last = states[1]
    return theirs.output((last[0] if isinstance(last, tuple) else last)[0])


CASES: dict[str, tuple[Callable[[Theirs, Any, Any], Any], dict[str, Any], list[dict[str, Any]]]] = {
    "whole": (whole, ECHO, [{"returns": "every_step"}]),
    "truncated": (truncated, ECHO, [{"returns": "every_step", "truncation": 3}]),
    "masked": (masked, BRACKETS, [{}]),
    "masked and truncated": (
        masked_and_truncated,
        BRACKETS,
        [{"returns": "every_step", "truncation": 4}, {}],
    ),
}


def loss_of(Z: Any, labels: Any) -> Any:
    """The mean over the samples of the mean over the steps that are asked for; Z is (m, k) or (T, m, k)."""
    if Z.dim() == 2:
        return nn.functional.cross_entropy(Z, labels[0])
    return nn.functional.cross_entropy(Z.reshape(-1, Z.shape[-1]), labels.reshape(-1), ignore_index=-1)


def batches(run: Run) -> Iterator[tuple[Any, Any, Any]]:
    """x (T, m, n), which steps there are (T, m), and the labels."""
    order = Run(run.experiment, run.dtype).batches
    n, T = run.experiment.data.shape_in
    for _ in count():
        batch = order.deal(BATCH)
        x = torch.tensor(run.dataset.X_train[:, batch].reshape(n, T, BATCH).transpose(1, 2, 0).copy())
        yield x, x.any(dim=-1), torch.tensor(run.dataset.labels_train[:, batch].astype(int))


@pytest.mark.parametrize("dtype", [FLOAT32, FLOAT64], ids=str)
@pytest.mark.parametrize("kind", THEIRS)
@pytest.mark.parametrize("case", CASES)
def test_fifty_steps(case: str, kind: str, dtype: Precision) -> None:
    answers, data, layers = CASES[case]
    run = Run(experiment(data, [{"kind": kind, "units": UNITS, **layer} for layer in layers]), dtype)
    theta = torch.tensor(run.theta, requires_grad=True)
    losses = []
    for _, (x, there, labels) in zip(range(STEPS), batches(run), strict=False):
        loss = loss_of(answers(Theirs(run.experiment, theta), x, there), labels)
        losses.append(loss.item())
        [gradient] = torch.autograd.grad(loss, theta)
        theta = (theta - LEARNING_RATE * gradient).detach().requires_grad_(True)
    taken = Cohort([run]).train(STEPS)[:, 0]
    tolerance = 1e-10 if dtype == FLOAT64 else 1e-5
    np.testing.assert_allclose(taken, losses, rtol=tolerance, atol=tolerance)
    np.testing.assert_allclose(run.theta, theta.detach().numpy(), rtol=tolerance, atol=2 * tolerance)
