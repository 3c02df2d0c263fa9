"""The embedding of a layer, watched: small, of the frame's own snapshot, and with words where there is none."""

import numpy as np
import pytest

from tests.app.client import Server, live, run_of

AUTOENCODER = {
    "data": {"kind": "digits", "samples": 600},
    "network": {"hidden": [16, 2, 16]},
    "objective": {"heads": [{"targets": {"kind": "input"}, "loss": "cross_entropy"}]},
    "optimizer": {"kind": "adam", "learning_rate": 0.01},
}


@pytest.mark.anyio
async def test_a_bottleneck_is_a_plane_that_is_decoded(server: Server) -> None:
    visitor = server.visitor()
    run = run_of(visitor, **AUTOENCODER)
    async with live(server, visitor) as page:

        async def seen(**views: object):  # type: ignore[no-untyped-def]
            await page.ask("watch", run, views=views)
            layer = views.get("embedding")  # A frame of the views before may still be on its way.
            return await page.frame(
                where=lambda frame: (frame.header.get("embedding") or {}).get("layer") == layer
            )

        assert "embedding" not in (await seen()).header
        first = await seen(embedding=2)
        about = first["embedding"]
        assert (about["layer"], about["units"], about["share"]) == (2, 2, 1) and about["tightness"] > 0
        points, labels = first.arrays["embedded"], first.arrays["embedded_labels"]
        assert points.shape == (250, 2) and labels.shape == (250,) and "decoded" not in first.arrays
        # A sample is one of those that a page can ask about, and its own point is decoded into what the output says.
        number = about["first"] + 7
        asked = await seen(embedding=2, point=points[7].tolist(), sample=number)
        assert asked["undecoded"] is None and asked.arrays["decoded"].shape == (28, 28)
        said = np.rint(255 * asked.arrays["drawn_outputs"].reshape(28, 28))
        assert np.abs(said - asked.arrays["decoded"]).max() <= 1
        elsewhere = await seen(embedding=2, point=[50, -50])
        assert (elsewhere.arrays["decoded"] != asked.arrays["decoded"]).any()
        await page.ask("play", run)
        moved = await page.frame("embedded", "decoded", where=lambda frame: frame["step"] > 10)
        assert (moved.arrays["embedded"] != points).any()
        assert moved.arrays["embedded"].nbytes + moved.arrays["decoded"].nbytes < 3_000
        await page.ask("pause", run)
        # Beyond two units the plane is that of the principal components, whose points are decoded as well.
        wide = await seen(embedding=0, point=[0, 0])
        assert wide["embedding"]["units"] == 784 and 0 < wide["embedding"]["share"] < 0.5
        assert wide.arrays["decoded"].shape == (28, 28)


@pytest.mark.anyio
async def test_other_networks_answer_with_their_outputs_or_with_a_refusal(server: Server) -> None:
    visitor = server.visitor()
    run = run_of(visitor, data={"kind": "blobs"}, network={"hidden": [2, 1]}, objective={"loss": "softmax"})
    async with live(server, visitor) as page:

        async def seen(**views: object):  # type: ignore[no-untyped-def]
            await page.ask("watch", run, views=views)
            return await page.frame()

        plane = await seen(embedding=1, point=[0.5, -0.5])
        assert plane["embedding"]["units"] == 2 and plane["undecoded"] is None
        assert plane.arrays["decoded_outputs"].sum() == pytest.approx(1, abs=1e-5)
        one = await seen(embedding=2, point=[0, 0])
        refusal = {"text": "Layer {layer} has one unit: a plane needs two or more.", "values": {"layer": 2}}
        assert one["embedding"] == {"layer": 2, "refusal": refusal} and "embedded" not in one.arrays
        none = await seen(embedding=256)
        assert none["embedding"]["refusal"]["values"] == {"layer": 256, "last": 3}
        for bad in ({"embedding": -1}, {"embedding": 1, "point": [1e9, 0]}, {"embedding": 1, "point": [0]}):
            assert (await page.ask("watch", run, views=bad))["code"] == "invalid"
