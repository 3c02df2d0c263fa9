"""Every route and socket of the application is found by itself, and each that is not public refuses strangers."""

import re

import httpx
import pytest
from fastapi.routing import iter_route_contexts

from app.main import create_app
from app.settings import Settings
from tests.app.client import Page, Server, connect, serving

PUBLIC = {"/", "/n/{network}", "/convolution", "/live/check", "/healthz", "/readyz"} | {
    "/docs",
    "/openapi.json",
    "/explanations/{code}",
    "/class",
    "/class/{code}",
    "/class/{code}/board",
    "/class/{code}/wall",
    "/class/{code}/qr.svg",
    "/privacy",
    "/favicon.ico",
    "/static",
}
"""The pages of a class show nothing that is in it: that comes from the REST interface. The address of a saved network
only leads to the page, which makes a visitor of who follows it."""
VERSIONED = re.compile("/static/[0-9a-f]{12}")
TOKEN = "a token of at least sixteen"


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """Method and path of every route; the method of a socket is LIVE, that of a mount is GET."""
    app = create_app(Settings(hosts=1, database_path=tmp_path_factory.mktemp("doors") / "chalknet.db"))
    found = set()
    for context in iter_route_contexts(app.routes):
        is_socket = "WebSocket" in type(context.original_route).__name__
        for method in ("LIVE",) if is_socket else (context.methods or {"GET"}):
            assert context.path is not None
            found.add((method, context.path))
    return found


@pytest.mark.anyio
async def test_every_door_that_is_not_public_is_shut_to_strangers(
    server: Server, doors: set[tuple[str, str]]
) -> None:
    assert {path for _, path in doors} >= PUBLIC
    guarded = [door for door in doors if door[1] not in PUBLIC and not VERSIONED.fullmatch(door[1])]
    assert {
        ("LIVE", "/live"),
        ("GET", "/metrics"),
        ("POST", "/api/runs"),
        ("DELETE", "/api/networks/{network}"),
        ("POST", "/api/datasets"),
    } <= set(guarded)
    names = {"chalknet_visitor", *server.visitor().cookies}
    for cookie in (None, "someone.forged", "."):
        stranger = server.stranger()
        for method, path in guarded:
            stranger.cookies = httpx.Cookies({} if cookie is None else dict.fromkeys(names, cookie))
            if method == "LIVE":
                async with connect(server, stranger, path=path) as socket:
                    assert (await Page(socket).receive())["code"] == "no-visitor"
                    await socket.wait_closed()
                    assert socket.close_code == 1008
                continue
            answer = stranger.request(method, re.sub(r"{\w+}", "anything", path))
            assert answer.status_code == 401, (method, path)
            if method != "HEAD":
                assert answer.json()["error"]["code"] in {"no-visitor", "no-token"}


def test_the_figures_are_for_whoever_has_the_token() -> None:
    with serving(CHALKNET_METRICS_TOKEN=TOKEN) as server:
        client = server.visitor()
        for wrong in ("", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", TOKEN, "Bearer \xe9"):
            given = {b"Authorization": wrong.encode("latin-1")}
            assert client.get("/metrics", headers=given).status_code == 401
        answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert figure(answer, 'chalknet_rejections_total{reason="no-token"}') == 5


def test_where_told_so_the_figures_are_for_all() -> None:
    with serving(CHALKNET_METRICS_PUBLIC="true") as server:
        assert server.stranger().get("/metrics").status_code == 200


def figure(answer: httpx.Response, name: str) -> float:
    """A number out of Prometheus' text."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", answer.text, re.MULTILINE)
    assert found, f"{name} is not in\n{answer.text}"
    return float(found[1])


@pytest.mark.parametrize("path", ["/", "/docs", "/healthz", "/api/nothing", "/static/nothing"])
def test_every_answer_forbids_what_is_not_needed(server: Server, path: str) -> None:
    headers = server.stranger().get(path).headers
    assert "unsafe" not in headers["content-security-policy"]
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "camera=()" in headers["permissions-policy"]
    assert re.fullmatch(r"[0-9a-f]{16}", headers["x-request-id"])
    assert "strict-transport-security" not in headers


def test_behind_a_proxy_that_speaks_https_browsers_are_told_to_stay_there(server: Server) -> None:
    answer = server.stranger().get("/", headers={"X-Forwarded-Proto": "https"})
    assert "max-age" in answer.headers["strict-transport-security"]
    assert "Secure" in answer.headers["set-cookie"]


def test_who_is_no_trusted_proxy_is_not_believed() -> None:
    with serving(CHALKNET_TRUSTED_PROXIES='["10.0.0.0/8"]') as server:
        answer = server.stranger().get("/", headers={"X-Forwarded-Proto": "https"})
    assert "Secure" not in answer.headers["set-cookie"]
