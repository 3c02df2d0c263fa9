"""A parameter that is set by hand is the only thing that changes, and a cohort trains on with it as the run alone."""

from math import inf, nan
from typing import Any

import numpy as np
import pytest

from engine.cohort import Cohort
from engine.editing import place_in_theta, set_parameter
from engine.experiment import Experiment
from engine.fault import Fault
from engine.places import place_of
from engine.run import Run

ADAM: dict[str, dict[str, Any]] = {"optimizer": {"kind": "adam"}, "network": {"hidden": [3, 2]}}


def trained(changes: dict[str, dict[str, Any]] | None = None, seed: int = 0, steps: int = 20) -> Run:
    run = Run(Experiment().changed({**ADAM, **(changes or {}), "training": {"seed": seed}}))
    Cohort([run]).train(steps)
    return run


@pytest.mark.parametrize(
    ("name", "layer", "unit", "column"), [("W", 1, 2, 1), ("W", 3, 0, 1), ("b", 2, 1, 0), ("b", 3, 0, 0)]
)
def test_one_parameter_has_the_value_and_all_else_stays(
    name: str, layer: int, unit: int, column: int
) -> None:
    run = trained()
    before = run.checkpoint()
    assert not run.weights_edited
    set_parameter(run, name, layer, unit, column, -1.5)
    [changed] = np.flatnonzero(run.theta != before.theta)
    place = place_of(run.experiment, int(changed))
    assert (place.letter, place.layer, place.row, place.column or 0) == (name, layer, unit, column)
    assert run.theta[changed] == -1.5 and run.weights_edited
    assert run.slots.tobytes() == before.slots.tobytes() and run.updates == before.updates
    assert run.step == before.step and len(run.losses.values) == 20


def test_an_edited_run_in_a_cohort_equals_the_run_alone_bit_for_bit() -> None:
    together, alone = [trained(seed=seed) for seed in range(5)], [trained(seed=seed) for seed in range(5)]
    Cohort.of(together).train(3)
    for twin in alone:
        Cohort.of([twin]).train(3)
    for runs in (together, alone):
        set_parameter(runs[2], "W", 2, 0, 1, 0.75)
    Cohort.of(together).train(30)
    for twin in alone:
        Cohort.of([twin]).train(30)
    for run, twin in zip(together, alone, strict=True):
        assert run.theta.tobytes() == twin.theta.tobytes() and run.slots.tobytes() == twin.slots.tobytes()
        assert run.losses.values.tobytes() == twin.losses.values.tobytes()


def test_the_gain_and_shift_of_normalisation_can_be_set_and_the_bias_that_they_replace_cannot() -> None:
    run = trained({"network": {"hidden": [3], "normalization": "batch"}})
    for name in ("gamma", "beta"):
        set_parameter(run, name, 1, 2, 0, 0.5)
    with pytest.raises(Fault, match="Layer 1 has no parameters of the name b"):
        set_parameter(run, "b", 1, 0, 0, 0.5)


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (("W", 1, 0, 0), nan, "between -1,000 and 1,000"),
        (("W", 1, 0, 0), inf, "between -1,000 and 1,000"),
        (("W", 1, 0, 0), -1000.5, "between -1,000 and 1,000"),
        (("W", 1, 0, 0), 1e300, "between -1,000 and 1,000"),
        (("W", 4, 0, 0), 1, "3 layers with weights: 4"),
        (("W", 0, 0, 0), 1, "3 layers with weights: 0"),
        (("W", 1, 3, 0), 1, "Layer 1 has 3 units: 4 is too many"),
        (("W", 1, 0, 2), 1, "2 inputs: 3 is too many"),
        (("b", 1, 0, 1), 1, "1 input: 2 is too many"),
        (("gamma", 1, 0, 0), 1, "no parameters of the name gamma"),
    ],
)
def test_what_is_not_there_or_not_finite_is_refused_and_nothing_changes(
    place: tuple[str, int, int, int], value: float, message: str
) -> None:
    run = trained()
    theta = run.theta
    with pytest.raises(Fault, match=message):
        set_parameter(run, *place, value)
    assert run.theta is theta and not run.weights_edited


def test_the_value_that_is_there_already_edits_nothing() -> None:
    run = trained()
    theta = run.theta
    set_parameter(run, "b", 1, 0, 0, float(run.theta[place_in_theta(run, "b", 1, 0, 0)]))
    assert run.theta is theta and not run.weights_edited


def test_new_weights_are_not_edited() -> None:
    run = trained()
    set_parameter(run, "b", 1, 0, 0, 1)
    run.restart(run.experiment)
    assert not run.weights_edited
