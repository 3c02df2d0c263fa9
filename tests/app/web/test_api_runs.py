import re
from typing import Any

import pytest

from app.frames.looks import LOOKS, views_of
from engine.experiment import Experiment
from tests.app.client import Server, run_of, serving


def test_a_run_is_created_read_changed_and_deleted(server: Server) -> None:
    visitor = server.visitor()
    created = visitor.post("/api/runs", json={"network": {"hidden": [3]}})
    assert created.status_code == 201
    address = f"/api/runs/{created.json()['id']}"
    assert created.json()["experiment"]["network"]["hidden"] == [3]

    state = visitor.get(address).json()
    assert (state["state"], state["step"], state["epoch"]) == ("paused", 0, 0)
    assert state["test_loss"] > 0

    changed = visitor.patch(address, json={"optimizer": {"learning_rate": 0.3}})
    assert changed.json()["experiment"]["optimizer"]["learning_rate"] == 0.3

    assert visitor.delete(address).status_code == 204
    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize(
    ("body", "code", "where", "part_of_message"),
    [
        (
            {"data": {"noise": 90}},
            "invalid",
            "data.noise",
            "data.noise is 90, but may be 80 at most.",
        ),
        ({"data": {"kind": "suns"}}, "invalid", "data.kind", "circle, xor"),
        ({"data": {"noize": 1}}, "unknown-field", "data.noize", "allowed are kind, "),
        ({"layers": 3}, "unknown-field", "layers", "allowed are data, network, objective"),
        ({"network": {"hidden": [4] * 7}}, "invalid", "network.hidden", "6 at most"),
        ({"network": {"hidden": [4, 513]}}, "invalid", "network.hidden.1", "512 at most"),
        ({"data": {"features": ["x1", "x1"]}}, "invalid", "data.features", "Each feature may be named once"),
        ({"training": {"batch_size": 300}}, "invalid", "training.batch_size", "a batch of 300 is too large"),
        ([], "invalid", None, "the body is []"),
    ],
)
def test_a_wrong_experiment_gets_one_clear_error(
    server: Server, body: Any, code: str, where: str | None, part_of_message: str
) -> None:
    answer = server.visitor().post("/api/runs", json=body)
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert (error["code"], error["where"]) == (code, where)
    assert part_of_message in error["message"]


def test_what_is_no_json_and_what_is_too_long_are_refused(server: Server) -> None:
    visitor = server.visitor()
    json_headers = {"Content-Type": "application/json"}
    malformed = visitor.post("/api/runs", content="{", headers=json_headers)
    assert (malformed.status_code, malformed.json()["error"]["code"]) == (422, "malformed")
    nan = visitor.post("/api/runs", content='{"data": {"noise": NaN}}', headers=json_headers)
    assert (nan.status_code, nan.json()["error"]["where"]) == (422, "data.noise")
    deep = visitor.post("/api/runs", content="[" * 60_000, headers=json_headers)
    assert (deep.status_code, deep.json()["error"]["code"]) == (400, "http-400")
    long = visitor.post("/api/runs", content=b" " * 70_000, headers=json_headers)
    assert (long.status_code, long.json()["error"]["code"]) == (413, "too-long")
    unmeasured = visitor.post("/api/runs", content=iter([b" " * 40_000] * 2), headers=json_headers)
    assert (unmeasured.status_code, unmeasured.json()["error"]["code"]) == (413, "too-long")
    assert "65,536 bytes" in long.json()["error"]["message"]


def test_a_run_that_is_not_yours_answers_like_one_that_does_not_exist(server: Server) -> None:
    run = run_of(server.visitor())
    other = server.visitor()
    for address in (f"/api/runs/{run}", "/api/runs/nobodys"):
        answers = [other.get(address), other.patch(address, json={}), other.delete(address)]
        assert [answer.status_code for answer in answers] == [404, 404, 404]
        assert {answer.json()["error"]["code"] for answer in answers} == {"unknown-run"}


def test_without_the_cookie_or_from_another_site_nothing_is_done(server: Server) -> None:
    stranger = server.stranger()
    assert stranger.post("/api/runs", json={}).json()["error"]["code"] == "no-visitor"
    stranger.cookies.set("chalknet_visitor", "someone.forged")
    assert stranger.post("/api/runs", json={}).status_code == 401
    elsewhere = server.visitor().post("/api/runs", json={}, headers={"Origin": "https://elsewhere.example"})
    assert (elsewhere.status_code, elsewhere.json()["error"]["code"]) == (403, "wrong-origin")


def test_a_run_too_many_puts_the_one_left_longest_ago_to_sleep_and_loses_none() -> None:
    with serving(CHALKNET_RUNS_PER_VISITOR="2") as server:
        visitor = server.visitor()
        runs = [run_of(visitor) for _ in range(3)]
        assert [visitor.get(f"/api/runs/{run}").status_code for run in runs] == [200, 200, 200]


def test_the_interface_describes_itself(server: Server) -> None:
    stranger = server.stranger()
    assert server.visitor().get("/api/experiment/schema").json() == Experiment.model_json_schema()
    openapi = stranger.get("/openapi.json").json()
    assert set(openapi["paths"]) > {
        "/api/runs",
        "/api/runs/{run}",
        "/api/experiment/schema",
        "/healthz",
        "/readyz",
    }
    assert stranger.get("/healthz").json() == {"status": "ok"}
    assert stranger.get("/readyz").json() == {"status": "ready"}
    page = stranger.get("/docs")
    assert "https://" not in page.text and "<script" not in page.text.split("<body>")[1]
    described = {(method.upper(), path) for path, each in openapi["paths"].items() for method in each}
    assert described == set(re.findall(r"<h3><code>([A-Z]+) ([^<]+)</code>", page.text))
    shown = set(re.findall(r"<dt><code>([\w.]+)", page.text))
    assert shown >= {entry.name for look in LOOKS for entry in look.entries}
    assert shown >= {f"views.{name}" for name in type(views_of({})).model_fields}


def test_an_address_that_does_not_exist_is_an_error_like_any_other(server: Server) -> None:
    answer = server.stranger().get("/api/nothing")
    assert answer.status_code == 404
    assert answer.json() == {
        "error": {
            "code": "http-404",
            "where": None,
            "message": "There is nothing at this address.",
            "text": "There is nothing at this address.",
            "values": {},
        }
    }
