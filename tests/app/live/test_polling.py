"""A session over polls, as a page has it where WebSockets do not get through."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from app.live.polled_line import PolledLine
from tests.app.client import SECONDS, Message, Server, live, read, run_of, serving

pytestmark = pytest.mark.anyio


class PolledPage:
    """A page's side of `app.live.polling`."""

    def __init__(self, visitor: httpx.Client) -> None:
        self.visitor = visitor
        self.line = self.open().json()["id"]
        self.frames: list[Message] = []
        self.others: list[Message] = []

    def open(self) -> httpx.Response:
        return self.visitor.post("/api/lines")

    def say(self, *commands: dict[str, Any]) -> httpx.Response:
        return self.visitor.post(f"/api/lines/{self.line}", content="\n".join(map(json.dumps, commands)))

    def poll(self, *commands: dict[str, Any]) -> list[Message]:
        answer = self.visitor.post(
            f"/api/lines/{self.line}/messages", content="\n".join(map(json.dumps, commands))
        )
        assert answer.status_code == 200, answer.text
        messages, rest = [], answer.content
        while rest:
            end = 4 + int.from_bytes(rest[:4], "little")
            messages.append(read(rest[4:end]))
            rest = rest[end:]
        for message in messages:
            (self.frames if message["type"] == "frame" else self.others).append(message)
        return messages

    def until(self, true_of: Callable[[Message], bool]) -> Message:
        acks: list[dict[str, Any]] = []
        while True:
            messages = self.poll(*acks)
            for message in messages:
                if true_of(message):
                    return message
            acks = [
                {"do": "ack", "run": each["run"], "number": each["number"]}
                for each in messages
                if each["type"] == "frame"
            ]


def is_frame(message: Message) -> bool:
    return bool(message["type"] == "frame")


async def test_a_run_is_watched_and_commanded_over_polls(server: Server) -> None:
    visitor = server.visitor()
    run = run_of(visitor)
    page = PolledPage(visitor)
    mark = visitor.get("/live/check").json()["visitor"]
    assert [message.header for message in page.poll()] == [{"type": "welcome", "version": 2, "visitor": mark}]
    assert (
        page.say({"do": "watch", "run": run, "id": 1}, {"do": "fly", "run": run, "id": 2}).status_code == 204
    )
    first = page.until(is_frame)
    assert (first["full"], first["number"], first["step"]) == (True, 1, 0)
    assert {(each["type"], each["id"]) for each in page.others[1:]} <= {("done", 1), ("error", 2)}
    page.say({"do": "play", "run": run, "id": 3}, {"do": "ack", "run": run, "number": 1})
    last = page.until(lambda message: is_frame(message) and message["step"] > 300)
    assert sum(len(frame.arrays["losses"]) for frame in page.frames) == last["step"]
    assert page.say({"do": "pause", "run": run, "id": 4}).status_code == 204
    page.until(lambda message: is_frame(message) and message["state"] == "paused")


async def test_a_line_is_its_visitors_alone_and_ends_when_the_page_leaves(server: Server) -> None:
    page = PolledPage(server.visitor())
    path = f"/api/lines/{page.line}"
    stranger = server.visitor()
    assert stranger.post(path).json()["error"]["code"] == "line-gone"
    assert stranger.delete(path).status_code == 404
    assert page.visitor.post(path, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert page.visitor.delete(path).status_code == 204
    assert page.visitor.post(path).status_code == 404


async def test_a_page_that_is_closed_while_it_polls_is_gone_at_once(server: Server) -> None:
    page = PolledPage(server.visitor())
    page.poll()
    with pytest.raises(httpx.ReadTimeout):
        page.visitor.post(f"/api/lines/{page.line}/messages", timeout=httpx.Timeout(SECONDS, read=0.5))
    async with asyncio.timeout(SECONDS):
        while page.say().status_code != 404:
            await asyncio.sleep(0.05)


async def test_commands_that_come_after_the_end_of_their_line_are_refused(server: Server) -> None:
    page = PolledPage(server.visitor())
    path = f"/api/lines/{page.line}"
    other = httpx.Client(base_url=server.url, cookies=page.visitor.cookies, verify=False)

    def late() -> Iterator[bytes]:
        with other:
            assert other.delete(path).status_code == 204
        yield b'{"do": "ping", "id": 1}'

    assert page.visitor.post(path, content=late()).json()["error"]["code"] == "line-gone"


async def test_a_line_counts_as_a_socket() -> None:
    with serving(CHALKNET_SOCKETS_PER_VISITOR="1") as server:
        page = PolledPage(server.visitor())
        refused = page.open()
        assert (refused.status_code, refused.json()["error"]["code"]) == (429, "too-many-sockets")
        page.visitor.delete(f"/api/lines/{page.line}")
        async with asyncio.timeout(SECONDS):
            while page.open().status_code != 201:
                await asyncio.sleep(0.05)


def test_a_server_ends_in_good_order_while_a_page_polls() -> None:
    with ThreadPoolExecutor(1) as pool, serving() as server:
        page = PolledPage(server.visitor())
        page.poll()
        polled = pool.submit(page.visitor.post, f"/api/lines/{page.line}/messages")
        while not polled.running():
            time.sleep(0.01)
        time.sleep(0.2)


async def test_commands_without_number_are_refused(server: Server) -> None:
    visitor = server.visitor()
    page = PolledPage(visitor)
    answers = {page.say(*[{"do": "check", "run": run_of(visitor)}] * 200).status_code}
    assert answers == {429}


async def test_a_command_ends_with_its_line_and_with_no_other_sign() -> None:
    line = PolledLine()
    command = json.dumps({"formula": "x1 +\u2028x2\x85"}, ensure_ascii=False)
    line.take(f"{command}\n\n{{}}")
    assert [await line.receive(), await line.receive()] == [command, "{}"]


async def test_a_ping_is_answered_while_something_else_is_carried_out(server: Server) -> None:
    visitor = server.visitor()
    run = run_of(visitor, network={"hidden": [16] * 4})
    async with live(server, visitor) as page:
        for text in ({"do": "check", "run": run, "id": 1}, {"do": "ping", "id": 2}):
            await page.socket.send(json.dumps(text))
        answers = [await page.receive(), await page.receive()]
    assert sorted(answer["id"] for answer in answers) == [1, 2]
    polled = PolledPage(visitor)
    polled.poll()
    assert [answer["id"] for answer in polled.poll({"do": "ping", "id": 3})] == [3]


async def test_a_run_is_copied_paused_and_whole(server: Server) -> None:
    visitor = server.visitor()
    run = run_of(visitor, network={"hidden": [3]})
    async with live(server, visitor) as page:
        await page.ask("watch", run)
        await page.ask("play", run)
        seen = await page.until(lambda message: is_frame(message) and message["step"] > 50)
        made = visitor.post(f"/api/runs/{run}/copies")
        assert made.status_code == 201 and made.json()["id"] != run
        assert made.json()["experiment"]["network"]["hidden"] == [3]
    copy = visitor.get(f"/api/runs/{made.json()['id']}").json()
    assert copy["state"] == "paused" and copy["step"] >= seen["step"]
    assert server.visitor().post(f"/api/runs/{run}/copies").status_code == 404
