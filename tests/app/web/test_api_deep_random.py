"""A deep random network answers with the plane that its layers make, and refuses what is out of bounds."""

import asyncio
from threading import Event

import httpx
import numpy as np
import pytest
from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI, Request

from app.connections.caller import Caller
from app.web import api_deep_random
from engine.probes.deep_random import DeepRandom, planes_of
from engine.probes.warped_plane import LayerPlane
from tests.app.client import Server


def test_a_layer_of_a_deep_random_network_is_sent_and_what_is_out_of_bounds_refused(server: Server) -> None:
    visitor = server.visitor()

    def asked(**fields: str | float) -> httpx.Response:
        return visitor.get("/api/deep-random", params={"units": 4, **fields})

    plane = asked(layer=12, seed=3).json()
    expected = planes_of(DeepRandom(units=4, seed=3))[12]
    sent = np.reshape(plane["grid"], plane["shape"]) * plane["largest"] / 10_000
    np.testing.assert_allclose(sent, expected.grid, atol=1e-4 * plane["largest"])
    assert (plane["layer"], plane["units"], plane["along"]) == (12, 4, round(expected.along, 4))
    assert asked(layer=0).json()["largest"] == 2
    bad: dict[str, str | float] = {
        "layer": 41,
        "units": 17,
        "scale": "nan",
        "activation": "prelu",
        "depth": 3,
    }
    for field, value in bad.items():
        refused = asked(**{field: value})
        assert refused.status_code == 422 and refused.json()["error"]["where"] == field, field


@pytest.mark.parametrize("activation", ["linear", "relu", "softplus"])
def test_whatever_grows_or_vanishes_is_sent_in_finite_numbers(server: Server, activation: str) -> None:
    for scale in (0.1, 4):
        answer = server.visitor().get("/api/deep-random", params={"activation": activation, "scale": scale})
        assert answer.status_code == 200
        assert 0 < answer.json()["along"] <= 1


def test_who_waits_holds_no_thread_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = Event()

    def slow(described: DeepRandom) -> list[LayerPlane]:
        go_on.wait()
        return planes_of(described)

    async def known(request: Request) -> Caller:
        return Caller("visitor", "address")

    async def ask() -> None:
        app = FastAPI()
        app.include_router(api_deep_random.routes(known))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://server") as client:
            answers = [asyncio.create_task(client.get("/api/deep-random?units=2")) for _ in range(50)]
            for _ in range(1000):
                await asyncio.sleep(0)
            held = current_default_thread_limiter().borrowed_tokens
            go_on.set()
            assert {answer.status_code for answer in await asyncio.gather(*answers)} == {200} and held == 0

    monkeypatch.setattr(api_deep_random, "planes_of", slow)
    asyncio.run(ask())
