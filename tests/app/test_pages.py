import json
import re

import httpx
import pytest

from tests.app.client import Server, run_of


def embedded(page: str, name: str) -> object:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_the_first_page_makes_a_visitor_and_the_second_keeps_him(server: Server) -> None:
    client = server.stranger()
    first = client.get("/")
    cookie = first.headers["set-cookie"]
    assert "chalknet_visitor=" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "set-cookie" not in client.get("/").headers


def language(answer: httpx.Response) -> str:
    found = re.search(r'<html lang="(\w+)', answer.text)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("accepted", "shown"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.5", "en"),
        ("en;q=0.1, zh-TW", "zh"),
        ("fr,de", "en"),
        ("zh;q=0", "en"),
        ("", "en"),
        ("zh;q=x,;;,", "en"),
    ],
)
def test_the_browser_chooses_the_language_first(server: Server, accepted: str, shown: str) -> None:
    assert language(server.stranger().get("/", headers={"Accept-Language": accepted})) == shown


def test_the_visitors_choice_of_language_is_remembered(server: Server) -> None:
    client = server.stranger()
    chinese = client.get("/?lang=zh")
    assert language(chinese) == "zh"
    assert embedded(chinese.text, "messages")
    assert language(client.get("/")) == "zh"
    english = client.get("/?lang=en")
    assert language(english) == "en"
    assert embedded(english.text, "messages") == {}
    assert language(client.get("/?lang=../../etc")) == "en"


def test_every_file_that_the_page_names_is_there_and_kept_by_its_version(server: Server) -> None:
    client = server.stranger()
    page = client.get("/")
    named = re.findall(r'(?:src|href)="(static/[^"]+)"', page.text)
    assert named
    for address in named:
        answer = client.get(f"/{address}")
        assert answer.status_code == 200, address
        assert "immutable" in answer.headers["cache-control"]
    unversioned = client.get("/static/page.js")
    assert unversioned.headers["cache-control"] == "no-cache"
    again = client.get(unversioned.url.path, headers={"If-None-Match": unversioned.headers["etag"]})
    assert again.status_code == 304


def test_the_page_may_load_nothing_from_elsewhere_and_no_inline_script(server: Server) -> None:
    page = server.stranger().get("/")
    policy = page.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page.text)


def test_the_address_of_a_saved_network_leads_to_the_page_and_makes_a_visitor(server: Server) -> None:
    visitor = server.visitor()
    saved = visitor.post("/api/networks", json={"run": run_of(visitor), "name": "mine"}).json()
    stranger = server.stranger()
    answer = stranger.get(f"/n/{saved['id']}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"../?network={saved['id']}")
    assert "chalknet_visitor=" in answer.headers["set-cookie"]
    assert "set-cookie" not in stranger.get(f"/n/{saved['id']}", follow_redirects=True).headers


@pytest.mark.parametrize("network", ["nothing", "%00", "x" * 10_000, "<img>", "%E2%80%AE"])
def test_where_no_network_is_saved_a_page_says_so_and_offers_a_new_one(server: Server, network: str) -> None:
    answer = server.stranger().get(f"/n/{network}", headers={"Accept-Language": "zh"})
    assert answer.status_code == 404
    assert language(answer) == "zh"
    assert "此地址没有网络" in answer.text and 'href="../"' in answer.text
    for address in re.findall(r'(?:src|href)="(\.\./static/[^"]+)"', answer.text):
        assert server.stranger().get(f"/n/{address}").status_code == 200, address


def test_no_file_outside_of_static_can_be_read(server: Server) -> None:
    for address in ("/static/../app/main.py", "/static/%2e%2e/app/main.py", "/static/..%2fapp/main.py"):
        assert server.stranger().get(address).status_code == 404
