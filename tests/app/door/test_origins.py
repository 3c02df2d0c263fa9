"""Whose pages may talk to the server."""

import pytest
import websockets
from pydantic import ValidationError
from starlette.requests import HTTPConnection

from app.door.origins import Origins
from app.settings import Settings
from tests.app.client import Server, connect, live

OWN = "https://chalknet.example:8443"
LISTED = "https://lms.example"


def connection(
    origin: str | None, *, scheme: str = "https", host: str = "chalknet.example:8443"
) -> HTTPConnection:
    headers = [(b"host", host.encode())]
    if origin is not None:
        headers.append((b"origin", origin.encode()))
    return HTTPConnection(
        {"type": "http", "scheme": scheme, "path": "/live", "query_string": b"", "headers": headers}
    )


@pytest.mark.parametrize("origin", [OWN, LISTED])
def test_own_and_listed_pages_are_let_in(origin: str) -> None:
    assert Origins([LISTED]).allows(connection(origin))


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "https://chalknet.example:8443.evil.example",  # a suffix
        "https://chalknet.example.evil.example:8443",
        "https://evil-chalknet.example:8443",  # a prefix
        "https://evil.example/https://chalknet.example:8443",
        "https://chalknet.example:8443@evil.example",
        "https://evil.example@chalknet.example:8443",
        "https://lms.example.evil.example",
        "https://not-lms.example",
        "https://sub.lms.example",
        "https://chalknet.example",  # ports
        "https://chalknet.example:844",
        "https://chalknet.example:84430",
        "https://lms.example:443",
        "https://Chalknet.example:8443",  # case: browsers send lower
        "HTTPS://lms.example",
        "http://chalknet.example:8443",  # a page that came without TLS
        "http://lms.example",
        "https://chalknet.example:8443/",
        " https://lms.example",
        "https://lms.example, https://lms.example",
        "file://",
    ],
)
def test_all_others_are_refused(origin: str | None) -> None:
    assert not Origins([LISTED]).allows(connection(origin))


def test_where_tls_ends_in_a_proxy_pages_of_both_schemes_are_ours() -> None:
    for origin in ("http://chalknet.example", "https://chalknet.example"):
        assert Origins([]).allows(connection(origin, scheme="http", host="Chalknet.example"))
    assert not Origins([]).allows(connection("http://", scheme="http", host=""))


@pytest.mark.parametrize(
    "origin",
    ["*", "null", "lms.example", "https://lms.example/", "https://LMS.example", "https://lms.example:443"],
)
def test_a_listed_origin_that_no_browser_sends_is_refused_at_the_start(origin: str) -> None:
    with pytest.raises(ValidationError, match="no origin as browsers send it"):
        Settings(allowed_origins=frozenset({origin}))


@pytest.mark.anyio
@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", None])
async def test_the_socket_is_refused_before_it_opens(server: Server, origin: str | None) -> None:
    visitor = server.visitor()
    with pytest.raises(websockets.InvalidStatus) as refused:
        async with connect(server, visitor, origin=origin):
            pass
    assert refused.value.response.status_code == 403
    assert "nosniff" in refused.value.response.headers["x-content-type-options"]
    async with live(server, visitor, origin=server.url):
        pass
