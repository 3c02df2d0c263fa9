"""By which names the server may be called."""

import pytest
import websockets

from app.door.host_names import KnownHosts
from tests.app.client import Server, connect, serving

KNOWN = KnownHosts({"chalknet.example", "*.school.example"})


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:8000",
        "192.168.1.20:8000",
        "[::1]:8000",
        "[fe80::1]",
        "localhost:8000",
        "teacher-laptop:8000",
        "Teacher-Laptop.local:8000",
        "teacher-laptop.local.",
        "teacher-laptop.lan",
        "chalknet.example",
        "CHALKNET.example:8443",
        "math.school.example",
        "",
    ],
)
def test_addresses_local_names_and_listed_ones_are_known(host: str) -> None:
    assert KNOWN.knows(host)


@pytest.mark.parametrize(
    "host",
    [
        "rebound.example:8000",
        "chalknet.example.evil.example",
        "evilchalknet.example",
        "school.example.evil.example",
        "evil-school.example",
        "127.0.0.1.evil.example",
        "local.evil.example",
        "evillocal.example",
        "a.b",
    ],
)
def test_other_names_are_not(host: str) -> None:
    assert not KNOWN.knows(host)
    assert KnownHosts({"*"}).knows(host)


@pytest.mark.anyio
async def test_who_comes_by_an_unknown_name_reads_which_setting_helps(server: Server) -> None:
    visitor = server.visitor()
    named = {"Host": "rebound.example", "Origin": "http://rebound.example"}
    refused = visitor.get("/api/runs", headers=named)
    assert (refused.status_code, refused.json()["error"]["code"]) == (421, "unknown-host")
    page = server.stranger().get("/", headers={**named, "Accept": "text/html", "Accept-Language": "zh"})
    assert page.status_code == 421
    assert "CHALKNET_ALLOWED_HOSTS" in page.text and "rebound.example" in page.text and "服务器" in page.text
    assert "set-cookie" not in page.headers
    with pytest.raises(websockets.InvalidStatus) as closed:
        async with connect(server, visitor, origin="http://rebound.example"):
            pass
    assert closed.value.response.status_code in {403, 421}


def test_a_listed_name_is_served() -> None:
    with serving(CHALKNET_ALLOWED_HOSTS="chalknet.example, *.school.example") as server:
        for host in ("chalknet.example", "math.school.example:8443", "teacher-laptop.local:8000"):
            assert server.stranger().get("/", headers={"Host": host}).status_code == 200
