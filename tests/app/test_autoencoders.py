"""An autoencoder of pictures trains, is shown in small frames, saved and opened like any other network."""

from typing import Any

import numpy as np
import pytest

from tests.app.client import Server, live, run_of

pytestmark = pytest.mark.anyio

TANH: dict[str, Any] = {"kind": "activation"}
DENSE: list[dict[str, Any]] = [
    {"kind": "noise", "form": "masking", "amount": 0.3},
    {"kind": "dense", "units": 20},
    TANH,
    {"kind": "dense", "units": 2},
    {"kind": "dense", "units": 20},
    TANH,
]
CONVOLUTIONAL: list[dict[str, Any]] = [
    {"kind": "noise", "amount": 0.2},
    {"kind": "convolution", "channels": 3, "padding": "same", "stride": 2},
    TANH,
    {"kind": "upsampling"},
    {"kind": "convolution", "channels": 2, "padding": "same"},
    TANH,
]
MOST_BYTES = 40_000
"""A map of every output would take 200,000."""


@pytest.mark.parametrize(
    ("layers", "units"), [(DENSE, 784), (CONVOLUTIONAL, 1)], ids=["dense", "convolutional"]
)
async def test_it_trains_and_is_shown_in_small_frames(
    server: Server, layers: list[dict[str, Any]], units: int
) -> None:
    visitor = server.visitor()
    run = run_of(
        visitor,
        data={"kind": "digits", "samples": 200},
        network={"layers": layers},
        objective={"heads": [{"targets": {"kind": "input"}, "loss": "cross_entropy"}]},
        optimizer={"kind": "adam", "learning_rate": 0.01},
    )
    async with live(server, visitor) as page:
        views = {"sample": 3, "focus": [0, 1], "inside": True, "worked": {}, "reconstructions": True}
        await page.ask("watch", run, views=views)
        first = await page.frame()
        assert first["sizes"][-1] == units and first["targets"] is None
        # Of many outputs the first are mapped; they are no classes, of which one could win.
        assert ("outputs" in first.arrays) == (units > 1) and "winner" not in first.arrays
        assert first.arrays["drawn_outputs"].shape == (784,)
        assert first.arrays["originals"].shape == first.arrays["reconstructions"].shape == (10, 28, 28)
        await page.ask("play", run)
        last = await page.frame(
            "reconstructions",
            "reconstruction",
            "drawn_outputs",
            where=lambda frame: frame["evaluated_at"] > 30,
        )
        # The worked example is in two frames a second, and perhaps in this one.
        usual = {name: array for name, array in last.arrays.items() if not name.startswith("worked_")}
        assert sum(array.nbytes for array in usual.values()) < MOST_BYTES
        assert sum(array.nbytes for array in last.arrays.values()) < 2 * MOST_BYTES
        assert last["test_loss"] < first["test_loss"] and last["test_accuracy"] is None
        # It comes closer to what it is shown; that is sent once.
        assert "originals" not in last.arrays
        originals = first.arrays["originals"].astype(float)
        far = [np.abs(each.arrays["reconstructions"] - originals).mean() for each in (first, last)]
        assert far[1] < far[0]
        # What the run says of the shown sample is the digit again: numbers between 0 and 1.
        said = last.arrays["drawn_outputs"]
        assert 0 <= said.min() < said.max() <= 1
        assert np.abs(255 * said.reshape(28, 28) - last.arrays["reconstruction"]).max() <= 0.51
    saved = visitor.post("/api/networks", json={"run": run, "name": "again"}).json()["id"]
    again = visitor.post(f"/api/networks/{saved}/runs").json()["experiment"]
    assert again == visitor.get(f"/api/runs/{run}").json()["experiment"]
