"""The masks of dropout: each thinned network answers as by hand, and the run goes on as if nobody had looked."""

from typing import Any

import numpy as np
import pytest

from engine.checkpoint import state_of
from engine.cohort import Cohort
from engine.evaluation import evaluations_of
from engine.experiment import Experiment
from engine.fault import Fault
from engine.probes.masks import FEWEST, MASKS, STREAM, thinned
from engine.run import Run

DROPOUT: dict[str, Any] = {"hidden": [6, 5], "dropout": "inverted", "dropout_rate": 0.4}


def run_of(**changes: Any) -> Run:
    return Run(Experiment().changed({"network": DROPOUT, "training": {"seed": 4}, **changes}))


@pytest.mark.parametrize("form", ["inverted", "classic"])
def test_a_mask_leaves_the_network_of_the_units_that_are_kept(form: str) -> None:
    run = run_of(network={**DROPOUT, "dropout": form})
    cohort = Cohort([run])
    cohort.train(50)
    [networks] = thinned(cohort, run)
    chance = np.random.default_rng([4, STREAM]).random((MASKS, 11, 1), dtype=np.float32)
    X = run.dataset.X_test
    found = networks.predict(X[np.newaxis])
    sizes = [(6, 2), (5, 6), (1, 5)]
    for mask, kept in enumerate(chance >= np.float32(0.4)):
        A, start, units = X, 0, 0
        for nth, (n, n_in) in enumerate(sizes):
            W = run.theta[start : start + n * n_in].reshape(n, n_in)
            A = W @ A + run.theta[start + n * n_in : start + n * n_in + n].reshape(n, 1)
            start += n * n_in + n
            if nth < 2:
                A = np.tanh(A) * kept[units : units + n] / (0.6 if form == "inverted" else 1)
                units += n
        np.testing.assert_allclose(found[mask], A, rtol=1e-4, atol=1e-5)
    # The figures of each are those of its own answers.
    accuracies = [each.test_accuracy for each in evaluations_of(networks.network, networks.runs)]
    own = (np.sign(found[:, 0]) == np.where(run.dataset.labels_test[0] > 0, 1, -1)).mean(axis=1)
    # Up to a sample on the edge, whose side is a matter of rounding.
    np.testing.assert_allclose(np.array(accuracies, np.float64), own, atol=1.01 / X.shape[1])
    # Without its masks, the network is the one that is used, and each look has the same masks.
    [again] = thinned(cohort, run)
    np.testing.assert_array_equal(again.predict(X[np.newaxis]), found)


def test_a_run_that_is_looked_at_goes_on_as_if_it_were_not() -> None:
    looked, alone = run_of(), run_of()
    for _ in range(4):
        cohort = Cohort.of([looked])
        cohort.train(7)
        for some in thinned(cohort, looked):
            evaluations_of(some.network, some.runs)
        Cohort.of([alone]).train(7)
        assert looked.cohort is cohort
        np.testing.assert_array_equal(looked.theta, alone.theta)
        np.testing.assert_array_equal(looked.losses.values, alone.losses.values)
        assert looked.kept is not None and alone.kept is not None
        np.testing.assert_array_equal(looked.kept, alone.kept)
        assert state_of(looked.chance) == state_of(alone.chance)
        assert len(looked.evaluations.steps) == len(alone.evaluations.steps)


def test_a_run_of_a_cohort_has_the_masks_that_it_has_alone() -> None:
    runs = [run_of(training={"seed": seed}) for seed in (4, 5)]
    cohort = Cohort(runs)
    alone = run_of(training={"seed": 5})
    X = alone.dataset.X_test[np.newaxis]
    [together], [expected] = thinned(cohort, runs[1]), thinned(Cohort([alone]), alone)
    np.testing.assert_array_equal(together.predict(X), expected.predict(X))


def test_a_large_network_has_fewer_masks_at_a_time() -> None:
    run = run_of(
        data={"kind": "digits", "side": 28, "samples": 200},
        network={"hidden": [300], "dropout": "inverted"},
        objective={"loss": "softmax"},
    )
    found = [len(some.runs) for some in thinned(Cohort([run]), run)]
    assert sum(found) == FEWEST and max(found) < FEWEST


def test_networks_without_dropout_and_those_that_are_no_ensemble_are_refused() -> None:
    with pytest.raises(Fault, match="no dropout"):
        next(thinned(Cohort([run := run_of(network={"hidden": [4]})]), run))
    autoencoder = run_of(
        data={"kind": "digits", "side": 8, "samples": 100},
        objective={"heads": [{"targets": {"kind": "input"}}]},
    )
    with pytest.raises(Fault, match="does neither"):
        next(thinned(Cohort([autoencoder]), autoencoder))
