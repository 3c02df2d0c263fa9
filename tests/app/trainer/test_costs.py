"""A large network is trained in slices that do not hold up the others, and is shown more rarely."""

import pytest

from app.frames.parameters import first_sent, sent_places
from app.trainer.costs import is_heavy, largest_cohort, most_iterations
from engine.experiment import Experiment
from engine.run import Run
from engine.shape import shape_of

LARGE = Experiment().changed(
    {
        "data": {"kind": "digits", "samples": 70_000},
        "network": {"hidden": [300]},
        "objective": {"loss": "softmax"},
        "training": {"batch_size": 64},
    }
)


def test_small_networks_are_never_held_back() -> None:
    widest = Experiment().changed({"network": {"hidden": [16] * 6}})
    for experiment in (Experiment(), widest):
        shape = shape_of(experiment)
        assert most_iterations(shape) > 500 and largest_cohort(shape) >= 64
        assert not is_heavy(shape, 100**2)


def test_a_large_one_is_heavy_by_its_frames_or_its_steps_or_its_maps() -> None:
    shape = shape_of(LARGE)
    assert is_heavy(shape, 100) and most_iterations(shape) == largest_cohort(shape) == 1
    small = shape_of(LARGE.changed({"network": {"hidden": [16]}}))
    assert not is_heavy(small, 100) and is_heavy(small._replace(batch_size=5000), 100)
    widest = shape_of(Experiment().changed({"network": {"hidden": [16] * 6}}))
    assert is_heavy(widest, 200**2)


@pytest.mark.parametrize("hidden", [[300], [32], []])
def test_frames_stay_small(hidden: list[int]) -> None:
    experiment = LARGE.changed({"network": {"hidden": hidden}})
    run = Run(experiment)
    start, places = first_sent(run), sent_places(run)
    assert start == 784 * experiment.plan.units[1] and places[0] == {"b": 0}
    assert [place["W"] for place in places[1:]] == [experiment.plan.units[1]] * len(hidden)


def test_of_the_largest_no_parameter_is_sent() -> None:
    run = Run(LARGE.changed({"network": {"hidden": [300, 100]}}))
    start, places = first_sent(run), sent_places(run)
    assert start == 784 * 300 + 300 + 300 * 100 + 100 + 1010 and places == [{}, {}, {}]
