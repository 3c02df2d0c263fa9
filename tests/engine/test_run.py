"""A run begins the same way from the same seed, changes without losing what fits, and goes back exactly."""

import numpy as np
import pytest

from engine.array import Array
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.places import parameters
from engine.run import Run
from tests.engine.parameters import layer_views


def trained(run: Run, iterations: int) -> Run:
    Cohort([run]).train(iterations)
    return run


def test_restarting_returns_to_the_same_weights_and_the_same_training() -> None:
    run = trained(Run(Experiment()), 60)
    theta = run.theta.copy()
    run.restart(run.experiment)
    assert run.step == 0 and len(run.losses.steps) == 0
    assert run.theta.tobytes() == Run(Experiment()).theta.tobytes()
    assert trained(run, 60).theta.tobytes() == theta.tobytes()


def by_unit(theta: Array, experiment: Experiment) -> dict[tuple[str, int], Array]:
    """What is learned of each unit beside its weights and bias, (n,), by its name and its layer's number."""
    return {
        (spot.parameter.name, spot.number): theta[spot.columns]
        for spot in parameters(experiment.plan.layers)
        if spot.layer.role != "dense"
    }


COURSE = Experiment().changed(
    {
        "network": {"hidden": [5, 3], "activation": "prelu", "normalization": "batch", "dropout": "inverted"},
        "optimizer": {"kind": "adam", "learning_rate": 0.01, "schedule": "cosine", "warmup": 20},
    }
)
"""Everything that a run may have to remember."""


@pytest.mark.parametrize("experiment", [Experiment(), COURSE])
def test_restoring_a_checkpoint_goes_on_bit_for_bit_and_forgets_what_came_after(
    experiment: Experiment,
) -> None:
    run = trained(Run(experiment), 40)
    checkpoint = run.checkpoint()
    trained(run, 47)
    again = Run(run.experiment)
    again.restore(checkpoint)
    trained(again, 47)
    for name in ("theta", "slots", "statistics"):
        assert getattr(again, name).tobytes() == getattr(run, name).tobytes(), name
    run.restore(checkpoint)
    assert run.step == run.losses.steps[-1] == 40
    trained(run, 47)
    assert again.theta.tobytes() == run.theta.tobytes()


def test_every_epoch_shows_every_sample_once() -> None:
    run = Run(Experiment().changed({"training": {"batch_size": 30}}))
    dealt = [run.batches.deal(30) for _ in range(25)]
    seen = np.concatenate(dealt).reshape(3, 250)
    assert (np.sort(seen, axis=1) == np.arange(250)).all()
    assert not (seen[0] == seen[1]).all()


def test_a_unit_more_keeps_the_others() -> None:
    run = trained(Run(Experiment()), 30)
    before = [(W.copy(), b.copy()) for W, b in layer_views(run.theta, run.experiment.plan.units)]
    run.change(run.experiment.changed({"network": {"hidden": [5, 2]}}))
    after = layer_views(run.theta, run.experiment.plan.units)
    np.testing.assert_array_equal(after[0][0][:4], before[0][0])
    np.testing.assert_array_equal(after[1][0][:, :4], before[1][0])
    np.testing.assert_array_equal(after[2][0], before[2][0])
    assert run.step == 30 and len(run.losses.steps) == 30


def test_features_take_their_weights_with_them() -> None:
    run = trained(Run(Experiment()), 30)
    W, _ = layer_views(run.theta.copy(), run.experiment.plan.units)[0]
    run.change(run.experiment.changed({"data": {"features": ["x2", "sin_x1", "x1"]}}))
    moved, _ = layer_views(run.theta, run.experiment.plan.units)[0]
    np.testing.assert_array_equal(moved[:, [2, 0]], W)


def test_a_layer_less_keeps_what_still_reads_the_same() -> None:
    run = trained(Run(Experiment()), 30)
    W, b = layer_views(run.theta.copy(), run.experiment.plan.units)[0]
    run.change(run.experiment.changed({"network": {"hidden": [4]}}))
    first, output = layer_views(run.theta, run.experiment.plan.units)
    np.testing.assert_array_equal(first[0], W)
    np.testing.assert_array_equal(first[1], b)
    fresh = layer_views(Run(run.experiment).theta, run.experiment.plan.units)[1]
    np.testing.assert_array_equal(output[0], fresh[0])


@pytest.mark.parametrize(
    "changes",
    [
        {"objective": {"loss": "cross_entropy"}},
        {"optimizer": {"kind": "least_squares"}},  # Which reads the output as it is, and not through tanh.
        {"data": {"validation_share": 0.2}},
        {"data": {"kind": "blobs"}},
    ],
)
def test_other_losses_begin_a_new_history(changes: dict[str, dict[str, object]]) -> None:
    run = trained(Run(Experiment()), 30)
    run.change(run.experiment.changed(changes))
    assert run.step == 30 and len(run.losses.steps) == 0


@pytest.mark.parametrize(
    ("kind", "loss", "accuracy"), [("circle", 0.02, 0.97), ("xor", 0.15, 0.9), ("gaussians", 0.01, 0.97)]
)
def test_the_default_network_learns(kind: str, loss: float, accuracy: float) -> None:
    """Far enough from the bounds for every kernel that OpenBLAS may pick: on xor it ended between 0.93 and 0.952."""
    run = trained(Run(Experiment().changed({"data": {"kind": kind}})), 2500)
    [evaluation] = Cohort([run]).evaluate()
    assert evaluation.test_loss < loss
    assert evaluation.test_accuracy is not None and evaluation.test_accuracy >= accuracy


def test_from_zero_weights_the_units_of_a_layer_stay_equal() -> None:
    run = Run(Experiment().changed({"network": {"initializer": "zeros", "activation": "sigmoid"}}))
    trained(run, 500)
    for W, _ in layer_views(run.theta, run.experiment.plan.units)[:2]:
        np.testing.assert_allclose(W, np.broadcast_to(W[:1], W.shape), rtol=1e-5)


def test_a_unit_more_keeps_what_was_learned_about_the_others() -> None:
    run = trained(Run(COURSE), 60)
    n, before = run.theta.size, by_unit(run.theta.copy(), run.experiment)
    statistics, [v, s] = run.statistics.copy(), run.slots.copy()
    assert statistics[:5].all() and v.any()
    run.change(run.experiment.changed({"network": {"hidden": [6, 3]}}))
    after = by_unit(run.theta, run.experiment)
    for place, values in before.items():
        np.testing.assert_array_equal(after[place][: len(values)], values)
    # The new unit of the first layer: 2 weights, a bias, 3 weights above it, γ, β and a slope.
    assert run.theta.size == n + 9
    assert (after["gamma", 1][-1], after["beta", 1][-1]) == (1, 0)
    np.testing.assert_array_equal(run.statistics[:5], statistics[:5])
    np.testing.assert_array_equal(run.statistics[-6:], statistics[-6:])
    for slot, old in zip(run.slots, (v, s), strict=True):
        assert slot.size == run.theta.size
        np.testing.assert_array_equal(slot[:10], old[:10])
        assert (slot[10:12] == 0).all()
    trained(run, 10)


def test_another_optimiser_begins_with_empty_slots() -> None:
    run = trained(Run(COURSE), 30)
    run.change(run.experiment.changed({"optimizer": {"learning_rate": 0.02}}))
    assert run.updates == 30 and run.slots.any()
    run.change(run.experiment.changed({"optimizer": {"kind": "adamw"}}))
    assert run.updates == 0 and run.step == 30
    assert run.slots.shape == (2, run.theta.size) and not run.slots.any()


def test_dropout_changes_neither_the_first_weights_nor_the_order_and_can_be_switched() -> None:
    run, plain = Run(Experiment()), Run(Experiment())
    assert run.theta.tobytes() == plain.theta.tobytes()
    run.change(run.experiment.changed({"network": {"dropout": "classic"}}))
    trained(run, 40), trained(plain, 40)
    assert run.batches.order.tobytes() == plain.batches.order.tobytes()
    assert run.theta.tobytes() != plain.theta.tobytes()
    run.change(run.experiment.changed({"network": {"dropout": "none"}}))
    trained(run, 40)


def test_standardised_features_have_mean_0_and_deviation_1_on_the_training_samples() -> None:
    data = {"kind": "gaussians", "features": ["x1", "x2_squared"], "standardize": True, "test_share": 0.8}
    run = Run(Experiment().changed({"data": data}))
    np.testing.assert_allclose(run.dataset.X_train.mean(axis=1), 0, atol=1e-5)
    np.testing.assert_allclose(run.dataset.X_train.std(axis=1), 1, atol=1e-5)
    assert (np.abs(run.dataset.X_test.mean(axis=1)) > 1e-3).any()  # Whose own mean was not looked at.


def test_pixels_of_another_size_keep_nothing_but_the_layers_above_do() -> None:
    digits = Experiment().changed(
        {"data": {"kind": "digits", "side": 8, "samples": 40}, "network": {"hidden": [5, 3]}}
    )
    run = Run(digits)
    Cohort([run]).train(20)
    before = layer_views(run.theta, digits.plan.units)
    run.change(digits.changed({"data": {"side": 16}, "network": {"hidden": [6, 3]}}))
    after = layer_views(run.theta, run.experiment.plan.units)
    assert after[0][0].shape == (6, 256)
    np.testing.assert_array_equal(after[1][0][:, :5], before[1][0])
    np.testing.assert_array_equal(after[0][1][:5], before[0][1])
    fresh, _ = layer_views(Run(run.experiment).theta, run.experiment.plan.units)[0]
    np.testing.assert_array_equal(after[0][0], fresh)


def test_a_unit_more_keeps_the_centres_and_another_class_does_not() -> None:
    objective: dict[str, object] = {"loss": "softmax", "center_weight": 0.1}
    run = trained(
        Run(Experiment().changed({"objective": objective, "data": {"kind": "blobs", "classes": 4}})), 60
    )
    centres = run.statistics.reshape(4, 2).copy()
    assert (np.abs(centres) > 0.05).any(axis=1).all()
    run.change(run.experiment.changed({"network": {"hidden": [4, 3]}}))
    np.testing.assert_array_equal(run.statistics.reshape(4, 3), np.pad(centres, [(0, 0), (0, 1)]))
    trained(run, 10)
    run.change(run.experiment.changed({"data": {"classes": 5}}))
    assert run.statistics.shape == (15,) and not run.statistics.any()
    trained(run, 10)
    run.change(run.experiment.changed({"objective": {"center_weight": 0}}))
    assert run.statistics.size == 0
    trained(run, 10)


def test_from_zero_weights_logistic_regression_learns_all_the_same() -> None:
    """No hidden unit has a twin there: the gradient of W[1] is the samples' own."""
    changes: dict[str, dict[str, object]] = {
        "network": {"hidden": [], "initializer": "zeros"},
        "objective": {"loss": "cross_entropy"},
    }
    run = trained(Run(Experiment().changed({**changes, "data": {"kind": "gaussians"}})), 200)
    [evaluation] = Cohort([run]).evaluate()
    assert evaluation.test_accuracy is not None and evaluation.test_accuracy > 0.98
