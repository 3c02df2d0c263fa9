"""Channel maps: what the channels answer to a sample, from the frame's own snapshot, small enough to be sent."""

import base64

import numpy as np
import pytest

from app.frames.channel_maps import ChannelMaps
from app.frames.looks import keys_of, views_of
from engine.architectures import ARCHITECTURES
from engine.experiment import Experiment
from engine.probes.channel_maps import averaged, map_shapes
from engine.shape import shape_of
from tests.app.client import Server, live, run_of

DIGITS = {"data": {"kind": "digits", "samples": 200}, "objective": {"loss": "softmax"}}


def lenet(side: int = 28) -> list[object]:
    return [layer.model_dump(mode="json") for layer in ARCHITECTURES["lenet5"].layers((1, side, side))]


@pytest.mark.anyio
async def test_they_are_of_the_sample_that_is_looked_at(server: Server) -> None:
    visitor = server.visitor()
    run = run_of(visitor, **DIGITS, network={"layers": lenet()})
    ink = np.zeros((56, 56), np.uint8)
    ink[8:48, 20:36] = 255
    async with live(server, visitor) as page:

        async def seen(**views: object):  # type: ignore[no-untyped-def]
            await page.ask("watch", run, views={"channel_maps": True, **views})
            return await page.until(lambda message: message["type"] == "frame")

        first = await seen()
        assert first["channel_shapes"] == [[6, 28, 28], [16, 10, 10], [16, 1, 1], [16, 1, 1]]
        assert first.arrays["channel_maps"].shape == (6 * 28 * 28 + 16 * 10 * 10 + 2 * 16,)
        assert first.arrays["channel_ranges"].shape == (4, 2)
        assert first.arrays["channel_sample"].shape == (28, 28)
        # Over the samples there is the output alone.
        assert not {"units", "outputs"} & first.arrays.keys() and first.arrays["ranges"].shape == (1, 2)
        same, other = await seen(sample=0), await seen(sample=1)
        assert (same.arrays["channel_maps"] == first.arrays["channel_maps"]).all()
        assert not {"channel_sample", "channel_outputs"} & same.arrays.keys()
        assert (first.arrays["channel_outputs"] == same.arrays["drawn_outputs"]).all()
        drawn = await seen(drawing=base64.b64encode(ink.tobytes()).decode())
        for later in (other, drawn):
            assert (later.arrays["channel_maps"] != first.arrays["channel_maps"]).any()
        await page.ask("watch", run, views={"channel_maps": True, "focus": (2, 3)})
        focused = await page.until(lambda message: message["type"] == "frame" and message["focus"])
        assert focused.arrays["focus"].shape == focused.arrays["output"].shape
        assert focused.arrays["focus_range"].shape == (2,)
        await page.ask("step", run, iterations=20)
        moved = await page.until(lambda message: message["type"] == "frame" and message["step"] == 20)
        assert (moved.arrays["channel_maps"] != drawn.arrays["channel_maps"]).any()


def test_only_networks_of_pictures_have_them() -> None:
    asked = views_of({"channel_maps": True})

    def are_seen(experiment: Experiment) -> bool:
        return any(look is ChannelMaps for look, _ in keys_of(shape_of(experiment), asked))

    dense = Experiment.model_validate(DIGITS)
    assert are_seen(dense.changed({"network": {"layers": lenet()}}))
    assert not are_seen(dense) and not are_seen(Experiment())
    assert not any(look is ChannelMaps for look, _ in keys_of(shape_of(dense), views_of({})))


def test_deep_networks_have_smaller_ones() -> None:
    shapes = [(16, 28, 28)] * 8 + [(64, 14, 14)] * 7 + [(10,)]
    found = map_shapes(shapes)
    assert found[0] == (16, 14, 14) and found[-2] == (16, 14, 14) and found[-1] == (10, 1, 1)
    assert map_shapes([(3, 40, 33)]) == [(3, 20, 17)]


def test_larger_pictures_are_averaged() -> None:
    picture = np.arange(5.0).reshape(1, 1, 1, 5)
    assert averaged(picture, 3, 3).ravel().tolist() == [0.5, 2.5, 4.0]
