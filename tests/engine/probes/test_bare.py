"""Bare parameters are judged as a run would be that has them."""

from typing import Any

import numpy as np
import pytest

from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.probes import bare
from engine.probes.bare import evaluations_at
from engine.run import Run

EXPERIMENTS: list[dict[str, dict[str, Any]]] = [
    {},
    {
        "network": {"normalization": "batch", "dropout": "inverted", "activation": "prelu"},
        "data": {"validation_share": 0.2},
    },
    {"data": {"kind": "gaussians", "classes": 5}, "objective": {"loss": "softmax", "regularization": "l2"}},
    {"data": {"kind": "sine", "features": ["x1"]}, "objective": {"loss": "squared_error"}},
    {"data": {"kind": "digits", "side": 8, "samples": 300}, "objective": {"loss": "softmax"}},
]


@pytest.mark.parametrize("changes", EXPERIMENTS, ids=str)
def test_each_row_is_judged_bit_for_bit_as_a_run_with_its_parameters(
    changes: dict[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = Experiment().changed(changes)
    run = Run(experiment)
    Cohort([run]).train(20)
    before = run.theta.copy(), run.statistics.copy(), len(run.evaluations.steps)
    generator = np.random.default_rng(1)
    theta = run.theta + generator.standard_normal((7, run.theta.size)).astype(np.float32)
    theta[3, 0] = np.inf
    monkeypatch.setattr(bare, "STACKED_NUMBERS", 3 * 500 * sum(experiment.plan.units))
    found = list(evaluations_at(run, theta))
    assert len(found) == 7
    for row, evaluation in zip(theta, found, strict=True):
        other = Run(experiment)
        other.theta, other.statistics = row.copy(), run.statistics.copy()
        [expected] = Cohort([other]).evaluate()
        assert repr(evaluation) == repr(expected)  # Where it is no number, too.
    assert run.theta.tobytes() == before[0].tobytes() and run.statistics.tobytes() == before[1].tobytes()
    assert len(run.evaluations.steps) == before[2]


def test_own_statistics_go_with_own_parameters() -> None:
    experiment = Experiment().changed({"network": {"normalization": "batch"}})
    runs = [Run(experiment.changed({"training": {"seed": seed}})) for seed in range(2)]
    cohort = Cohort(runs)
    cohort.train(20)
    expected = cohort.evaluate()
    assert [*evaluations_at(runs[0], cohort.theta, cohort.statistics)] == expected


def test_rows_of_another_network_are_refused() -> None:
    with pytest.raises(ValueError, match=r"theta is to be \(K, 25\), but is \(2, 24\)"):
        next(evaluations_at(Run(Experiment()), np.zeros((2, 24), np.float32)))
