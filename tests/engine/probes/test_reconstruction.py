"""Reconstructions are what the network says, as pictures of bytes."""

from typing import Any

import numpy as np
import pytest

from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.probes.reconstruction import chosen, in_grey, reconstructions
from engine.probes.samples import pixels_of, sample_inputs
from engine.run import Run


def run_of(seed: int, **data: Any) -> Run:
    return Run(
        Experiment().changed(
            {
                "data": {"kind": "digits", "side": 8, "samples": 100, "seed": seed, **data},
                "network": {"hidden": [3]},
                "objective": {"heads": [{"targets": {"kind": "input"}}]},
            }
        )
    )


@pytest.mark.parametrize("standardize", [False, True])
@pytest.mark.parametrize("test", [False, True])
def test_each_run_says_its_own_pictures_again(standardize: bool, test: bool) -> None:
    cohort = Cohort([run_of(seed, standardize=standardize) for seed in range(2)])
    cohort.train(50)
    found = reconstructions(cohort, test=test)
    assert found.shape == (2, 10, 8, 8) and cohort.shape.reconstructs
    for run, pictures in zip(cohort.runs, found, strict=True):
        data = run.experiment.data
        numbers = chosen(data, test)
        assert len(set(numbers.tolist())) == 10
        assert len(set(run.dataset.labels[0, numbers].tolist())) >= 5
        np.testing.assert_array_equal(reconstructions(Cohort([run]), test=test)[0], pictures)
        originals = pixels_of(data, numbers)
        shown = np.concatenate([sample_inputs(data, n) for n in numbers.tolist()], axis=1)
        # What was standardised is what it was, but for pixels that never differ in training.
        assert np.abs(in_grey(data, shown).astype(int) - originals).max() <= 1


def test_what_is_no_number_or_no_grey_is_cut() -> None:
    data = run_of(0).experiment.data
    A = np.zeros((64, 1), np.float32)
    A[:4, 0] = [np.nan, -3, 7, 0.5]
    assert in_grey(data, A)[0, 0, :4].tolist() == [0, 0, 255, 128]
