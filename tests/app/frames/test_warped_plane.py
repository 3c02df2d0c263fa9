"""The warped plane, watched: two layers of one snapshot, small, and with words where there is none."""

import numpy as np
import pytest

from tests.app.client import Server, live, run_of


@pytest.mark.anyio
async def test_a_layer_comes_with_the_one_below_it_from_one_snapshot(server: Server) -> None:
    visitor = server.visitor()
    run = run_of(visitor, data={"kind": "spiral"}, network={"hidden": [5, 2]})
    async with live(server, visitor) as page:

        async def seen(layer: int):  # type: ignore[no-untyped-def]
            await page.ask("watch", run, views={"warped": layer})
            return await page.frame(
                where=lambda frame: (frame.header.get("warped") or {}).get("layer") == layer
            )

        first = await seen(0)
        assert [each["layer"] for each in first["warped"]["layers"]] == [0]
        inputs = first.arrays["warped_grid"]
        assert inputs.shape == (1, 2, 21, 61, 2) and inputs.min() == -6 and inputs.max() == 6
        count = first.arrays["warped_samples"].shape[1]
        assert first.arrays["warped_labels"].shape == (count,)
        np.testing.assert_array_equal(first.arrays["warped_samples"][0], first.arrays["points"][:count, :2])
        second = await seen(2)
        about = second["warped"]["layers"]
        assert [(each["layer"], each["units"]) for each in about] == [(1, 5), (2, 2)]
        assert about[1]["share"] == 1 and 0 < about[0]["along"] <= about[0]["share"] <= 1
        assert about[1]["tightness"] > 0
        await page.ask("play", run)
        moved = await page.frame("warped_grid", where=lambda frame: frame["step"] > 10)
        assert (moved.arrays["warped_grid"] != second.arrays["warped_grid"]).any()
        assert moved.arrays["warped_grid"].nbytes + moved.arrays["warped_samples"].nbytes < 50_000
        await page.ask("pause", run)
        refused = (await seen(3))["warped"]["refusal"]
        assert refused["values"] == {"layer": 3, "last": 2}
        assert (await page.ask("watch", run, views={"warped": -1}))["code"] == "invalid"
        line = run_of(visitor, data={"kind": "sine"}, objective={"loss": "squared_error"})
        await page.ask("watch", line, views={"warped": 1})
        none = await page.frame(where=lambda frame: frame.header.get("warped") is not None)
        assert "have no plane" in none["warped"]["refusal"]["text"] and "warped_grid" not in none.arrays
