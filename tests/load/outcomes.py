"""`make bench-outcomes`: what networks of pictures learn, printed as curves and tables. Nothing here is asserted.

python -m tests.load.outcomes [digits | depth | transfer | centers] [--seeds 1 2 ..]
"""

import app.trainer.blas  # noqa: F401  isort: skip  (one thread for linear algebra, as in a host; before NumPy)

import argparse
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine.architectures import ARCHITECTURES
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.probes.embedding import embedding
from engine.recipes import RECIPES
from engine.run import Run
from engine.transfer import origin_of, transferred
from tests.load.digits import accuracy, print_epochs

SEEDS = range(101, 109)
"""No setting was chosen by these."""
SOFTMAX: dict[str, object] = {"loss": "softmax"}


def digits(seeds: Sequence[int]) -> None:
    """LeNet-5 on all of MNIST: at least 98.9 % on the test set within ten epochs."""
    experiment = built("lenet5", data={"kind": "digits", "samples": 70_000}).changed(
        {"optimizer": {"schedule": "cosine", "period": 9380}}
    )
    print_epochs("LeNet-5", seeded(experiment, seeds[0]))


def depth(seeds: Sequence[int]) -> None:
    """Plain and residual networks of 20 and 32 layers on shapes: the plain one is the worse.

    Measured on 2026-11-26, after 800 steps: of 20 layers 83.5 % right without shortcuts and 88.6 with them (four seeds,
    loss of training 0.18 and 0.05), of 32 layers 76.0 and 90.7 (two seeds, 0.40 and 0.07).
    """
    data = {"kind": "shapes", "pixels": 16, "channels": 1, "samples": 2500, "test_share": 0.2}
    for layers in (20, 32):
        for kind in ("plain", "resnet"):
            experiment = built(f"{kind}_{layers}", data).changed({"training": {"batch_size": 32}})
            runs = [Run(seeded(experiment, seed)) for seed in seeds[:4]]
            print_curves(f"{kind}_{layers} on shapes", runs, steps=800, every=100)


def transfer(seeds: Sequence[int]) -> None:
    """Digits 5 to 9 with 10 samples a class: from LeNet-5 of the digits 0 to 4, and from nothing."""
    recipe = RECIPES["digits-0-4"]
    source = Run(recipe.experiment)
    Cohort([source]).train(recipe.steps)
    few = {"digits": [5, 6, 7, 8, 9], "samples": 500, "test_share": 0.9, "balanced": True}
    for name, layers, freeze in (
        ("from nothing", 0, False),
        ("two layers, frozen", 2, True),
        ("two layers, which learn on", 2, False),
        ("four layers, which learn on", 4, False),
    ):
        runs = []
        for seed in seeds:
            changes: dict[str, Any] = {"data": {**few, "seed": seed}, "training": {"seed": seed}}
            experiment, count = transferred(source.experiment, changes, layers or 2, freeze=freeze)
            origin = origin_of(source.experiment, source.theta, source.statistics, count) if layers else ()
            runs.append(Run(experiment, origin=origin))
        print_curves(f"digits 5-9, 10 samples a class, {name}", runs, steps=300, every=30)


def centers(seeds: Sequence[int]) -> None:
    """How far digits lie from their class as a share of how far classes lie apart, with centre loss and without."""
    for weight in (0, 0.01, 0.1):
        experiment = Experiment().changed(
            {
                "data": {"kind": "digits", "samples": 4000, "test_share": 0.25},
                "network": {"hidden": [32], "activation": "relu", "initializer": "he"},
                "objective": {**SOFTMAX, "center_weight": weight},
                "optimizer": {"kind": "adam", "learning_rate": 0.003},
                "training": {"batch_size": 32},
            }
        )
        runs = [Run(seeded(experiment, seed)) for seed in seeds]
        print_curves(f"784-32-10, centre loss with a weight of {weight}", runs, steps=800, every=100)
        of_runs = [embedding(Cohort([run]), 1).tightness[0] for run in runs]
        print(f"  within/between of the hidden layer: {spread(np.array(of_runs), 2)}", flush=True)


def built(architecture: str, data: dict[str, Any]) -> Experiment:
    """An experiment of a ready-made architecture with softmax and Adam, in batches of 64."""
    experiment = Experiment().changed({"data": data})
    layers = ARCHITECTURES[architecture].layers(experiment.data.shape_in)
    return experiment.changed(
        {
            "network": {"layers": layers},
            "objective": SOFTMAX,
            "optimizer": {"kind": "adam", "learning_rate": 0.001},
            "training": {"batch_size": 64},
        }
    )


def seeded(experiment: Experiment, seed: int) -> Experiment:
    """The same with other samples and other initial weights."""
    return experiment.changed({"data": {"seed": seed}, "training": {"seed": seed}})


def print_curves(name: str, runs: Sequence[Run], steps: int, every: int) -> None:
    """The loss of training and the accuracy on the test set of all runs, every so many steps."""
    print(f"\n{name}, {len(runs)} seeds")
    cohorts = [Cohort([run]) for run in runs]
    for step in range(every, steps + 1, every):
        loss = np.array([cohort.train(every).mean() for cohort in cohorts])
        right = np.array([accuracy(cohort, run) for cohort, run in zip(cohorts, runs, strict=True)])
        print(f"  step {step:5}  loss {loss.mean():.4f}  test {spread(100 * right, 1)} %", flush=True)
    print(f"  each: {', '.join(f'{100 * one:.1f}' for one in right)}", flush=True)


def spread(values: Any, places: int) -> str:
    """Mean, standard deviation, least and greatest."""
    mean, deviation = values.mean(), values.std(ddof=min(1, len(values) - 1))
    return (
        f"{mean:.{places}f} ± {deviation:.{places}f} ({values.min():.{places}f} to {values.max():.{places}f})"
    )


OUTCOMES: dict[str, Callable[[Sequence[int]], None]] = {
    "digits": digits,
    "transfer": transfer,
    "centers": centers,
    "depth": depth,
}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"of {', '.join(OUTCOMES)}; without any: all"
    )
    parser.add_argument("--seeds", type=int, nargs="+", default=list(SEEDS))
    given = parser.parse_args()
    for name in given.names or OUTCOMES:
        OUTCOMES[name](given.seeds)
