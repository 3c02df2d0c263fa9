"""Rates: the numbers that differ between the runs of a cohort, one column (R, 1) for each kind."""

from collections.abc import Sequence

import numpy as np

from engine.array import Array
from engine.layers.stages import leaves
from engine.methods import Method
from engine.network import Network
from engine.run import Run
from engine.schedules import factors


def column(runs: Sequence[Run], part: str, field: str) -> Array:
    """A field of a part of the experiments, (R, 1) in float64."""
    return np.array([[float(getattr(getattr(run.experiment, part), field))] for run in runs])


def read_rates(network: Network, runs: Sequence[Run]) -> None:
    """Take the rates of layers from the experiments, where they may have changed: those of dropout count for every
    answer."""
    if not network.rated:
        return
    described = [[layer.description for layer in leaves(run.experiment.plan.layers)] for run in runs]
    for number, layer in network.rated:
        for field in layer.rates:
            rates = np.array([getattr(each[number], field) for each in described], network.theta.dtype)
            setattr(layer, field, rates[:, np.newaxis, np.newaxis])


def learning_rates(runs: Sequence[Run], taken: int, coming: int) -> Array:
    """The learning rates of `coming` steps, (coming, R, 1), after `taken` steps that the runs have not counted yet."""
    described = [run.experiment.optimizer for run in runs]
    if all(is_steady(run, taken) for run in runs):
        constant = np.array([[[each.learning_rate] for each in described]], runs[0].dtype)
        return constant.repeat(coming, axis=0)
    alpha, period, decay, warmup = np.array(
        [(each.learning_rate, each.period, each.decay, each.warmup) for each in described], np.float64
    ).T
    t = (
        np.array([run.step for run in runs])
        + np.arange(taken, taken + coming, dtype=np.float64)[:, np.newaxis]
    )
    rates: Array = (alpha * factors(described[0].schedule, t, period, decay, warmup)).astype(runs[0].dtype)
    return rates[..., np.newaxis]


def is_steady(run: Run, taken: int = 0) -> bool:
    """Whether all steps have the full learning rate, after `taken` steps that the run has not counted yet."""
    described = run.experiment.optimizer
    return described.schedule == "constant" and described.warmup <= run.step + taken


def coming_rate(run: Run) -> float:
    """The learning rate of a run's next step."""
    if is_steady(run):
        return run.experiment.optimizer.learning_rate
    return float(learning_rates([run], 0, 1)[0, 0, 0])


def method_of(runs: Sequence[Run], slots: Array, weights: Array, kind: type[Method] | None = None) -> Method:
    """How the parameters of runs of one shape move, over their slots (n_slots, R, P): by their own method, or by one of
    another `kind`. `weights` (P,) is 1 for what may decay."""
    kind = kind or runs[0].experiment.method
    rates = {field: column(runs, "optimizer", field) for field in kind.rates}
    if "weight_decay" in rates:
        rates["weight_decay"] = rates["weight_decay"] * weights
    return kind(slots, np.array([[float(run.updates)] for run in runs]), rates)
