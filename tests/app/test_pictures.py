"""A network that convolves is created, trained, watched, saved and opened like any other."""

from typing import Any

import pytest

from tests.app.client import Server, live, run_of

pytestmark = pytest.mark.anyio

SAME: dict[str, Any] = {"kind": "convolution", "channels": 4, "padding": "same"}
RELU: dict[str, Any] = {"kind": "activation", "function": "relu"}
LAYERS: list[dict[str, Any]] = [
    {**SAME, "channels": 20},
    {"kind": "batch_normalization"},
    RELU,
    {"kind": "pooling"},
    {"kind": "dropout", "rate": 0.1},
    {"kind": "residual", "layers": [SAME, RELU, SAME]},
    {"kind": "inception", "branches": [[{**SAME, "kernel": 1}, RELU], [SAME, RELU]]},
    {"kind": "global_average"},
]
DIGITS: dict[str, Any] = {"kind": "digits", "side": 8, "samples": 500}


async def test_it_trains_and_is_shown(server: Server) -> None:
    visitor = server.visitor()
    run = run_of(
        visitor,
        data=DIGITS,
        network={"layers": LAYERS},
        objective={"loss": "softmax"},
        optimizer={"kind": "adam", "learning_rate": 0.01},
        training={"batch_size": 16},
    )
    async with live(server, visitor) as page:
        await page.ask("watch", run, views={"inside": True, "worked": {}, "sample": 3, "focus": [1, 2]})
        first = await page.until(lambda message: message["type"] == "frame")
        assert first["sizes"] == [64, *first["experiment"]["network"]["hidden"], 10]
        assert first["sizes"] == [64, 20, 4, 4, 4, 4, 4, 10]
        assert first["worked"]["told"][0]["kind"] == "convolution" and first["focus"] == [1, 2]
        assert first.arrays["units"].shape == (16 + 5 * 4, 16, 16)
        assert first.arrays["weights"].shape == (16, 3, 3)
        assert first.arrays["layer_norms"].shape == (7, 3)
        assert first.arrays["drawn_outputs"].shape == (10,)
        # Only the projection of the shortcut and convolutions of 1 by 1 lead from unit to unit.
        assert [number for number, place in enumerate(first["places"], 1) if "W" in place] == [2, 5]
        await page.ask("play", run)
        last = await page.frame("kept", where=lambda frame: frame["evaluated_at"] > 60)
        assert last.arrays["kept"].shape == (20 + 5 * 4,)
        assert last["train_loss"] < first["train_loss"]
    saved = visitor.post("/api/networks", json={"run": run, "name": "sees"}).json()["id"]
    again = visitor.post(f"/api/networks/{saved}/runs").json()["experiment"]
    assert (
        again["network"]["layers"]
        == visitor.get(f"/api/runs/{run}").json()["experiment"]["network"]["layers"]
    )


@pytest.mark.parametrize(
    ("layer", "where", "part_of_message"),
    [
        ({**SAME, "kernel": 12}, "network.layers.0.kernel", "11 at most"),
        ({**SAME, "padding": 0, "kernel": 9}, "network.layers.0.kernel", "(8 - 9 + 2·0)/1 + 1 = 0"),
        ({**SAME, "padding": "all"}, "network.layers.0.padding", "a number from 0 to 10, or"),
        (
            {"kind": "inception", "branches": [[{**SAME, "channels": 0}]]},
            "network.layers.0.branches.0.0.channels",
            "1",
        ),
        ({"channels": 4}, "network.layers.0.kind", "network.layers.0.kind is missing"),
        ({"kind": "inception", "branches": []}, "network.layers.0.branches", "1"),
        ({"kind": "residual", "layers": []}, "network.layers.0.layers", "1"),
    ],
)
def test_what_does_not_fit_has_its_clear_error(
    server: Server, layer: dict[str, Any], where: str, part_of_message: str
) -> None:
    answer = server.visitor().post("/api/runs", json={"data": DIGITS, "network": {"layers": [layer]}})
    error = answer.json()["error"]
    assert (answer.status_code, error["where"]) == (422, where), error
    assert part_of_message in error["message"]
