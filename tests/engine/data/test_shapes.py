"""Shapes are what their labels say, where their boxes say; the seed draws all of it."""

from typing import Literal

import numpy as np
import pytest
from numpy.typing import NDArray

from app.hosts.memory import memory_of
from engine.array import FLOAT32, FLOAT64, Array
from engine.cohort import Cohort
from engine.data import dataset_of, kinds
from engine.data.shapes import SHAPES, Shapes, drawn
from engine.experiment import Experiment
from engine.probes.confusion import confusion
from engine.run import Run


def sheet(count: int = 400, side: int = 32, channels: int = 3) -> tuple[NDArray[np.uint8], Array]:
    pixels, labels = drawn(np.random.default_rng(5), count, (channels, side, side))
    return pixels.reshape(count, channels, side, side), labels


@pytest.mark.parametrize(("pixels", "channels"), [(16, 1), (23, 3), (32, 3)])
def test_the_seed_draws_pictures_of_the_asked_form(pixels: int, channels: Literal[3, 1]) -> None:
    data = Shapes(pixels=pixels, channels=channels, samples=90, seed=3, validation_share=0.1)
    assert data.shape_in == (channels, pixels, pixels) and data.picture == (pixels, pixels)
    assert len(set(data.inputs)) == data.n_inputs == channels * pixels**2
    dataset = data.dataset(FLOAT32)
    X = [dataset.X_train[:, :], dataset.X_validation[:, :], dataset.X_test[:, :]]
    assert [each.shape[1] for each in X] == [data.n_train, data.n_validation, data.n_test] == [36, 9, 45]
    assert all(each.dtype == FLOAT32 and each.min() >= 0 and each.max() <= 1 for each in X)
    again, other = (
        data.dataset(FLOAT32),
        Shapes(pixels=pixels, channels=channels, samples=90, seed=4).dataset(FLOAT64),
    )
    np.testing.assert_array_equal(dataset.X_train[:, :], again.X_train[:, :])
    np.testing.assert_array_equal(dataset.labels, again.labels)
    assert np.any(dataset.labels != other.labels) and other.X_train[:, :].dtype == FLOAT64


def test_each_class_has_as_many_and_labels_go_with_their_pictures() -> None:
    data = Shapes(samples=400)
    dataset = dataset_of(data)
    assert np.bincount(dataset.labels[0].astype(int)).tolist() == [100] * 4
    assert data.label_classes == (4, 0, 0, 0, 0) and len(dataset.labels) == 5
    assert data.class_names == ("disc", "square", "triangle", "cross")
    np.testing.assert_array_equal(dataset.labels_test, dataset.labels[:, data.n_train :])


@pytest.mark.parametrize("channels", [1, 3])
def test_what_stands_out_fills_the_box_and_nothing_else_does(channels: int) -> None:
    pictures, (_, x, y, width, height) = sheet(channels=channels)
    assert (x - width / 2).min() >= 0 and (x + width / 2).max() <= 1
    assert (y - height / 2).min() >= 0 and (y + height / 2).max() <= 1
    at = (np.arange(32) + 0.5) / 32
    across, along = (
        np.abs(at - x[:, None]) - width[:, None] / 2,
        np.abs(at - y[:, None]) - height[:, None] / 2,
    )
    pixel = 1 / 32
    within = (along < pixel)[:, :, None] & (across < pixel)[:, None, :]
    # The background is a plane but for its grain: where the shape is, the picture is far from that.
    ground = np.stack([np.ones((32, 32)), *np.meshgrid(at, at)]).reshape(3, -1)
    differs = np.zeros((len(pictures), 32, 32), bool)
    for picture, inside, marked in zip(pictures, within, differs, strict=True):
        outside = ~inside.ravel()
        for channel in picture.reshape(channels, -1) / 255:
            fitted = np.linalg.lstsq(ground[:, outside].T, channel[outside])[0]
            marked |= (np.abs(channel - fitted @ ground) > 0.2).reshape(32, 32)
    assert not differs[~within].any()
    filled = differs.any(axis=1).sum(axis=1), differs.any(axis=2).sum(axis=1)
    np.testing.assert_allclose(filled[0], 32 * width, atol=2.6)
    np.testing.assert_allclose(filled[1], 32 * height, atol=2.6)


def test_a_shape_has_its_corners_and_its_area() -> None:
    for shape in SHAPES[1:]:
        assert shape.corners is not None
        np.testing.assert_allclose(np.hypot(*shape.corners), 1, atol=1e-6, err_msg=shape.name)
        np.testing.assert_allclose(shape.distance(*shape.corners.astype(FLOAT32)), 0, atol=1e-6)
    at = (np.arange(400, dtype=FLOAT32) + 0.5) / 400 * 2.4 - 1.2
    x, y = np.meshgrid(at, at)
    found = {shape.name: float((shape.distance(x, y) < 0).mean()) * 2.4**2 for shape in SHAPES}
    wide, long = 0.32, np.sqrt(1 - 0.32**2)
    known = {
        "disc": np.pi,
        "square": 2,
        "triangle": 3 * np.sqrt(3) / 4,
        "cross": 8 * wide * long - 4 * wide**2,
    }
    assert found == pytest.approx(known, rel=0.01)


def test_colours_places_and_sizes_vary() -> None:
    pictures, (_, x, y, width, _) = sheet()
    assert x.std() > 0.1 and y.std() > 0.1 and width.std() > 0.08
    corners = pictures[:, :, 0, 0].astype(float)
    assert corners.std(axis=0).min() > 40


def test_bounds_are_kept() -> None:
    for wrong in ({"pixels": 15}, {"pixels": 33}, {"samples": 20_000}, {"samples": 9}):
        with pytest.raises(ValueError, match="than or equal"):
            kinds.described({"kind": "shapes", **wrong})


def learning(seed: int = 0) -> Experiment:
    return Experiment().changed(
        {
            "data": {"kind": "shapes", "pixels": 16, "samples": 300, "channels": 1},
            "network": {"layers": [{"kind": "convolution", "channels": 4, "kernel": 3}]},
            "objective": {"loss": "softmax"},
            "training": {"batch_size": 16, "seed": seed},
        }
    )


def test_they_are_learned_in_a_cohort_as_alone_bit_for_bit() -> None:
    runs = [Run(learning(seed)) for seed in (0, 1)]
    assert runs[0].dataset is runs[1].dataset
    cohort = Cohort(runs)
    cohort.train(20)
    for seed, run in enumerate(runs):
        alone = Run(learning(seed))
        Cohort([alone]).train(20)
        assert alone.theta.tobytes() == run.theta.tobytes()
    matrix = confusion(cohort)
    assert matrix is not None and matrix.shape == (2, 2, 4, 4)
    assert matrix.sum(axis=(2, 3)).tolist() == [[150, 150]] * 2


def test_a_host_reckons_with_their_bytes() -> None:
    few, many = (memory_of(learning().changed({"data": {"samples": n}})).resident for n in (300, 5300))
    assert many - few >= 5000 * 16 * 16
