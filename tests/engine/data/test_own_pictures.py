"""A person's own pictures are learned as they were sent, once they are here."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from engine.array import FLOAT32
from engine.data import Unavailable, dataset_of, kinds, tables
from engine.data.album import NUMBERS, Album, packed
from engine.data.own_pictures import OwnPictures
from engine.data.tables import Content
from engine.experiment import Experiment
from engine.run import Run

ID = "a" * 32


@pytest.fixture(autouse=True)
def content() -> Iterator[Content]:
    generator = np.random.default_rng(0)
    values = generator.integers(256, size=(1 + NUMBERS, 30)).astype(np.uint8)
    values[0] = np.arange(30) % 3
    content = Content(("pictures",), (("cat", "dog", "fish"),), values)
    tables.add(ID, content)
    yield content
    tables.keep(())


def album(**fields: Any) -> Album:
    return Album(**{"id": ID, "pictures": 30, "classes": 3, **fields})


def test_each_picture_has_its_class(content: Content) -> None:
    data = OwnPictures(album=album(), pixels=32, seed=2)
    dataset = dataset_of(data)
    assert data.shape_in == (3, 32, 32) and data.class_names == ("cat", "dog", "fish") and data.n_classes == 3
    sent = {content.values[1:, n].tobytes(): content.values[0, n] for n in range(30)}
    X = np.concatenate([dataset.X_train.bytes(slice(None)), dataset.X_test.bytes(slice(None))])
    assert [sent[row.tobytes()] for row in X] == dataset.labels[0].tolist()
    assert set(sent) == {row.tobytes() for row in X}


def test_boxes_are_learned_with_their_pictures(content: Content) -> None:
    edges = np.sort(np.random.default_rng(1).random((2, 2, 30)), axis=0).reshape(4, 30)
    values = np.concatenate([content.values, packed(edges)])
    tables.add(ID, Content(("pictures", "boxes"), (("cat", "dog", "fish"), None), values))
    data = OwnPictures(album=album(boxes=True), seed=2)
    order = np.random.default_rng(2).permutation(30)
    middle, size = (edges[:2] + edges[2:]) / 2, edges[2:] - edges[:2]
    found = dataset_of(data).labels
    np.testing.assert_allclose(found[1:], np.concatenate([middle, size])[:, order], atol=2e-5)
    heads = [{"loss": "softmax"}, {"targets": {"kind": "box"}, "output": "sigmoid"}]
    run = Run(Experiment().changed({"data": data.model_dump(), "objective": {"heads": heads}}))
    assert run.dataset.labels_test.shape[0] == 5
    tables.add(ID, content)
    with pytest.raises(Unavailable, match="have no boxes"):
        OwnPictures(album=album(boxes=True)).dataset(FLOAT32)


def test_they_are_reduced_and_lose_their_colours(content: Content) -> None:
    small = dataset_of(OwnPictures(album=album(), pixels=28, channels=1)).X_train.bytes(slice(None))
    large = dataset_of(OwnPictures(album=album(), pixels=32)).X_train.bytes(slice(None))
    assert small.shape == (15, 784)
    np.testing.assert_allclose(small.mean(axis=1), large.mean(axis=1), atol=1)


def test_they_are_learned_and_augmented() -> None:
    data = {"kind": "pictures", "album": album().model_dump(), "flip": 0.5, "pixels": 16}
    run = Run(Experiment().changed({"data": data, "objective": {"loss": "softmax"}}))
    assert run.dataset.X_train[:, :].dtype == FLOAT32 and run.experiment.plan.units[-1] == 3


def test_what_is_not_here_or_otherwise_is_refused() -> None:
    for wrong, reason in (
        ({"id": "b" * 32}, "may have been deleted"),
        ({"pictures": 31}, "30 pictures of 3 classes, and not 31 of 3"),
        ({"classes": 4}, "and not 30 of 4"),
    ):
        with pytest.raises(Unavailable, match=reason) as refused:
            OwnPictures(album=album(**wrong)).dataset(FLOAT32)
        assert refused.value.where == "data.album"
    tables.add("c" * 32, Content(("a", "b"), (None, None), np.zeros((2, 30))))
    with pytest.raises(Unavailable, match="a table"):
        OwnPictures(album=album(id="c" * 32)).dataset(FLOAT32)
    with pytest.raises(ValueError, match="Choose your pictures first"):
        kinds.described({"kind": "pictures"})
    table = {"id": ID, "rows": 30, "inputs": [1], "label": 0, "classes": 3}
    with pytest.raises(Unavailable, match="counted from 0"):
        kinds.described({"kind": "table", "table": table}).dataset(FLOAT32)
