"""What can be looked at in a network of pictures: a channel counts as a unit."""

import numpy as np

from engine.array import FLOAT64
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.places import Place, place_of
from engine.probes.boundary import boundary, unit_ranges
from engine.probes.confusion import confusion
from engine.probes.gradient_check import check
from engine.probes.graph import graphs
from engine.probes.layers import NOT_APPLICABLE, inside
from engine.probes.samples import cell_inputs
from engine.probes.weights import weight_pictures
from engine.probes.worked_example import Choice, worked_example
from engine.run import Run

EXPERIMENT = Experiment().changed(
    {
        "data": {"kind": "digits", "side": 8, "samples": 60},
        "objective": {"loss": "softmax"},
        "network": {
            "layers": [
                {"kind": "convolution", "channels": 20, "bias": -1},
                {"kind": "activation", "function": "relu"},
                {"kind": "pooling"},
                {"kind": "convolution", "channels": 3, "padding": "same"},
                {"kind": "activation"},
                {"kind": "dense", "units": 4},
            ]
        },
    }
)


def test_a_channel_answers_with_its_mean() -> None:
    cohort = Cohort([Run(EXPERIMENT, FLOAT64)])
    first, second, third, outputs = boundary(cohort, 10)
    assert [maps.shape[1] for maps in (first, second, third, outputs)] == [16, 3, 4, 10]
    assert len(unit_ranges(cohort)) == 16 + 3 + 4 + 10 and unit_ranges(cohort)[16] == (-1, 1)
    hidden, _ = cohort.forward(cell_inputs(EXPERIMENT.data, False)[np.newaxis].astype(float))
    means = hidden[0].reshape(20, 36, -1).mean(axis=1)[:16]
    np.testing.assert_allclose(first.reshape(16, -1), means, atol=1e-7)


def test_the_inside_is_that_of_channels() -> None:
    run = Run(EXPERIMENT)
    dead = 5
    run.theta[: 20 * 9].reshape(20, 9)[dead:] = 0  # Biases of -1 alone: they never answer.
    found = inside(Cohort([run]))
    assert found.norms.shape == (1, 4, 3) and found.activations.counts.sum(axis=-1)[0, 0] == 20 * 36 * 30
    assert found.shares[0, 0, 0] >= 15 / 20 and found.shares[0, 1, 0] == NOT_APPLICABLE


def test_every_other_look_has_its_answer_or_says_that_it_has_none() -> None:
    run = Run(EXPERIMENT)
    cohort = Cohort([run])
    pictures = weight_pictures(cohort)
    assert pictures is not None and pictures.values.shape == (1, 16, 3, 3)
    matrices = confusion(cohort)
    assert matrices is not None and matrices.shape == (1, 2, 10, 10)
    assert graphs(EXPERIMENT).shape[0] == 3
    assert worked_example(run, Choice()) is None
    assert check(run).difference < 1e-3
    assert place_of(EXPERIMENT, 20 * 9 + 20 + 180 * 2 + 7) == Place("W", 2, 2, 7)
