"""Early stopping ends a training exactly where patience runs out, with the weights of the lowest validation loss."""

import numpy as np
import pytest

from engine.cohort import Cohort
from engine.early_stopping import epoch_ends
from engine.experiment import Experiment
from engine.run import Run

PATIENCE = 3
OVERFITTING = Experiment().changed(
    {
        "data": {"samples": 80, "noise": 40, "validation_share": 0.25, "test_share": 0.25},
        "network": {"hidden": [16, 16], "normalization": "batch"},
        "optimizer": {"kind": "adam", "learning_rate": 0.03},
        "training": {"batch_size": 7, "patience": PATIENCE},
    }
)


def epoch_by_epoch(experiment: Experiment) -> tuple[list[int], list[float], list[bytes]]:
    """Step, validation loss and theta at the end of every epoch of a run that never stops by itself."""
    run = Run(experiment.changed({"training": {"patience": 0}}))
    steps, losses, thetas = [], [], []
    for end in epoch_ends(0, 600, 7, 40).tolist():
        Cohort([run]).train(end - run.step)
        [evaluation] = Cohort([run]).evaluate()
        assert evaluation.validation_loss is not None
        steps.append(run.step)
        losses.append(evaluation.validation_loss)
        thetas.append(run.theta.tobytes())
    return steps, losses, thetas


def test_it_stops_when_patience_runs_out_and_the_best_weights_are_back() -> None:
    steps, losses, thetas = epoch_by_epoch(OVERFITTING)
    last = next(
        n for n in range(PATIENCE, len(losses)) if min(losses[: n - PATIENCE + 1]) <= min(losses[: n + 1])
    )
    best = int(np.argmin(losses[: last + 1]))
    assert best == last - PATIENCE and best > 0
    for slices in ([600], [1] * 600, [45] * 13):
        run = Run(OVERFITTING)
        taken = np.concatenate([Cohort([run]).train(iterations) for iterations in slices])
        assert run.best is not None
        assert (run.stopped_at, run.step, run.best.step) == (steps[last], steps[last], steps[best])
        assert run.theta.tobytes() == thetas[best] and run.best.loss == losses[best]
        assert not run.slots.any() and run.updates == 0
        assert np.isfinite(taken[: run.step]).all() and np.isnan(taken[run.step :]).all()
        [evaluation] = Cohort([run]).evaluate()
        assert evaluation.validation_loss == losses[best]  # The running statistics are the best ones, too.


def test_it_goes_on_anew_when_it_is_told_to() -> None:
    run = Run(OVERFITTING)
    Cohort([run]).train(600)
    stopped_at = run.stopped_at
    assert stopped_at is not None and run.best is not None
    best = run.best
    run.go_on()
    Cohort([run]).train(6)
    assert run.step == stopped_at + 6 and run.best == best
    Cohort([run]).train(600)
    assert run.stopped_at is not None and run.stopped_at > stopped_at
    if run.best is best:
        assert run.theta.tobytes() == best.theta.tobytes()


def test_what_makes_the_losses_incomparable_forgets_the_best() -> None:
    run = Run(OVERFITTING)
    Cohort([run]).train(600)
    best = run.best
    run.change(run.experiment.changed({"optimizer": {"learning_rate": 0.01}}))
    assert run.stopped_at is None and run.best is best
    run.change(run.experiment.changed({"network": {"hidden": [16, 15]}}))
    assert run.best is None
    Cohort([run]).train(20)


def test_a_checkpoint_remembers_how_long_it_has_waited() -> None:
    run, again = Run(OVERFITTING), Run(OVERFITTING)
    steps = epoch_ends(0, 600, 7, 40)
    while run.waited < 2:
        Cohort([run]).train(int(steps[np.searchsorted(steps, run.step, side="right")]) - run.step)
    again.restore(run.checkpoint())
    for each in (run, again):
        Cohort([each]).train(600)
    assert run.stopped_at == again.stopped_at is not None
    assert run.theta.tobytes() == again.theta.tobytes()


@pytest.mark.parametrize(
    ("seen", "size", "n_train"), [(0, 10, 250), (245, 10, 250), (13, 7, 40), (0, 40, 40), (3, 1, 5)]
)
def test_an_epoch_ends_where_the_last_of_all_samples_has_been_seen(
    seen: int, size: int, n_train: int
) -> None:
    expected = [t for t in range(1, 101) if (seen + t * size) // n_train > (seen + (t - 1) * size) // n_train]
    assert epoch_ends(seen, 100, size, n_train).tolist() == expected


def test_the_three_sets_share_no_sample_and_only_the_first_is_standardised_by() -> None:
    data: dict[str, object] = {
        "validation_share": 0.2,
        "test_share": 0.3,
        "standardize": True,
        "samples": 100,
    }
    dataset = Run(Experiment().changed({"data": data})).dataset
    raw = Run(Experiment().changed({"data": {**data, "standardize": False}})).dataset
    sets = [raw.X_train, raw.X_validation, raw.X_test]
    assert [X.shape[1] for X in sets] == [50, 20, 30]
    np.testing.assert_array_equal(np.concatenate(sets, axis=1), raw.points)
    np.testing.assert_allclose(dataset.X_train.mean(axis=1), 0, atol=1e-6)
    mean, deviation = raw.X_train.mean(axis=1, keepdims=True), raw.X_train.std(axis=1, keepdims=True)
    expected = (raw.X_validation - mean) / deviation
    np.testing.assert_allclose(dataset.X_validation, expected, rtol=1e-4, atol=1e-5)
