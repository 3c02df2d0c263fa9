"""Runs alone, and the same runs in a cohort."""

from collections.abc import Sequence

import numpy as np

from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.run import Run


def check_alone_is_together(experiments: Sequence[Experiment], steps: int) -> None:
    """After these steps, each run in a cohort is that run alone, bit for bit, and so are its measures."""
    alone = [Run(experiment) for experiment in experiments]
    together = [Run(experiment) for experiment in experiments]
    for run in alone:
        Cohort([run]).train(steps)
    Cohort(together).train(steps)
    found = Cohort(together).evaluate()
    for run, other, evaluation in zip(alone, together, found, strict=True):
        np.testing.assert_array_equal(run.theta, other.theta)
        assert Cohort([run]).evaluate() == [evaluation]
