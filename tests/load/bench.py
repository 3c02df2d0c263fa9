"""`make bench`: what the budgets of the design speak of, timed on this machine.

The machine is noisy, so every figure is the best of several rounds, and what is compared is compared within one
run, in turns. Nothing here is asserted.
"""

import app.trainer.blas  # noqa: F401  isort: skip  (one thread for linear algebra, as in a host; before NumPy)

import asyncio
import time
from collections.abc import Callable

import numpy as np

from app.frames.look import Sight, Watched
from app.frames.looks import views_of
from app.frames.maps import Maps
from app.trainer.hosted_run import HostedRun
from app.trainer.run_host import RunHost
from app.wire.messages import pack_frame
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.probes.boundary import boundary, quantized, unit_ranges
from engine.probes.plane import random_plane
from engine.probes.surface import SIDE, Surface, Window, losses_at
from engine.run import Run
from tests.load import oracles
from tests.load.end_to_end import frames_a_second

SMALL = Experiment()
LARGE = SMALL.changed(
    {
        "data": {"features": ["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"]},
        "network": {"hidden": [8] * 6},
    }
)
DIGITS = SMALL.changed(
    {
        "data": {"kind": "digits", "samples": 70_000},
        "network": {"hidden": [300], "activation": "relu", "initializer": "he"},
        "objective": {"loss": "softmax"},
        "training": {"batch_size": 64},
    }
)
ROUNDS = 5
SECONDS = 0.5
"""At least so many rounds, for at least so long: a noisy neighbour seldom stays longer."""


def best(work: Callable[[], object], repeat: int = 1) -> float:
    """Seconds that `work` takes once, in the best of the rounds of `repeat` calls."""
    work()
    times: list[float] = []
    end = time.perf_counter() + SECONDS
    while len(times) < ROUNDS or time.perf_counter() < end:
        began = time.perf_counter()
        for _ in range(repeat):
            work()
        times.append((time.perf_counter() - began) / repeat)
    return min(times)


def runs_of(experiment: Experiment, count: int) -> list[Run]:
    return [Run(experiment.changed({"training": {"seed": seed}})) for seed in range(count)]


def name_of(experiment: Experiment) -> str:
    return "-".join(map(str, experiment.plan.units))


def steps() -> None:
    """A step of one run, alone and in cohorts, beside the other libraries."""
    for experiment, count, sizes in (
        (SMALL, 200, (1, 4, 16, 64, 200)),
        (LARGE, 200, (1, 4, 16, 64, 200)),
        (DIGITS, 20, (1, 4)),
    ):
        print(f"\nA step of {name_of(experiment)}, batch {experiment.training.batch_size}")
        single = Cohort(runs_of(experiment, 1))
        alone = best(lambda: single.train(count)) / count  # noqa: B023
        for library, step in oracles.steps(experiment).items():
            theirs = best(step, count)
            print(f"  {library:<14} {theirs * 1e6:8.1f} µs      {theirs / alone:6.2f} times ours alone")
        for size in sizes:
            cohort = Cohort(runs_of(experiment, size))
            each = best(lambda: cohort.train(count // 2)) / (count // 2) / size  # noqa: B023
            print(f"  cohort of {size:<4} {each * 1e6:8.2f} µs a run {each / alone:6.2f} times one alone")


def visible_steps() -> None:
    """One epoch, both losses, every unit over a 100 x 100 grid as bytes."""
    print("\nA visible step: an epoch, both losses, every unit over 100 x 100 as bytes")
    for experiment, budget in ((SMALL, 1.0), (LARGE, 3.5)):
        cohort = Cohort(runs_of(experiment, 1))
        epoch = experiment.data.n_train // experiment.training.batch_size
        parts = {
            "epoch": lambda: cohort.train(epoch),  # noqa: B023
            "losses": lambda: cohort.evaluate(),  # noqa: B023
            "maps": lambda: boundary(cohort, 100),  # noqa: B023
        }
        maps, ranges = np.concatenate(boundary(cohort, 100), axis=1), unit_ranges(cohort)
        parts["bytes"] = lambda: quantized(maps, ranges)  # noqa: B023
        took = {name: best(part) * 1e3 for name, part in parts.items()}
        total = sum(took.values())
        split = ", ".join(f"{name} {ms:.2f}" for name, ms in took.items())
        print(f"  {name_of(experiment):<18} {total:6.2f} ms, {total / budget:5.2f} of its budget ({split})")


def frames() -> None:
    """What it costs to turn runs into frames on the pipe."""
    print("\nFrames (output 50 x 50, units 17 x 17)")
    for experiment in (SMALL, LARGE):
        cohort = Cohort(runs_of(experiment, 16))
        [evaluation, *_] = cohort.evaluate()
        hosted = HostedRun(cohort.runs[0], evaluation=evaluation)
        watched = Watched(0, hosted.run, hosted.standing, views_of({}), False)
        sight = Sight(50, 3, ())
        probe = best(lambda: Maps(cohort, sight, [watched])) / 16  # noqa: B023
        arrays = dict(Maps(cohort, sight, [watched]).of(watched))
        encode = best(lambda: pack_frame({}, arrays), 50)  # noqa: B023
        print(
            f"  {name_of(experiment):<18} probe {probe * 1e6:6.1f} µs a run, encode {encode * 1e6:5.1f} µs, "
            f"{sum(array.nbytes for array in arrays.values())} bytes"
        )
    host = RunHost()
    for index in range(200):
        host.start(str(index), SMALL.changed({"training": {"seed": index}}))
        host.watch(str(index), str(index), {})
        host.control(str(index), {"do": "play"})
    ticks = iter(range(10_000))
    tick = best(lambda: list(host.advance(1000 + next(ticks) * 0.05)), 3)
    print(f"  200 runs, a tick of 50 ms of play: {tick * 1e3:.1f} ms of engine time")


def surfaces() -> None:
    """The loss surface over a plane: all its points, and what a frame of a run that plays computes of it."""
    print(f"\nA loss surface of {SIDE} x {SIDE} points, in one process; the budget is a second")
    for experiment in (SMALL, LARGE):
        run = Run(experiment)
        surface = Surface(run, random_plane(run, 0), Window(0, 0, 1))
        points = surface.plane.theta_at(surface.window.points())
        took = best(lambda: losses_at(run, points, surface.samples))  # noqa: B023
        print(f"  {name_of(experiment):<18} {took * 1e3:7.1f} ms of {surface.samples} samples")


def end_to_end() -> None:
    """Engine process, pipe, server, socket, decoding client."""
    print("\nEnd to end, every frame decoded and acknowledged, server and clients on this machine")
    for count, rate in ((1, 60), (30, 20)):
        result = asyncio.run(frames_a_second(count, rate, seconds=6))
        print(
            f"  {count:3} pages asking for {rate}: {result.frames_a_second:5.1f} frames and "
            f"{result.bytes_a_second / 1000:5.1f} kB a second each, interval p95 {result.interval_p95 * 1e3:.0f} ms"
        )


if __name__ == "__main__":
    steps()
    visible_steps()
    frames()
    surfaces()
    end_to_end()
