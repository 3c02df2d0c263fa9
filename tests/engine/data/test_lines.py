"""Data along a line lies around its function, as far from it as the noise says."""

import numpy as np
import pytest

from engine.data import dataset_of
from engine.data.kinds import described
from engine.data.lines import PointsOfLine, Polynomial, Sine, StepFunction

LINES = [Sine, StepFunction, Polynomial]


@pytest.mark.parametrize("kind", LINES)
@pytest.mark.parametrize("noise", [0, 30])
def test_values_lie_around_the_function(kind: type[PointsOfLine], noise: float) -> None:
    dataset = dataset_of(
        described({"kind": kind.model_fields["kind"].default, "noise": noise, "samples": 5000})
    )
    assert dataset.points.shape == dataset.labels.shape == (1, 5000)
    assert np.abs(dataset.points).max() <= 6
    away = dataset.labels - kind.function(dataset.points)
    own = 0.1 if kind is Polynomial else 0
    assert away.mean() == pytest.approx(0, abs=0.02)
    assert away.std() == pytest.approx(own + noise / 100, rel=0.05, abs=1e-6)


@pytest.mark.parametrize("kind", LINES)
def test_functions_stay_between_minus_one_and_one(kind: type[PointsOfLine]) -> None:
    values = kind.function(np.linspace(-6, 6, 1001))
    assert values.min() == pytest.approx(-1, abs=0.01) and values.max() == pytest.approx(1, abs=0.01)
