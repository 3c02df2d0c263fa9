"""A network that finds boxes is seen doing so; augmented pictures come beside the originals; a box stays with another
architecture."""

from typing import Any

import pytest

from tests.app.client import Message, Server, live, run_of

pytestmark = pytest.mark.anyio

SHAPES: dict[str, Any] = {
    "data": {"kind": "shapes", "pixels": 16, "samples": 100, "shift": 0.3},
    "network": {"hidden": [6]},
    "objective": {
        "heads": [{"loss": "softmax"}, {"targets": {"kind": "box"}, "output": "sigmoid", "weight": 4}]
    },
    "optimizer": {"kind": "adam", "learning_rate": 0.01},
}


SMALL = {"kind": "shapes", "samples": 100, "channels": 1}


def is_frame(message: Message) -> bool:
    return bool(message["type"] == "frame")


async def test_boxes_and_augmented_pictures_are_sent_where_they_are_asked_for(server: Server) -> None:
    visitor = server.visitor()
    run = run_of(visitor, **SHAPES)
    async with live(server, visitor) as page:
        await page.ask("watch", run, views={"boxes": True, "augmentation": True})
        first = await page.until(is_frame)
        arrays = first.arrays
        assert arrays["found_boxes"].shape == arrays["true_boxes"].shape == (24, 4)
        assert arrays["box_ious"].shape == arrays["box_samples"].shape == arrays["box_labels"].shape == (24,)
        assert arrays["box_pictures"].shape == (24, 3, 16, 16)
        assert arrays["augmented"].shape == arrays["unaugmented"].shape == (8, 3, 16, 16)
        assert (arrays["augmented"] != arrays["unaugmented"]).any()
        assert [sorted(head["test"]) for head in first["heads"]] == [["accuracy", "loss"], ["iou", "loss"]]
        await page.ask("step", run, iterations=3)
        later = await page.until(lambda message: is_frame(message) and message["step"] == 3)
        assert "true_boxes" not in later.arrays and "box_pictures" not in later.arrays
        assert (later.arrays["found_boxes"] != arrays["found_boxes"]).any()
        # A sheet that nobody looks at is not sent; pictures that are not changed have none beside them.
        await page.ask("change", run, changes={"data": {"shift": 0}, "objective": {"loss": "softmax"}})
        plain = await page.until(lambda message: is_frame(message) and message["full"])
        while plain["experiment"]["objective"].get("heads"):
            plain = await page.until(lambda message: is_frame(message) and message["full"])
        assert not {"found_boxes", "augmented", "true_boxes"} & {*plain.arrays}


def test_another_architecture_keeps_the_box(server: Server) -> None:
    visitor = server.visitor()
    found = visitor.post("/api/architectures", json=SHAPES | {"data": SMALL})
    changes = {each["name"]: each["changes"] for each in found.json()}
    for name, targets in {
        "lenet5": [None, "box"],
        "googlenet_small": [None, None, None, "box"],
        "autoencoder": ["input"],
    }.items():
        heads = changes[name]["objective"]["heads"]
        assert [head.get("targets") and head["targets"]["kind"] for head in heads] == targets
        assert visitor.post("/api/runs", json=SHAPES | {"data": SMALL} | changes[name]).status_code == 201
