"""A large network is trained in slices that do not hold up the others, and is shown more rarely."""

import pytest

from app.hosts.costs import largest_cohort, most_frames, most_iterations
from app.hosts.frame import first_sent, sent_places
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
        assert most_iterations(shape) > 500 and most_frames(shape) > 60 and largest_cohort(shape) >= 64


def test_a_large_one_takes_few_steps_at_a_time() -> None:
    shape = shape_of(LARGE)
    assert most_iterations(shape) == 1 and 2 < most_frames(shape) < 10 and 1 < largest_cohort(shape) < 10
    assert most_iterations(shape._replace(batch_size=5000)) == 1


@pytest.mark.parametrize("hidden", [[300], [32], []])
def test_frames_stay_small(hidden: list[int]) -> None:
    experiment = LARGE.changed({"network": {"hidden": hidden}})
    run = Run(experiment)
    start, places = first_sent(run), sent_places(run)
    assert start == 784 * experiment.sizes[1] and places[0] == {"b": 0}
    assert [place["W"] for place in places[1:]] == [experiment.sizes[1]] * len(hidden)


def test_of_the_largest_no_parameter_is_sent() -> None:
    run = Run(LARGE.changed({"network": {"hidden": [300, 100]}}))
    start, places = first_sent(run), sent_places(run)
    assert start == 784 * 300 + 300 + 300 * 100 + 100 + 1010 and places == [{}, {}, {}]
