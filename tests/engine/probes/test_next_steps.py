"""The next step is the one that the run takes, bit for bit; the others are those of runs with that optimiser."""

from typing import Any

import numpy as np
import pytest

from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.methods import METHODS
from engine.probes.next_steps import next_steps
from engine.run import Run

NAMES = [name for name, method in METHODS.items() if method.descends]
BESIDES: list[dict[str, dict[str, Any]]] = [
    {},
    {"objective": {"regularization": "l1", "regularization_rate": 0.01}, "network": {"dropout": "inverted"}},
    {"optimizer": {"clip_norm": 0.01, "schedule": "cosine"}, "network": {"normalization": "batch"}},
]


@pytest.mark.parametrize("besides", BESIDES, ids=str)
@pytest.mark.parametrize("name", NAMES)
def test_the_own_step_is_the_next_one(name: str, besides: dict[str, dict[str, Any]]) -> None:
    optimizer = {**besides.get("optimizer", {}), "kind": name, "learning_rate": 0.01}
    run = Run(Experiment().changed({**besides, "optimizer": optimizer}))
    cohort = Cohort([run])
    cohort.train(30)
    before, bookmark = run.theta.copy(), run.batches.bookmark()
    found = next_steps(run)
    assert [each.method for each in found.steps] == NAMES
    [own] = [each for each in found.steps if each.is_own]
    assert own.method == name and run.batches.bookmark() == bookmark and (run.theta == before).all()
    cohort.train(1)
    assert (run.theta - before == own.step).all()


def test_another_optimiser_begins_with_slots_of_zeros() -> None:
    run = Run(Experiment())
    Cohort([run]).train(30)
    steps = {each.method: each.step for each in next_steps(run).steps}
    for name in NAMES:
        other = Run(run.experiment)
        other.restore(run.checkpoint())
        other.change(run.experiment.changed({"optimizer": {"kind": name}}))
        before = other.theta.copy()
        Cohort([other]).train(1)
        assert (other.theta - before == steps[name]).all(), name


def test_a_ball_rolls_on_by_its_velocity() -> None:
    run = Run(
        Experiment().changed({"optimizer": {"kind": "momentum", "momentum": 0.8, "learning_rate": 0.05}})
    )
    Cohort([run]).train(10)
    found = next_steps(run)
    assert found.coast is not None
    np.testing.assert_allclose(found.coast, -0.05 * 0.8 * run.slots[0], rtol=1e-4, atol=1e-7)
    plain = Run(Experiment())
    Cohort([plain]).train(10)
    coast = next_steps(plain).coast
    assert coast is not None and not coast.any()
    solved = Run(Experiment().changed({"optimizer": {"kind": "least_squares"}}))
    assert next_steps(solved) == ([], None)
