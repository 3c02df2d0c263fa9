"""The masks of dropout, watched: as an ensemble of seeds is shown, and with words where there are none."""

import pytest

from tests.app.client import Server, live, run_of


@pytest.mark.anyio
async def test_masks_are_shown_as_an_ensemble_is(server: Server) -> None:
    visitor = server.visitor()
    run = run_of(visitor, network={"hidden": [8], "dropout": "inverted", "dropout_rate": 0.5})
    async with live(server, visitor) as page:

        async def seen(name: str):  # type: ignore[no-untyped-def]
            await page.ask("watch", name, views={"masks": True, "still_resolution": 100})
            return await page.frame(where=lambda frame: "masks" in frame.header and frame["run"] == name)

        first = await seen(run)
        about = first["masks"]
        assert about["problem"] == "classification" and 0 <= about["vote"]["test"] <= 1
        assert first.arrays["masks_measures"].shape == (32, 6)
        for name in ("masks_mean", "masks_vote", "masks_split"):
            assert first.arrays[name].shape == (60, 60), name
        await page.ask("play", run)
        moved = await page.frame("masks_split", where=lambda frame: frame["step"] > 10)
        rows, columns = moved.arrays["masks_mean"].shape  # coarser on a busy machine
        assert 0 < rows == columns <= 50
        assert (moved.arrays["masks_measures"] != first.arrays["masks_measures"]).any()
        await page.ask("pause", run)
        none = await seen(run_of(visitor))
        assert "no dropout" in none["masks"]["refusal"]["text"] and "masks_mean" not in none.arrays
