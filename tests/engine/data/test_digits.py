"""MNIST's digits are the published ones, stay bytes in shared memory, and are missed in words."""

from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from engine.cohort import Cohort
from engine.data import dataset_of, kinds, mnist
from engine.data.digits import Digits
from engine.data.images import Images, averaging, resized
from engine.data.mnist import DigitsUnavailable, published
from engine.experiment import Experiment
from engine.run import Run


def test_the_published_sets_are_what_is_known_of_them() -> None:
    train, test = published("train"), published("t10k")
    assert train.pixels.shape == (60_000, 784) and test.pixels.shape == (10_000, 784)
    assert train.labels[:5].tolist() == [5, 0, 4, 1, 9] and test.labels[:5].tolist() == [7, 2, 1, 0, 4]
    known = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    assert np.bincount(train.labels).tolist() == known
    assert np.bincount(test.labels)[0] == 980
    assert train.pixels.mean() / 255 == pytest.approx(0.1307, abs=1e-4)


def test_each_set_has_samples_of_its_own_set_alone() -> None:
    dataset = dataset_of(Digits(samples=600, test_share=0.25))
    train, test = published("train"), published("t10k")
    assert isinstance(dataset.X_train, Images) and isinstance(dataset.X_test, Images)
    assert dataset.X_train.shape == (784, 450) and dataset.X_test.shape == (784, 150)
    rows = dataset.X_test.rows
    np.testing.assert_array_equal(dataset.labels_test[0], test.labels[rows])
    np.testing.assert_allclose(dataset.X_test[:, np.arange(3)], test.pixels[rows[:3]].T / 255, rtol=1e-6)
    assert len(set(dataset.X_train.rows.tolist())) == 450
    assert np.shares_memory(dataset.X_train.pixels, train.pixels)


@pytest.mark.parametrize(
    ("samples", "share", "n_train", "n_test"),
    [
        (70_000, 0.5, 60_000, 10_000),
        (65_000, 0.1, 58_500, 6_500),
        (40_000, 0.9, 30_000, 10_000),
        (10, 0.5, 5, 5),
    ],
)
def test_no_set_has_more_than_was_published_for_it(
    samples: int, share: float, n_train: int, n_test: int
) -> None:
    data = Digits(samples=samples, test_share=share)
    assert (data.n_train, data.n_test) == (n_train, n_test)


@pytest.mark.parametrize("side", [16, 8])
def test_smaller_pictures_keep_their_ink_where_it_was(side: int) -> None:
    whole, small = published("t10k").pixels[:50].reshape(50, 28, 28), published("t10k", side).pixels[:50]
    small = small.reshape(50, side, side)
    np.testing.assert_allclose(small.mean(axis=(1, 2)), whole.mean(axis=(1, 2)), atol=0.5)
    for axis in (1, 2):
        centres = [
            (images.sum(axis=axis) * (np.arange(n) + 0.5)).sum(axis=1) / images.sum(axis=(1, 2)) / n
            for images, n in ((small.astype(float), side), (whole.astype(float), 28))
        ]
        np.testing.assert_allclose(centres[0], centres[1], atol=0.015)


def test_areas_are_averaged_with_parts_of_pixels() -> None:
    np.testing.assert_allclose(averaging(3, 2), [[2 / 3, 1 / 3, 0], [0, 1 / 3, 2 / 3]], rtol=1e-6)
    blocks = np.arange(16, dtype=np.uint8).reshape(4, 4) * 4
    assert resized(blocks, 2, 2).tolist() == [[10, 18], [42, 50]]


def test_two_runs_share_one_array_and_a_smaller_one_is_made_once() -> None:
    changes: dict[str, dict[str, object]] = {"network": {"hidden": [4]}, "training": {"batch_size": 5}}
    for side in (28, 8):
        one, two = (
            Run(Experiment().changed({**changes, "data": {"kind": "digits", "side": side, "samples": n}}))
            for n in (20, 30)
        )
        assert isinstance(one.dataset.X_train, Images) and isinstance(two.dataset.X_test, Images)
        assert one.dataset.X_train.pixels.dtype == np.uint8
        assert isinstance(two.dataset.X_train, Images)
        assert np.shares_memory(one.dataset.X_train.pixels, two.dataset.X_train.pixels)


def test_standardised_pixels_have_mean_0_and_variance_1() -> None:
    dataset = dataset_of(Digits(side=8, samples=400, standardize=True))
    X = dataset.X_train[:, np.arange(200)]
    np.testing.assert_allclose(X.mean(axis=1), 0, atol=1e-4)
    varies = X.std(axis=1) > 0
    assert varies.sum() > 40
    np.testing.assert_allclose(X[varies].std(axis=1), 1, rtol=1e-3)


def test_only_the_first_samples_are_examined() -> None:
    changes: dict[str, dict[str, object]] = {
        "data": {"kind": "digits", "side": 8, "samples": 3000},
        "objective": {"loss": "softmax"},
        "network": {"hidden": []},
    }
    run = Run(Experiment().changed(changes))
    cohort = Cohort([run])
    cohort.train(100)
    [evaluation] = cohort.evaluate()
    Z = cohort.predict(run.dataset.X_test[:, np.arange(1000)][np.newaxis])
    right = Z[0].argmax(axis=0) == run.dataset.labels_test[0, :1000]
    assert evaluation.test_accuracy == right.mean() > 0.5
    assert run.experiment.data.n_test == 1500
    # Where no set has more, all of it is examined, and nothing else is said.
    assert (
        Experiment().changed(changes | {"data": {**changes["data"], "samples": 2000}}).data.examined is None
    )


def test_missing_and_broken_files_are_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("INSTALLED", "IN_SOURCES"):
        monkeypatch.setattr(mnist, name, tmp_path / "nowhere")
    with pytest.raises(DigitsUnavailable, match="not installed"):
        published("train")
    monkeypatch.setattr(mnist, "INSTALLED", tmp_path)
    with pytest.raises(DigitsUnavailable, match="damaged"):
        published("train")
    path = tmp_path / "train-images-idx3-ubyte"
    header = np.array([0x0803, 2, 28, 28], ">u4").tobytes()
    for broken, complaint in (
        (b"", "no idx file"),
        (np.array([0x0D03, 2, 28, 28], ">u4").tobytes(), "no idx file"),
        (np.array([0x0803, 2, 28, 27], ">u4").tobytes(), "no idx file"),
        (header + bytes(784), "do not fit"),
        (np.array([0x0803, 2**32 - 1, 28, 28], ">u4").tobytes() + bytes(784), "do not fit"),
    ):
        path.write_bytes(broken)
        with pytest.raises(DigitsUnavailable, match=complaint):
            published("train")
    path.write_bytes(header + bytes(2 * 784))
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(np.array([0x0801, 1], ">u4").tobytes() + b"\x05")
    with pytest.raises(DigitsUnavailable, match="2 pictures, but 1 labels of train"):
        published("train")


def test_chosen_digits_are_classes_in_their_order() -> None:
    data = kinds.described({"kind": "digits", "digits": [8, 5, 6], "samples": 300, "side": 8})
    assert isinstance(data, Digits)
    assert data.digits == (5, 6, 8) and data.n_classes == 3 and data.class_names == ("5", "6", "8")
    dataset = dataset_of(data)
    for images, labels, name in (
        (dataset.X_train, dataset.labels_train, "train"),
        (dataset.X_test, dataset.labels_test, "t10k"),
    ):
        digits = np.array([5, 6, 8])[labels[0].astype(int)]
        np.testing.assert_array_equal(published(name).labels[images.rows], digits)
        assert set(digits.tolist()) == {5, 6, 8}


def test_all_ten_digits_are_what_they_were_before_one_could_choose() -> None:
    every = kinds.described({"kind": "digits", "digits": [*range(10)]})
    assert every == Digits()
    dataset = dataset_of(Digits(samples=100, seed=1))
    order = np.random.default_rng(1).permutation(60_000)[:50]
    np.testing.assert_array_equal(dataset.X_train.rows, order)
    np.testing.assert_array_equal(dataset.labels_train[0], published("train").labels[order])


def test_no_more_are_taken_than_were_published_of_the_chosen() -> None:
    assert tuple(np.bincount(published("train").labels)) == mnist.PUBLISHED_TRAINING
    assert tuple(np.bincount(published("t10k").labels)) == mnist.PUBLISHED_TEST
    most = 5923 + 6742 + 980 + 1135
    data = Digits(digits=(0, 1), samples=most, test_share=0.1)
    assert (data.n_train, data.n_test) == (5923 + 6742, 980 + 1135)
    dataset = dataset_of(data)
    assert dataset.X_train.shape[1] == data.n_train and dataset.X_test.shape[1] == data.n_test
    with pytest.raises(ValidationError, match=f"Of these digits there are only {most:,}"):
        Digits(digits=(0, 1), samples=most + 1)
    for wrong in ([3], [3, 3], [3, 10], [-1, 3], [*range(10), 0]):
        with pytest.raises(ValidationError):
            kinds.described({"kind": "digits", "digits": wrong})
