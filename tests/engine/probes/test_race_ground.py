"""A race on one surface: paths from a common start, in a plane that stands still while it shows them."""

from typing import Any

import numpy as np
import pytest

from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.fault import Fault
from engine.probes.race_ground import RaceGround
from engine.probes.surface import losses_at
from engine.run import Run

OPTIMIZERS = ("gradient_descent", "momentum", "adam")


def racers(**besides: dict[str, Any]) -> list[Run]:
    return [
        Run(Experiment().changed({**besides, "optimizer": {"kind": kind, "learning_rate": 0.02}}))
        for kind in OPTIMIZERS
    ]


def test_paths_begin_at_one_place_and_the_plane_is_the_best_one() -> None:
    runs = racers()
    ground = RaceGround(runs)
    assert ground.look(runs).surface is None  # All stand at the start.
    surfaces = []
    for _ in range(40):
        for run in runs:
            Cohort([run]).train(3)
        found = ground.look(runs)
        assert found.surface is not None
        surfaces.append(found.surface)
        window = found.surface.window
        assert all(window.holds(place, 1.0) for place in found.places)
    assert len({id(each) for each in surfaces}) < 30  # It stands still for most of the time.
    surface = surfaces[-1]
    plane = surface.plane
    moves = np.array([state - plane.origin for trail in ground.trails for state in trail.states])
    _, sizes, _ = np.linalg.svd(moves)
    shown = np.square(plane.along(moves)).sum()
    assert shown >= 0.85 * np.square(sizes[:2]).sum()
    for number in range(3):
        own = found.places[np.array(found.runs) == number]
        assert np.abs(own[0]).max() < 1e-6
        np.testing.assert_allclose(own[-1:], plane.places_of(runs[number].theta[np.newaxis]), atol=1e-6)
    assert surface.shown().shape == (61, 61)
    points = surface.window.points()[[0, 1830, 3720]]
    losses = losses_at(runs[0], plane.theta_at(points), surface.samples)
    np.testing.assert_allclose(surface.losses.ravel()[[0, 1830, 3720]], losses, rtol=1e-5)
    # Who comes to look later sees the same start.
    later = RaceGround(runs).look(runs)
    assert later.surface is not None
    assert np.abs(later.places[[0, 3, 6]]).max() < 1e-6 and later.runs == [0] * 3 + [1] * 3 + [2] * 3
    for run in runs:
        run.restart(run.experiment)
    assert {*ground.look(runs).runs} == {0, 1, 2} and len(ground.look(runs).runs) == 6


def test_without_a_common_ground_words_say_so() -> None:
    alike = racers()
    for other, words in (
        (Run(Experiment().changed({"network": {"hidden": [3]}})), "different networks"),
        (Run(Experiment().changed({"objective": {"regularization": "l2"}})), "different losses"),
        (Run(Experiment().changed({"data": {"seed": 5}})), "different losses"),
        (Run(Experiment().changed({"training": {"seed": 5}})), "different weights"),
    ):
        with pytest.raises(Fault, match=words):
            RaceGround([*alike, other])
    large: dict[str, dict[str, Any]] = {
        "data": {"kind": "digits", "samples": 200},
        "network": {"hidden": [400]},
    }
    with pytest.raises(Fault, match="too large"):
        RaceGround(racers(**large))
