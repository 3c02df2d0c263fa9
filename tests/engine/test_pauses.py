"""Long work has pauses, and they change nothing of what comes out."""

import numpy as np
import pytest

from engine import pauses
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.run import Run

LARGE = Experiment().changed(
    {
        "data": {"kind": "digits", "side": 8, "samples": 4000},
        "network": {"hidden": [300]},
        "objective": {"loss": "softmax"},
        "training": {"batch_size": 1500},
    }
)


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """As long as there were pauses."""
    found: list[None] = []
    monkeypatch.setattr(pauses, "_do", lambda: found.append(None))
    return found


def test_a_product_in_blocks_is_the_product(monkeypatch: pytest.MonkeyPatch, count: list[None]) -> None:
    monkeypatch.setattr(pauses, "BLOCK", 2**12)
    generator = np.random.default_rng(0)
    A, B = generator.standard_normal((2, 20, 30)), generator.standard_normal((2, 30, 70))
    np.testing.assert_allclose(pauses.product(A, B), A @ B)
    np.testing.assert_allclose(pauses.product(A, B[:1]), A @ B[:1])
    out = np.empty((2, 20, 70))
    assert pauses.product(A, B, out) is out
    assert len(count) == 3 * 6  # 16 columns at a time, and one at the end


def test_a_large_run_in_a_cohort_of_many_blocks_is_that_run_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pauses, "BLOCK", 2**21)
    runs, alone = [[Run(LARGE.changed({"training": {"seed": seed}})) for seed in range(2)] for _ in "ab"]
    Cohort(runs).train(2)
    for run, single in zip(runs, alone, strict=True):
        Cohort([single]).train(2)
        assert run.theta.tobytes() == single.theta.tobytes()


def test_a_large_step_and_an_evaluation_can_be_interrupted_and_small_ones_between_two_steps(
    monkeypatch: pytest.MonkeyPatch, count: list[None]
) -> None:
    monkeypatch.setattr(pauses, "BLOCK", 2**21)
    cohort = Cohort([Run(LARGE)])
    count.clear()
    cohort.train(1)
    in_step = len(count)
    cohort.evaluate()
    assert in_step > 20 and len(count) > in_step + 10
    small = Cohort([Run(Experiment())])
    count.clear()
    small.train(7)
    assert len(count) == 7
