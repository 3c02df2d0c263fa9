"""Through time: what a network holds and answers at each step, and what of the gradient arrives at earlier ones."""

from typing import Any

import numpy as np
import pytest

from engine.array import FLOAT64, Array
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.probes.sequence import ThroughTime, through_time
from engine.run import Run

KINDS = ["recurrent", "gru", "lstm"]


def cohort(data: dict[str, Any], kind: str, **layer: Any) -> Cohort:
    experiment = Experiment().changed(
        {
            "data": {"samples": 40, "steps": 6, **data},
            "network": {"layers": [{"kind": kind, "units": 4, **layer}]},
            "objective": {"loss": "squared_error" if data["kind"] in ("wave", "adding") else "softmax"},
        }
    )
    return Cohort([Run(experiment, FLOAT64)])


def read(found: Cohort, sample: int = 0) -> ThroughTime:
    dataset = found.runs[0].dataset
    through = through_time(
        found, 0, dataset.X_train[:, sample : sample + 1], dataset.labels_train[:, sample : sample + 1]
    )
    assert through is not None
    return through


@pytest.mark.parametrize("kind", KINDS)
def test_the_states_and_answers_are_those_of_the_network(kind: str) -> None:
    found = cohort({"kind": "echo", "delay": 2}, kind, returns="every_step")
    through = read(found)
    hidden, outputs = found.forward(found.runs[0].dataset.X_train[:, :1][np.newaxis])
    np.testing.assert_allclose(through.layers[0].states.ravel(), hidden[0].ravel())
    np.testing.assert_allclose(through.outputs.ravel(), outputs.ravel())
    np.testing.assert_allclose(through.outputs.sum(axis=0), 1)
    assert through.labels is not None and through.labels[:2].tolist() == [-1, -1]
    assert [*through.layers[0].gates] == {"recurrent": [], "gru": ["r", "z", "k"], "lstm": [*"ifgoc"]}[kind]


def loss_after(found: Cohort, step: int, start: int, state: Array) -> float:
    """The loss after a step where the network goes on from a state that it had after an earlier one."""
    run, network = found.runs[0], found.copied([0])
    layer: Any = network.layers[0]
    n, T = run.experiment.data.shape_in
    sums = layer.sums(run.dataset.X_train[:, :1][np.newaxis])
    for t in range(start + 1, step + 1):
        state = layer.advance(sums[t], state).after
    A = np.zeros((1, layer.n, T, 1))
    A[0, :, step] = state[0, : layer.n]
    Z = network.layers[1].predict(A.reshape(1, -1, 1)).reshape(1, n, T, 1)[:, :, step]
    target = np.zeros((1, n, 1))
    target[0, int(run.dataset.labels_train[step, 0])] = 1
    loss: Array = run.heads[0].loss.at_a_step.value(Z, target)
    return float(loss[0, 0])


@pytest.mark.parametrize("kind", KINDS)
def test_what_arrives_is_what_finite_differences_say(kind: str) -> None:
    found = cohort({"kind": "echo", "delay": 2}, kind, returns="every_step")
    network = found.copied([0])
    layer: Any = network.layers[0]
    network.forward(found.runs[0].dataset.X_train[:, :1][np.newaxis])
    through, epsilon = read(found), 1e-6
    norms: list[float] = []
    for start in (1, 3, 5):
        state = layer.advances[start].after
        slopes = []
        for unit in range(state.shape[1]):
            nudge = np.zeros_like(state)
            nudge[0, unit] = epsilon
            ends = [loss_after(found, 5, start, state + sign * nudge) for sign in (1, -1)]
            slopes.append((ends[0] - ends[1]) / (2 * epsilon))
        norms.append(float(np.linalg.norm(slopes)))
    wanted = [norm / norms[-1] for norm in norms]
    np.testing.assert_allclose(through.arriving[5, [1, 3, 5]], wanted, rtol=1e-4)
    assert np.isnan(through.arriving[2, 3:]).all() and np.isnan(through.arriving[0]).all()


def test_a_way_back_that_is_cut_is_told_from_one_that_vanishes() -> None:
    cut, whole = (
        read(cohort({"kind": "echo", "delay": 2}, "gru", returns="every_step", truncation=steps))
        for steps in (2, 6)
    )
    assert [each.layers[0].truncation for each in (cut, whole)] == [2, None]
    assert not cut.arriving[5, :4].any() and whole.arriving[5, :4].all()


def test_of_short_sequences_the_loss_comes_from_their_end() -> None:
    found = cohort({"kind": "brackets"}, "gru")
    lengths = found.runs[0].dataset.X_train[:, :20].reshape(2, 6, 20).any(axis=0).sum(axis=0)
    sample = int(np.flatnonzero(lengths == 4)[0])
    through = read(found, sample)
    assert through.length == 4 and through.arriving[3, 3] == 1
    assert np.isfinite(through.arriving[3, :4]).all() and np.isnan(through.arriving[[0, 1, 2, 4, 5]]).all()


def test_a_wave_goes_on_from_its_own_answers() -> None:
    found = cohort({"kind": "wave"}, "recurrent", returns="every_step")
    through = read(found)
    assert through.continued is not None
    np.testing.assert_array_equal(through.continued[:3], through.inputs[0, :3])
    X = through.continued.copy()[np.newaxis, :, np.newaxis]
    np.testing.assert_allclose(found.predict(X)[0, 2:5, 0], through.continued[3:])


def test_a_network_without_memory_has_none_to_show() -> None:
    experiment = Experiment().changed({"data": {"kind": "brackets"}, "objective": {"loss": "softmax"}})
    run = Run(experiment)
    assert through_time(Cohort([run]), 0, run.dataset.X_train[:, :1], None) is None
