import base64
import json
import re

import httpx
import pytest

from app.web.pages import digest_of
from tests.app.client import Server, run_of, serving


def embedded(page: str, name: str) -> object:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_the_first_page_makes_a_visitor_and_the_second_keeps_him(server: Server) -> None:
    client = server.stranger()
    first = client.get("/")
    cookie = first.headers["set-cookie"]
    assert "chalknet_visitor_" in cookie
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
        ("ZH-Hans ; Q=0.8, EN;q=0.2", "zh"),
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


def test_the_page_may_load_nothing_from_elsewhere_and_no_inline_script_but_one(server: Server) -> None:
    page = server.stranger().get("/")
    policy = page.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    inline = re.findall(
        r"<script(?![^>]*(?:src=|application/json))[^>]*>(.*?)</script>", page.text, re.DOTALL
    )
    assert [digest_of(script) for script in inline] == re.findall(r"'sha256-([^']+)'", policy)
    assert len(inline) == 1


def test_the_address_of_a_saved_network_leads_to_the_page_and_makes_a_visitor(server: Server) -> None:
    visitor = server.visitor()
    saved = visitor.post("/api/networks", json={"run": run_of(visitor), "name": "mine"}).json()
    stranger = server.stranger()
    answer = stranger.get(f"/n/{saved['id']}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"../?network={saved['id']}")
    assert "chalknet_visitor_" in answer.headers["set-cookie"]
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


@pytest.mark.parametrize(
    ("path", "status"), [("/nothing", 404), ("/a/deep/one", 404), ("/api/runs/nobodys", 401), ("/a%2Fb", 404)]
)
def test_a_person_reads_why_an_address_cannot_be_shown_and_finds_back(
    server: Server, path: str, status: int
) -> None:
    client = server.stranger()
    answer = client.get(path, headers={"Accept": "text/html,*/*", "Accept-Language": "zh"})
    assert (answer.status_code, language(answer)) == (status, "zh")
    assert "前往实验场" in answer.text
    named = re.findall(r'(?:src|href)="([^"#]+)"', answer.text)
    assert len(named) >= 4
    for address in named:
        assert client.get(answer.url.join(address)).status_code == 200, address
    assert client.get(path).json()["error"]["code"]


def test_what_a_visitor_has_is_kept_by_no_cache(server: Server) -> None:
    visitor = server.visitor()
    for answer in (
        visitor.get("/api/runs"),
        visitor.get("/api/nothing"),
        visitor.post("/api/runs", json={"a": 1}),
    ):
        assert answer.headers["cache-control"] == "no-store"


def test_a_former_cookie_is_taken_over_and_those_of_other_servers_are_left_alone(server: Server) -> None:
    visitor = server.visitor()
    run = run_of(visitor)
    (name, value), *_ = visitor.cookies.items()
    assert re.fullmatch("chalknet_visitor_[0-9a-f]{8}", name)
    returning = server.stranger()
    returning.cookies.set("chalknet_visitor", value, domain="127.0.0.1")
    assert returning.get(f"/api/runs/{run}").status_code == 200
    first = returning.get("/")
    assert first.headers["set-cookie"].startswith(f"{name}={value};")
    assert "set-cookie" not in returning.get("/").headers
    assert returning.get(f"/api/runs/{run}").status_code == 200
    # The other server's visitor, and its former cookie, name nobody here.
    stranger = server.stranger()
    stranger.cookies.set("chalknet_visitor", "somebody.elsewhere", domain="127.0.0.1")
    assert stranger.get("/").headers["set-cookie"].startswith(f"{name}=")


def test_two_servers_on_one_host_keep_their_visitors_apart(server: Server) -> None:
    with serving() as other:
        visitor = server.visitor()
        run = run_of(visitor)
        visitor.get(f"{other.url}/?lang=zh").raise_for_status()  # the same cookie jar: ports do not matter
        assert language(visitor.get(other.url)) == "zh"
        assert language(visitor.get("/")) == "en"
        assert visitor.get(f"/api/runs/{run}").status_code == 200


def test_in_a_folder_the_folders_name_leads_to_the_folder() -> None:
    with serving(CHALKNET_PREFIX="/math/chalknet/") as server:
        client = server.stranger()
        answer = client.get("/math/chalknet?lang=zh")
        assert (answer.status_code, answer.headers["location"]) == (308, "/math/chalknet/?lang=zh")
        page = client.get("/math/chalknet?lang=zh", follow_redirects=True)
        for address in re.findall(r'(?:src|href)="(static/[^"]+)"', page.text):
            assert client.get(page.url.join(address)).status_code == 200, address
        assert client.post(page.url.join("api/runs"), json={}).status_code == 201
        missing = client.get("/math/chalknet/a/b", headers={"Accept": "text/html"})
        assert missing.status_code == 404
        for address in re.findall(r'(?:src|href)="([^"#]+)"', missing.text):
            assert client.get(missing.url.join(address)).status_code == 200, address
        assert client.get("/").status_code == 200  # a proxy may take the folder off, too


def test_what_is_packed_is_what_is_not(server: Server) -> None:
    client = server.visitor()
    page = client.get("/").text
    for address in ["/", *re.findall(r'(?:src|href)="(static/[^"]+[.](?:css|js|svg))"', page)]:
        answers = [
            client.get(address, headers={"Accept-Encoding": how})
            for how in ("gzip", "identity", "deflate, GZIP ; q=0.5")
        ]
        assert [answer.headers.get("content-encoding") for answer in answers] == ["gzip", None, "gzip"], (
            address
        )
        assert len({answer.content for answer in answers}) == 1
        assert len({answer.headers["content-type"] for answer in answers}) == 1
        assert all("Accept-Encoding" in answer.headers["vary"] for answer in answers)


def test_nothing_is_packed_for_who_refuses_it(server: Server) -> None:
    client = server.visitor()
    page = client.get("/").text
    styles = re.search(r'href="(static/[^"]+[.]css)"', page)
    assert styles
    for address in ("/", styles[1], "/openapi.json"):
        for how in ("gzip;q=0", "Gzip; Q=0.000, *;q=0.5", "*;q=0", "identity, gzip;q=0.5", "gzip;q=2", ""):
            answer = client.get(address, headers={"Accept-Encoding": how})
            assert "content-encoding" not in answer.headers, (address, how)
            assert "Accept-Encoding" in answer.headers["vary"], (address, how)


def test_a_packed_file_is_not_taken_for_the_file(server: Server) -> None:
    """A client that has a part of the packed bytes gets the whole file, and not the rest of the other ones."""
    client = server.visitor()
    packed = client.get("/static/page.css", headers={"Accept-Encoding": "gzip"})
    etag = packed.headers["etag"]
    rest = client.get("/static/page.css", headers={"Range": "bytes=10-", "If-Range": etag})
    assert (rest.status_code, rest.text) == (200, packed.text)
    same = client.get("/static/page.css", headers={"If-None-Match": etag})
    assert (same.status_code, same.headers["vary"]) == (304, "Accept-Encoding")


def test_only_a_first_page_may_play_by_itself_and_a_setting_forbids_it(server: Server) -> None:
    client = server.stranger()
    first, second = (embedded(client.get("/").text, "defaults") for _ in range(2))
    assert isinstance(first, dict) and isinstance(second, dict)
    assert (first["returning"], second["returning"], first["plays"]) == (False, True, True)
    with serving(CHALKNET_FIRST_PLAY="false") as quiet:
        found = embedded(quiet.stranger().get("/").text, "defaults")
        assert isinstance(found, dict) and not found["plays"]


def test_the_worked_convolution_needs_no_run_and_makes_no_visitor(server: Server) -> None:
    client = server.stranger()
    english = client.get("/convolution", headers={"Accept-Language": "en"})
    assert english.status_code == 200 and "set-cookie" not in english.headers
    assert "<h1>Worked convolution</h1>" in english.text and language(english) == "en"
    digits = embedded(english.text, "digits")
    assert isinstance(digits, list)
    assert [len(base64.b64decode(each)) for each in digits] == [28 * 28] * 10
    chinese = client.get("/convolution?lang=zh")
    assert language(chinese) == "zh" and "卷积演算" in chinese.text
    assert language(client.get("/convolution")) == "zh"
