"""Where a network looks, watched: of the sample that is looked at, for the class that is asked for."""

import pytest

from tests.app.client import Server, live, run_of


@pytest.mark.anyio
async def test_it_is_of_the_sample_and_the_class_that_are_asked_for(server: Server) -> None:
    visitor = server.visitor()
    layers = [
        {"kind": "convolution", "channels": 2},
        {"kind": "activation"},
        {"kind": "dense", "units": 8},
        {"kind": "activation"},
    ]
    run = run_of(
        visitor,
        data={"kind": "digits", "samples": 200},
        network={"layers": layers},
        objective={"loss": "softmax"},
    )
    async with live(server, visitor) as page:

        async def seen(**views: object):  # type: ignore[no-untyped-def]
            await page.ask("watch", run, views=views)
            return await page.frame()

        assert "attribution" not in (await seen()).header
        first = await seen(attribution=True)
        assert first.arrays["saliency"].shape == first.arrays["attributed"].shape == (28, 28)
        assert first.arrays["occlusion"].shape == (14, 14)
        assert abs(first.arrays["saliency"]).max() == abs(first.arrays["occlusion"]).max() == 127
        asked = await seen(attribution=True, sample=3)
        about = asked["attribution"]
        outputs = asked.arrays["drawn_outputs"]
        assert about["label"] == outputs.argmax() and about["score"] == pytest.approx(outputs.max(), abs=1e-5)
        assert (asked.arrays["attributed"] == asked.arrays["drawn"]).all()
        other = await seen(attribution=True, sample=3, label=(about["label"] + 1) % 10)
        assert (other.arrays["saliency"] != asked.arrays["saliency"]).any()
        await page.ask("play", run)
        moved = await page.frame("saliency", where=lambda frame: frame["step"] > 5)
        assert (moved.arrays["saliency"] != other.arrays["saliency"]).any()
        await page.ask("watch", run, views={"attribution": True, "label": 10})
        refused = await page.frame("attribution", where=lambda frame: "refusal" in frame["attribution"])
        assert refused["attribution"]["refusal"]["values"] == {"label": 10, "count": 10}
        assert "saliency" not in refused.arrays
        assert (await page.ask("watch", run, views={"label": -1}))["code"] == "invalid"


@pytest.mark.anyio
async def test_samples_that_are_no_pictures_have_no_such_maps(server: Server) -> None:
    visitor = server.visitor()
    run = run_of(visitor)
    async with live(server, visitor) as page:
        await page.ask("watch", run, views={"attribution": True})
        frame = await page.frame()
    assert "these samples are none" in frame["attribution"]["refusal"]["text"]
