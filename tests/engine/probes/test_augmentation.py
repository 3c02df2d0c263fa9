"""The pictures that are shown as those of the next step are those that it is then shown, and the run does not move."""

from typing import Any

import numpy as np
import pytest

from engine.cohort import Cohort
from engine.dealing import deal
from engine.experiment import Experiment
from engine.probes.augmentation import augmented_pictures
from engine.probes.samples import channels_of
from engine.run import Run


def run_of(**data: Any) -> Run:
    return Run(
        Experiment().changed(
            {
                "data": {"kind": "shapes", "pixels": 16, "samples": 60, "test_share": 0.5, **data},
                "network": {"hidden": [4]},
                "objective": {"loss": "softmax"},
                "training": {"batch_size": 10},
            }
        )
    )


@pytest.mark.parametrize("standardize", [False, True])
def test_they_are_what_the_run_learns_from_next(standardize: bool) -> None:
    run = run_of(rotation=40, shift=0.2, color=0.3, standardize=standardize)
    Cohort([run]).train(4)  # The second epoch begins within the next two steps.
    before = run.checkpoint()
    for _ in range(2):
        found = augmented_pictures(run)
        assert found is not None and found.changed.shape == found.originals.shape == (8, 3, 16, 16)
        np.testing.assert_array_equal(found.originals, channels_of(run.experiment.data, found.numbers))
    assert found is not None
    assert run.checkpoint().bookmark == before.bookmark and run.checkpoint().augmenting == before.augmenting
    X, _ = deal([run], 1)
    shown = X[0, 0] * run.dataset.deviation + run.dataset.mean
    pictures = shown[:, :8].T.reshape(8, 3, 16, 16) * 255
    np.testing.assert_allclose(found.changed, pictures, atol=0.51)
    assert np.abs(found.changed.astype(int) - found.originals).max() > 20


def test_pictures_that_stay_as_they_are_are_not_shown() -> None:
    assert augmented_pictures(run_of()) is None
