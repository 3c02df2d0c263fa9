"""A method of learning that the engine does not know: registered here, it trains like the engine's own."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from pydantic import ValidationError

from engine.array import Array
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.methods.method import METHODS, Method, Taken, register
from engine.methods.optimizers import GradientMethod
from engine.probes.layers import inside
from engine.run import Run


class SignDescent(GradientMethod):
    """θ ← θ - α sgn(g)"""

    def update(self, theta: Array, g: Array, alpha: Array) -> None:
        theta -= alpha * np.sign(g)


class Halving(Method):
    """It takes two steps, each of which halves every parameter."""

    descends = False
    steps = 2

    def move(self, theta: Array, alpha: Array, gradient: Callable[[], Array], taken: Taken) -> None:
        theta *= 0.5


@pytest.fixture(autouse=True)
def toys() -> Iterator[None]:
    register("sign_descent", SignDescent)
    register("halving", Halving)
    yield
    del METHODS["sign_descent"], METHODS["halving"]


def test_a_toy_optimiser_steps_along_the_sign_of_the_gradient() -> None:
    toy = Run(Experiment().changed({"optimizer": {"kind": "sign_descent", "learning_rate": 0.25}}))
    before = toy.theta.copy()
    Cohort([toy]).train(1)
    moved = np.abs(toy.theta - before)
    np.testing.assert_allclose(moved[moved > 0], 0.25, rtol=1e-6)
    assert inside(Cohort([toy])).norms[0, 1, 2] == pytest.approx(np.sqrt(8 * 0.25**2))


def test_a_toy_solver_stops_after_its_steps() -> None:
    toys = [
        Run(Experiment().changed({"optimizer": {"kind": "halving"}, "training": {"seed": seed}}))
        for seed in range(3)
    ]
    before = [toy.theta.copy() for toy in toys]
    assert np.isfinite(Cohort(toys).train(1)).all()
    losses = Cohort(toys).train(5)
    assert np.isfinite(losses[0]).all() and np.isnan(losses[1:]).all()
    for toy, start in zip(toys, before, strict=True):
        assert toy.stopped_at == 2
        np.testing.assert_array_equal(toy.theta, start / 4)


def test_the_schema_names_it_and_others_are_refused() -> None:
    kind = Experiment.model_json_schema()["$defs"]["Optimizer"]["properties"]["kind"]
    assert {"adam", "sign_descent", "halving"} <= set(kind["enum"]) and kind["type"] == "string"
    for unknown in ("magic", 5, None):
        with pytest.raises(ValidationError, match=r"'gradient_descent', .*'halving'"):
            Experiment.model_validate({"optimizer": {"kind": unknown}})
