"""Augmented pictures are what was asked for; what chance does to them is a run's own, and goes on where it stood."""

from typing import Any

import msgpack
import numpy as np
import pytest

from app.trainer.costs import most_iterations
from app.trainer.hosted_run import HostedRun
from app.trainer.run_document import packed, unpacked
from engine.array import FLOAT32, FLOAT64, Array
from engine.augmentation import Augmentation, changed, draw, moved_boxes, sources
from engine.cohort import Cohort
from engine.data import dataset_of
from engine.dealing import deal
from engine.experiment import Experiment
from engine.probes.gradient_check import check
from engine.probes.worked_example import Choice, worked_example
from engine.run import Run

STRENGTHS: dict[str, Any] = {
    "shift": 0.1,
    "rotation": 20,
    "scale": 0.2,
    "crop": 0.1,
    "flip": 0.5,
    "color": 0.3,
}


def augmented(how: Augmentation, X: Array, generator: Any = None) -> Array:
    return changed(how, X, draw(X.shape[-1], generator or np.random.default_rng(0)))


def pictures(*shape: int, dtype: Any = FLOAT32) -> Array:
    return np.random.default_rng(1).random(shape, dtype)


@pytest.mark.parametrize("shape", [(1, 28, 28, 70), (3, 16, 20, 5), (2, 7, 7, 1)])
@pytest.mark.parametrize("dtype", [FLOAT32, FLOAT64])
def test_no_strength_leaves_every_bit(shape: tuple[int, ...], dtype: Any) -> None:
    """All the arithmetic is done, of an unchanged picture: each pixel comes from itself."""
    X = pictures(*shape, dtype=dtype)
    for hardly in (Augmentation(flip=1e-300), Augmentation(shift=1e-300), Augmentation(rotation=1e-300)):
        found = augmented(hardly, X)
        assert found.dtype == dtype and found.tobytes() == X.tobytes()


def test_each_strength_moves_its_own() -> None:
    X = pictures(3, 12, 12, 200)
    np.testing.assert_array_equal(augmented(Augmentation(flip=1), X), X[:, :, ::-1])
    mirrored = (augmented(Augmentation(flip=0.3), X) != X).any(axis=(0, 1, 2))
    assert 0.2 < mirrored.mean() < 0.4
    for field, most in (("shift", 0.5), ("rotation", 180), ("scale", 1), ("crop", 0.5), ("color", 1)):
        found = augmented(Augmentation(**{field: most}), X)
        assert found.shape == X.shape and (found != X).any(axis=(0, 1, 2)).all()
        assert np.isfinite(found).all() and found.min() >= 0 and found.max() <= 1


def places(how: Augmentation, chance: dict[int, float], size: int = 9) -> tuple[Array, Array]:
    """Where the pixels (size, size) of one picture come from, with some of the numbers of chance other than 1/2."""
    drawn = np.full((8, 1), 0.5)
    drawn[4] = 0
    for number, value in chance.items():
        drawn[number] = value
    x, y = sources(how, drawn, (size, size))
    return x.reshape(size, size), y.reshape(size, size)


def test_pixels_come_from_where_the_geometry_says() -> None:
    down, right = np.indices((9, 9))
    x, y = places(Augmentation(shift=1 / 3), {0: 1, 1: 0})
    np.testing.assert_allclose(x, right - 3, atol=1e-5)  # Things move to the right, and up.
    np.testing.assert_allclose(y, down + 3, atol=1e-5)
    x, y = places(Augmentation(rotation=90), {2: 1})
    np.testing.assert_allclose(x, down, atol=1e-5)  # The lowest row comes from the rightmost column.
    np.testing.assert_allclose(y, 8 - right, atol=1e-5)
    x, y = places(Augmentation(scale=1), {3: 1})
    np.testing.assert_allclose(x, 4 + (right - 4) / 2, atol=1e-5)  # Twice as large.
    x, y = places(Augmentation(crop=0.5), {4: 1, 5: 0, 6: 1})
    np.testing.assert_allclose(x, 4 + (right - 4) / 2 - 9 / 4, atol=1e-5)  # The left lower quarter fills it.
    np.testing.assert_allclose(y, 4 + (down - 4) / 2 + 9 / 4, atol=1e-5)
    x, y = places(Augmentation(shift=1 / 3, rotation=90, flip=1), {0: 1, 2: 1, 7: 0})
    np.testing.assert_allclose(x, down, atol=1e-5)
    np.testing.assert_allclose(y, 4 + (right - 3 - 4), atol=1e-5)


def test_between_pixels_one_sees_both_and_beyond_the_edge_the_edge() -> None:
    ramp = np.tile(np.linspace(0, 1, 9, dtype=FLOAT32), (1, 9, 1))[..., np.newaxis]

    class Half:
        """Chance that moves a picture by half a pixel to the right."""

        def random(self, shape: tuple[int, int]) -> Array:
            drawn = np.full(shape, 0.5)
            drawn[:, 0], drawn[:, 4] = 1, 0
            return drawn

    half: Any = Half()
    found = augmented(Augmentation(shift=1 / 18), ramp, half)[0, 4, :, 0]
    np.testing.assert_allclose(found, np.clip((np.arange(9) - 0.5) / 8, 0, 1), atol=1e-6)


@pytest.mark.parametrize("name", STRENGTHS)
def test_strengths_have_bounds(name: str) -> None:
    for wrong in (-0.1, 200, float("nan")):
        with pytest.raises(ValueError, match="1 validation error"):
            Augmentation(**{name: wrong})


def learning(seed: int = 0, *, steps: str = "adam", **strengths: Any) -> Experiment:
    return Experiment().changed(
        {
            "data": {
                "kind": "shapes",
                "pixels": 16,
                "channels": 1,
                "samples": 60,
                "standardize": True,
                **strengths,
            },
            "network": {"hidden": [8]},
            "objective": {"loss": "softmax"},
            "optimizer": {"kind": steps, "learning_rate": 0.01},
            "training": {"batch_size": 7, "seed": seed},
        }
    )


def trained(experiment: Experiment, steps: int = 30) -> Run:
    run = Run(experiment)
    Cohort([run]).train(steps)
    return run


def test_in_a_cohort_it_is_as_alone_bit_for_bit() -> None:
    experiments = [
        learning(0, **STRENGTHS),
        learning(1, **STRENGTHS),
        learning(0, shift=0.3, color=0.1),
        learning(2, **STRENGTHS),
    ]
    together = [Run(experiment) for experiment in experiments]
    cohort = Cohort(together)
    for steps in (1, 9, 20):
        cohort.train(steps)
    for run, experiment in zip(together, experiments, strict=True):
        assert trained(experiment).theta.tobytes() == run.theta.tobytes()
    assert len({run.theta.tobytes() for run in together}) == 4


def test_neither_weights_nor_order_depend_on_it() -> None:
    plain, changed = Run(learning()), Run(learning(**STRENGTHS))
    assert plain.theta.tobytes() == changed.theta.tobytes()
    assert plain.batches.deal(40).tolist() == changed.batches.deal(40).tolist()
    assert plain.dataset is changed.dataset is dataset_of(learning(seed=4, flip=1).data)
    assert plain.augmenting is None


def test_validation_and_test_pictures_stay_as_they_are() -> None:
    plain, changed = (Cohort([Run(each)]) for each in (learning(), learning(**STRENGTHS)))
    assert plain.evaluate() == changed.evaluate()


def test_a_checkpoint_and_a_document_go_on_where_they_stood() -> None:
    run = trained(learning(**STRENGTHS), 11)
    document = msgpack.unpackb(msgpack.packb(packed(HostedRun(run))))
    checkpoint, theta = run.checkpoint(), run.theta.copy()
    Cohort([run]).train(9)
    after = run.theta.copy()
    run.restore(checkpoint)
    assert run.theta.tobytes() == theta.tobytes()
    again = unpacked(document).run
    for each in (run, again):
        Cohort([each]).train(9)
        assert each.theta.tobytes() == after.tobytes()


def test_a_document_of_before_opens() -> None:
    document = packed(HostedRun(trained(learning(), 3)))
    del document["augmenting"]
    for name in STRENGTHS:
        del document["experiment"]["data"][name]
    run = unpacked(msgpack.unpackb(msgpack.packb(document))).run
    assert run.augmenting is None and run.experiment == learning()
    Cohort([run]).train(2)


def test_it_can_begin_and_end_in_the_middle() -> None:
    run = trained(learning(), 10)
    best = run.best
    run.change(learning(**STRENGTHS))
    assert run.step == 10 and run.best is best and run.augmenting is not None
    assert [milestone.step for milestone in run.milestones] == [10]
    Cohort([run]).train(5)
    state = run.augmenting.bit_generator.state
    run.change(learning())
    Cohort([run]).train(5)
    assert run.augmenting.bit_generator.state == state


def test_a_run_that_stopped_draws_no_more() -> None:
    experiment = learning(**STRENGTHS).changed(
        {"data": {"validation_share": 0.2}, "training": {"patience": 1}}
    )
    runs = [Run(experiment), Run(experiment.changed({"training": {"seed": 5}}))]
    cohort = Cohort(runs)
    for _ in range(40):
        cohort.train(10)
    alone = Run(experiment)
    Cohort([alone]).train(400)
    assert runs[0].stopped_at == alone.stopped_at is not None
    assert alone.augmenting is not None and runs[0].augmenting is not None
    assert runs[0].augmenting.bit_generator.state == alone.augmenting.bit_generator.state
    assert runs[0].theta.tobytes() == alone.theta.tobytes()


def test_all_at_once_they_are_solved_for() -> None:
    experiment = Experiment().changed(
        {
            "data": {"kind": "shapes", "pixels": 16, "channels": 1, "samples": 400, **STRENGTHS},
            "network": {"hidden": [8]},
            "optimizer": {"kind": "least_squares"},
        }
    )
    assert np.isfinite(trained(experiment, 1).theta).all()


def test_the_next_step_is_worked_out_as_it_will_be() -> None:
    run = trained(learning(**STRENGTHS, steps="gradient_descent"), 4)
    example = worked_example(run, Choice())
    assert example is not None
    losses = Cohort([run]).train(1)
    assert example.rates["mean_loss"] == pytest.approx(float(losses[0, 0]), rel=1e-6)
    assert check(run).difference < 1e-5


def test_its_cost_is_reckoned_with() -> None:
    plain, changed = Run(learning()).shape, Run(learning(**STRENGTHS)).shape
    assert most_iterations(changed) < most_iterations(plain)


def test_an_autoencoder_says_again_what_it_was_shown() -> None:
    objective = {
        "heads": [{"targets": {"kind": "input"}}, {"targets": {"kind": "classes"}, "loss": "softmax"}]
    }
    run = Run(learning(**STRENGTHS).changed({"objective": {"loss": "squared_error", **objective}}))
    X, Y = deal([run], 3)
    assert Y.shape[-2] == 256 + 4 and Y[..., :256, :].tobytes() == X.tobytes()
    plain = Run(run.experiment.changed({"data": dict.fromkeys(STRENGTHS, 0)}))
    unchanged = deal([plain], 3)
    assert unchanged[0].tobytes() == unchanged[1][..., :256, :].tobytes() != X.tobytes()
    np.testing.assert_array_equal(unchanged[1][..., 256:, :], Y[..., 256:, :])


@pytest.mark.parametrize(
    "how", [{"shift": 0.2}, {"scale": 0.5}, {"crop": 0.3}, {"flip": 1}, {**STRENGTHS, "rotation": 0}]
)
def test_a_box_follows_its_shape(how: dict[str, Any]) -> None:
    """The box that is learned is the one around what is left of a bright square in the changed picture."""
    rng = np.random.default_rng(3)
    size, m = 60, 40
    corner, side = rng.integers(2, 38, (2, m)), rng.integers(8, 20, m)
    X = np.zeros((1, size, size, m), FLOAT32)
    for k in range(m):
        (left, top), length = corner[:, k], side[k]
        X[0, top : top + length, left : left + length, k] = 1
    boxes = np.stack([*(corner + side / 2), side, side]) / size
    chance = draw(m, np.random.default_rng(0))
    augmentation = Augmentation(**{**how, "color": 0})
    found = moved_boxes(augmentation, boxes, chance, (size, size))
    shown = changed(augmentation, X, chance)[0] > 0.5
    for k in range(m):
        rows, columns = shown[..., k].any(axis=1).nonzero()[0], shown[..., k].any(axis=0).nonzero()[0]
        x, y, width, height = found[:, k] * size
        if not len(rows):
            assert min(width, height) < 1
            continue
        ends = [columns[0], columns[-1] + 1, rows[0], rows[-1] + 1]
        np.testing.assert_allclose(
            [x - width / 2, x + width / 2, y - height / 2, y + height / 2], ends, atol=1.1
        )
    assert found.min() >= 0 and found.max() <= 1


def test_an_unchanged_box_stays_and_one_that_has_left_its_picture_is_cut_off() -> None:
    boxes = np.array([[0.25, 0.5, 0.5, 1.0], [0.9, 0.9, 0.2, 0.2]]).T
    chance = np.full((13, 2), 0.5)
    chance[4] = 0
    np.testing.assert_allclose(
        moved_boxes(Augmentation(shift=0.5), boxes, chance, (20, 20)), boxes, atol=1e-12
    )
    chance[0] = 1  # half of the side to the right
    moved = moved_boxes(Augmentation(shift=0.5), boxes, chance, (20, 20))
    np.testing.assert_allclose(moved[:, 0], [0.75, 0.5, 0.5, 1], atol=1e-12)
    np.testing.assert_allclose(moved[:, 1], [1, 0.9, 0, 0.2], atol=1e-12)


def test_a_run_learns_the_boxes_of_the_pictures_that_it_is_shown() -> None:
    heads = [{"loss": "softmax"}, {"targets": {"kind": "box"}}]
    run = Run(learning(flip=1, standardize=False).changed({"objective": {"heads": heads}}))
    plain = Run(run.experiment.changed({"data": {"flip": 0}}))
    (X, Y), (X_plain, Y_plain) = deal([run], 2), deal([plain], 2)
    shape = (*X.shape[:2], *run.experiment.data.shape_in, X.shape[-1])
    np.testing.assert_array_equal(X.reshape(shape)[..., ::-1, :], X_plain.reshape(shape))
    np.testing.assert_array_equal(Y[..., :4, :], Y_plain[..., :4, :])
    np.testing.assert_allclose(Y[..., 4, :], 1 - Y_plain[..., 4, :], atol=1e-6)
    np.testing.assert_allclose(Y[..., 5:, :], Y_plain[..., 5:, :], atol=1e-6)
    with pytest.raises(ValueError, match="the box around what is in them is no longer known"):
        run.experiment.changed({"data": {"rotation": 10}})


def test_numbers_of_a_box_are_learned_only_where_it_stays() -> None:
    box: dict[str, Any] = {
        "heads": [{"targets": {"kind": "classes"}, "loss": "softmax"}, {"targets": {"kind": "values"}}]
    }
    run = trained(learning(color=0.2).changed({"objective": box}), 5)
    np.testing.assert_array_equal(run.Y_train[4:], run.dataset.labels_train[1:])
    with pytest.raises(ValueError, match="no longer where its label says"):
        run.experiment.changed({"data": {"shift": 0.1}})
