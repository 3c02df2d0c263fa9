"""The next step of a run, and what it would be with each of the other optimisers."""

from typing import NamedTuple

import numpy as np

from engine import dealing
from engine.array import Array
from engine.cohort import Cohort
from engine.methods import METHODS
from engine.methods.optimizers import clip
from engine.rates import learning_rates, method_of
from engine.regularizers import truncate
from engine.run import Run


class NextStep(NamedTuple):
    """The change of theta (P,) by the next step with a method."""

    method: str
    step: Array
    is_own: bool
    """Whether it is the run's own method, with its slots; the others begin with slots of zeros."""


class NextSteps(NamedTuple):
    steps: list[NextStep]
    coast: Array | None
    """The part of the run's own step that does not come from the gradient of its batch: what it carries on, such as the
    velocity of momentum, (P,)."""


def next_steps(run: Run) -> NextSteps:
    """The step that the run takes next, bit for bit, and those of the other methods that follow a gradient: for the
    same batch, at the same learning rate. A run that follows no gradient has none. The run itself does not change."""
    if not run.method.descends:
        return NextSteps([], None)
    twin = Run(run.experiment, run.dtype)
    twin.restore(run.checkpoint())
    cohort = Cohort([twin])
    m = run.experiment.batch_size
    X, Y = dealing.batch(twin, twin.method.deal(twin.batches, m), m)
    with np.errstate(over="ignore", invalid="ignore"):
        cohort.descent(X[np.newaxis], Y[np.newaxis])
        if cohort.shape.clips:
            clip(cohort.network.gradient, cohort.longest)
        found = [
            NextStep(name, step_of(cohort, name), name == run.experiment.optimizer.kind)
            for name, method in METHODS.items()
            if method.descends
        ]
        coast = step_of(cohort, run.experiment.optimizer.kind, rolls=True)
    return NextSteps(found, coast)


def step_of(cohort: Cohort, name: str, *, rolls: bool = False) -> Array:
    """The step of a cohort of one run with a method along the gradient of the latest pass; where it `rolls`, without
    a gradient and a penalty."""
    [run] = cohort.runs
    network = cohort.network
    method = METHODS[name]
    is_own = name == run.experiment.optimizer.kind
    slots = cohort.slots.copy() if is_own else np.zeros((method.n_slots, *cohort.theta.shape), cohort.dtype)
    mover = method_of(cohort.runs, slots, cohort.weights, method)
    if not is_own:
        mover.t = np.zeros_like(mover.t)
    [alpha] = learning_rates(cohort.runs, 0, 1)
    g = np.zeros_like(network.gradient) if rolls else network.gradient
    theta = cohort.theta.copy()
    mover.move(theta, alpha, g.copy, cohort.latest)
    if cohort.truncates and not rolls:
        truncate(theta, mover.pull(cohort.decay, g, alpha))
    for columns in network.frozen:
        theta[:, columns] = cohort.theta[:, columns]
    step: Array = (theta - cohort.theta)[0]
    return step
