"""A network that is a list of layers is created, trained, watched, changed, saved and opened like any other."""

from typing import Any

import pytest

from tests.app.client import Server, live, run_of

pytestmark = pytest.mark.anyio

LAYERS: list[dict[str, Any]] = [
    {"kind": "dense", "units": 5, "initializer": "he"},
    {"kind": "activation", "function": "relu"},
    {"kind": "dropout", "rate": 0.1},
    {"kind": "dense", "units": 3, "frozen": True},
    {"kind": "dense", "units": 4},
    {"kind": "batch_normalization"},
    {"kind": "activation", "function": "prelu", "slope": 0.2},
]


async def test_it_trains_and_is_shown(server: Server) -> None:
    visitor = server.visitor()
    run = run_of(visitor, network={"layers": LAYERS})
    async with live(server, visitor) as page:
        await page.ask("watch", run, views={"inside": True, "worked": {}})
        first = await page.until(lambda message: message["type"] == "frame")
        network = first["experiment"]["network"]
        assert [layer["kind"] for layer in network["layers"]] == [layer["kind"] for layer in LAYERS]
        assert first["sizes"] == [2, *network["hidden"], 1] == [2, 5, 3, 4, 1]
        assert network["activations"] == ["relu", "linear", "prelu"]
        assert [sorted(place) for place in first["places"]] == [
            ["W", "b"],
            ["W", "b"],
            ["W", "beta", "gamma", "slope"],
            ["W", "b"],
        ]
        await page.ask("play", run)
        last = await page.frame("kept", where=lambda frame: frame["evaluated_at"] > 300)
        assert first["worked"]["told"][0]["kind"] == LAYERS[0]["kind"] and last.arrays["kept"].shape == (12,)
        frozen = slice(first["places"][1]["W"], first["places"][2]["W"])
        assert (first.arrays["theta"][frozen] == last.arrays["theta"][frozen]).all()
        assert (first.arrays["theta"] != last.arrays["theta"]).sum() > 30
        assert last["test_loss"] < first["test_loss"]
    saved = visitor.post("/api/networks", json={"run": run, "name": "layers"}).json()["id"]
    again = visitor.post(f"/api/networks/{saved}/runs").json()["experiment"]
    assert (
        again["network"]["layers"]
        == visitor.get(f"/api/runs/{run}").json()["experiment"]["network"]["layers"]
    )


def test_the_short_form_and_the_list_take_each_others_place(server: Server) -> None:
    visitor = server.visitor()
    run = run_of(visitor, network={"hidden": [3], "activation": "relu", "bias": 0.5})
    address = f"/api/runs/{run}"

    def changed(**network: Any) -> Any:
        return visitor.patch(address, json={"network": network}).json()["experiment"]["network"]

    as_list = changed(layers=LAYERS[:2])
    assert (as_list["hidden"], as_list["activation"], as_list["bias"]) == ([4, 2], "tanh", 0.5)
    assert "layers" in changed(bias=0.25)
    short = changed(hidden=[6])
    assert short["hidden"] == [6] and "layers" not in short and short["bias"] == 0.25
    assert "layers" not in changed(layers=None)


@pytest.mark.parametrize(
    ("network", "where", "part_of_message"),
    [
        ({"layers": [{"kind": "dens"}]}, "network.layers.0.kind", "allowed are dense, activation"),
        ({"layers": [{"units": 3}]}, "network.layers.0.kind", "is missing"),
        ({"layers": [{"kind": None}]}, "network.layers.0.kind", "is null"),
        ({"layers": [7]}, "network.layers.0", "must have named fields"),
        ({"layers": 7}, "network.layers", "must be a list"),
        ({"layers": [{"kind": "dense"}]}, "network.layers.0.units", "missing"),
        ({"layers": [{"kind": "dense", "units": 513}]}, "network.layers.0.units", "512 at most"),
        ({"layers": [{"kind": "dense", "units": 17}]}, "network.layers", "16 units at most"),
        ({"layers": [{"kind": "dense", "units": 3, "unit": 3}]}, "network.layers.0.unit", "not known"),
        ({"layers": [{"kind": "activation"}] * 129}, "network.layers", "128 at most"),
        ({"layers": LAYERS, "hidden": [3]}, "network.hidden", "leave network.hidden out"),
        (
            {"layers": [{"kind": "activation", "function": "step"}]},
            "network.layers.0",
            "derivative of the step",
        ),
        ({"layers": [{"kind": "center_loss"}]}, "network.layers.0", "softmax"),
    ],
)
def test_a_wrong_list_gets_one_clear_error(
    server: Server, network: dict[str, Any], where: str, part_of_message: str
) -> None:
    answer = server.visitor().post("/api/runs", json={"network": network})
    error = answer.json()["error"]
    assert (answer.status_code, error["where"]) == (422, where), error
    assert part_of_message in error["message"]
