"""The pages of classes, as a browser gets them."""

import re
from urllib.parse import urljoin

import pytest

from tests.app.client import Server, serving

PAGES = ["/class", "/class/ABC234", "/class/abc-234/board", "/class/ABC234/wall"]


def base_of(page: str) -> str:
    found = re.search(r'<base href="([^"]+)">', page)
    assert found
    return found[1]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_classes_names_the_top_as_its_base_and_greets(server: Server, path: str) -> None:
    visitor = server.stranger()
    page = visitor.get(path)
    assert page.status_code == 200 and "set-cookie" in page.headers
    assert urljoin(server.url + path, base_of(page.text)) == f"{server.url}/"
    assert "base-uri 'self'" in page.headers["Content-Security-Policy"]
    for file in re.findall(r'(?:src|href)="(static/[^"]+)"', page.text):
        assert visitor.get(f"/{file}").status_code == 200, file
    assert '<html lang="zh-Hans">' in visitor.get(f"{path}?lang=zh").text
    assert 'lang="zh-Hans"' in visitor.get("/").text


@pytest.mark.parametrize("code", ["ABC23", "ABC2340", "ABC0OL", "'><b>x"])
def test_what_cannot_be_a_code_has_no_page(server: Server, code: str) -> None:
    answer = server.visitor().get(f"/class/{code}", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "This is no code of a class" in answer.text and "<b>x" not in answer.text


def test_a_qr_code_is_of_this_servers_address_behind_any_proxy(server: Server) -> None:
    visitor = server.visitor()
    host = server.url.removeprefix("http://")

    def qr(at: str) -> int:
        return visitor.get("/class/ABC234/qr.svg", params={"at": at}).status_code

    for own in (server.url, f"https://{host}/math/chalknet"):
        answer = visitor.get("/class/ABC234/qr.svg", params={"at": f"{own}/class/ABC234"})
        assert answer.status_code == 200 and answer.headers["content-type"] == "image/svg+xml"
        assert answer.text.startswith("<svg") and "<script" not in answer.text
    assert qr("https://evil.example/class/ABC234") == 403
    assert qr(f"{server.url}/class/XYZ234") == 403
    assert (
        qr(f"{server.url}/class/ABC234?at=https://evil.example/") == 200
    )  # its own page, whatever is asked of it
    assert qr(f"{server.url}/{'x' * 300}/class/ABC234") == 422
    assert qr("javascript:alert(1)") == 403


def test_below_a_prefix_the_base_is_the_prefix() -> None:
    with serving(CHALKNET_PREFIX="/math/chalknet") as server:
        page = server.stranger().get("/math/chalknet/class/ABC234/board")
        base = urljoin(f"{server.url}/math/chalknet/class/ABC234/board", base_of(page.text))
        assert base == f"{server.url}/math/chalknet/"
