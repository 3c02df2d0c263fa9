"""A run that begins with a saved network's first layers is trained, reset, undone, saved and opened like any other."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.app.client import Message, Page, Server, live, run_of, serving_from

pytestmark = pytest.mark.anyio

BLOBS: dict[str, Any] = {
    "data": {"kind": "blobs", "classes": 3},
    "network": {"hidden": [5, 4], "normalization": "batch"},
    "objective": {"loss": "softmax"},
}


def is_frame(message: Message) -> bool:
    return bool(message["type"] == "frame")


async def stepped(page: Page, run: str, steps: int) -> Message:
    first = await page.look(run)
    await page.ask("step", run, iterations=steps)
    step = first["step"] + steps
    return await page.until(
        lambda message: is_frame(message) and message["run"] == run and message["step"] == step
    )


async def look(page: Page, run: str) -> Message:
    await page.ask("unwatch", run)
    return await page.look(run)


def weights(frame: Message, layer: int) -> Any:
    """W of A[layer + 1] as it was sent."""
    n_in, n_out = frame["sizes"][layer : layer + 2]
    start = frame["places"][layer]["W"]
    return frame.arrays["theta"][start : start + n_in * n_out]


async def test_it_begins_with_layers_of_a_saved_network_and_stays_so(tmp_path: Path) -> None:
    database = tmp_path / "chalknet.db"
    with serving_from(database) as server:
        ann, bob = server.visitor(), server.visitor()
        run = run_of(ann, **BLOBS)
        async with live(server, ann) as page:
            await stepped(page, run, 60)
            trained = await look(page, run)
        saved = ann.post("/api/networks", json={"run": run, "name": "three"}).json()["id"]
        asked = {"layers": 1, "freeze": True, "changes": {"data": {"classes": 5}, "training": {"seed": 7}}}
        answer = bob.post(f"/api/networks/{saved}/transfers", json=asked)
        assert answer.status_code == 201, answer.text
        mine, experiment = answer.json()["id"], answer.json()["experiment"]
        assert experiment["data"]["classes"] == 5
        layers = experiment["network"]["layers"]
        assert [layer["kind"] for layer in layers if layer["frozen"]] == [
            "dense",
            "batch_normalization",
            "activation",
        ]
        async with live(server, bob) as page:
            first = await page.look(mine)
            assert (first["step"], first["state"], first["sizes"]) == (0, "paused", [2, 5, 4, 5])
            np.testing.assert_array_equal(weights(first, 0), weights(trained, 0))
            assert (weights(first, 1) != weights(trained, 1)).all()
            await page.ask("step", mine, iterations=40)
            later = await page.until(lambda message: is_frame(message) and message["step"] == 40)
            later = await look(page, mine)
            np.testing.assert_array_equal(weights(later, 0), weights(trained, 0))
            assert (weights(later, 1) != weights(first, 1)).any()
            # A reset begins with the same layers again, and can be undone.
            await page.ask("reset", mine)
            again = await look(page, mine)
            assert again["step"] == 0
            np.testing.assert_array_equal(again.arrays["theta"], first.arrays["theta"])
            await page.ask("undo", mine)
            undone = await look(page, mine)
            assert undone["step"] == 40
            np.testing.assert_array_equal(undone.arrays["theta"], later.arrays["theta"])
        resaved = bob.post("/api/networks", json={"run": mine, "name": "five"}).json()["id"]
        cookies = bob.cookies
    with serving_from(database) as server:
        # Both what was asleep and what was saved know with what it began.
        back = server.stranger()
        back.cookies.update(cookies)
        copy = back.post(f"/api/networks/{resaved}/runs").json()["id"]
        for woken in (mine, copy):
            async with live(server, back) as page:
                np.testing.assert_array_equal((await page.look(woken)).arrays["theta"], later.arrays["theta"])
                await page.ask("reset", woken)
                begun = await look(page, woken)
            np.testing.assert_array_equal(begun.arrays["theta"], first.arrays["theta"])


def test_all_layers_but_the_output_are_taken_where_nothing_else_is_asked_for(server: Server) -> None:
    visitor = server.visitor()
    saved = visitor.post("/api/networks", json={"run": run_of(visitor, **BLOBS), "name": "three"}).json()[
        "id"
    ]
    answer = visitor.post(f"/api/networks/{saved}/transfers", json={})
    assert answer.status_code == 201 and answer.json()["experiment"]["network"]["hidden"] == [5, 4]
    state = visitor.get(f"/api/runs/{answer.json()['id']}").json()
    assert (state["step"], state["state"]) == (0, "paused")


WRONG: list[tuple[dict[str, Any], str, str | None, str]] = [
    ({"layers": 4}, "does-not-fit", "layers", "3 layers with weights, its output included: 4 of them"),
    ({"layers": 3, "changes": {"data": {"classes": 4}}}, "does-not-fit", "layers", "Layer 3 learns 3×"),
    ({"changes": {"data": {"features": ["x1"]}}}, "does-not-fit", "data.kind", "reads 2, but"),
    ({"changes": {"data": {"kind": "digits"}}}, "does-not-fit", "data.kind", "reads 2, but the samples"),
    ({"changes": {"data": {"kind": "smell"}}}, "invalid", "data.kind", "allowed are"),
    ({"layers": 0}, "invalid", "layers", "must be 1 at least"),
    ({"layers": "all"}, "invalid", "layers", "whole number"),
    ({"freeze": 7}, "invalid", "freeze", "true or false"),
    ({"thaw": True}, "unknown-field", "thaw", "not known"),
    ({"changes": {"smell": {}}}, "unknown-field", "smell", "not known"),
    (
        {
            "changes": {
                "data": {
                    "kind": "table",
                    "table": {
                        "id": "0123456789abcdef" * 2,
                        "rows": 40,
                        "inputs": [0, 1],
                        "label": 2,
                        "classes": 2,
                    },
                }
            }
        },
        "unknown-dataset",
        "dataset",
        "no such",
    ),
]


@pytest.mark.parametrize(("asked", "code", "where", "text"), WRONG, ids=[str(each[0]) for each in WRONG])
def test_what_does_not_fit_is_refused_in_words(
    server: Server, asked: dict[str, Any], code: str, where: str | None, text: str
) -> None:
    visitor = server.visitor()
    saved = visitor.post("/api/networks", json={"run": run_of(visitor, **BLOBS), "name": "three"}).json()[
        "id"
    ]
    answer = visitor.post(f"/api/networks/{saved}/transfers", json=asked)
    error = answer.json()["error"]
    assert (error["code"], error["where"]) == (code, where), error
    assert text in error["message"] and answer.status_code in (404, 422)
    assert len(visitor.get("/api/runs").json()) == 1


def test_an_unknown_network_is_refused(server: Server) -> None:
    answer = server.visitor().post("/api/networks/nothing/transfers", json={})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown-network")
