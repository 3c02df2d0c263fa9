"""`make load-class`: a class on this machine: students join within a minute, train, change, come back and raise hands,
while a teacher watches the board, pauses and lets go, pushes a change and lights one network, and bad clients are
among them.

It prints what `make load` prints, what concerns the board, and how soon the teacher's acts reach the last student.
Nothing is asserted; server and load share the cores.
"""

import argparse
import asyncio
import itertools
import random
import time
from collections.abc import Awaitable, Sequence
from typing import Any, NamedTuple

import httpx
import numpy as np
from playwright.sync_api import Page, sync_playwright
from uvloop import run

from tests.app.client import Message, Server, read, serving
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.load.bad_clients import BAD
from tests.load.load import SETTINGS, answers, percentiles
from tests.load.main_thread import thread_time
from tests.load.page_socket import PageSocket
from tests.load.usage import Usage, lateness, percentile
from tests.load.visitor import Visitor

JOINING_SECONDS = 60.0
HARMLESS = {"class-paused", "unknown-run"}
"""Refusals of what was asked a moment too late: in a pause, or of a spotlight that has ended."""
RESTING = {"tile": True, "resolution": 10, "still_resolution": 10, "frames_per_second": 1}
"""The views of a page's own network while it shows another one (see static/page.js)."""
REACHING_SECONDS = 2.0
SCREENS = ((1280, 800), (1920, 1080), (3840, 2160))
"""Of the board: on the largest all small tiles of a class of 200 are in sight."""
COUNTING = """
    window.drawings = 0;
    const before = CanvasRenderingContext2D.prototype.setTransform;
    CanvasRenderingContext2D.prototype.setTransform = function (...given) {
        if (this.canvas.closest("#tiles")) window.drawings++;
        return before.apply(this, given);
    };
"""
"""Counts the frames in which the board is drawn."""
ACTS = 3
"""How often each act of the teacher is carried out and measured."""


class Student(Visitor):
    """A visitor with a seat."""

    def __init__(self, path: str, *given: Any) -> None:
        super().__init__(*given)
        self.path = path
        self.code = path.rsplit("/", 1)[1]
        self.reached: dict[str, float] = {}
        """When the page first saw each act of the teacher: `paused`, `pushed`, `told of the spotlight`, `lit`."""
        self.lit: str | None = None
        """The run in the spotlight, where it is another's."""
        self.earlier: set[str] = set()
        """The states of the own network before a push, of which the page has been told."""

    async def join(self) -> None:
        await self.load_page()
        await self.request("POST", "/seat", {"nickname": None})
        self.run = (await self.request("POST", "/seat/run", None))["run"]

    async def request(self, method: str, path: str, body: object) -> Any:
        answer = await self.http.request(
            method,
            f"{self.path}{path}",
            json=body,
            headers={"Cookie": self.cookie, "Origin": self.server.url},
        )
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def greet(self) -> None:
        self.socket.say("attend", code=self.code, role="student")

    def hear(self, message: bytes) -> None:
        decoded = read(message)
        if decoded["type"] == "classroom":
            self.be_told(decoded)
        elif decoded["type"] == "frame" and decoded["run"] != self.run:
            self.socket.say("ack", run=decoded["run"], number=decoded["number"])
            self.reached.setdefault("lit", time.time())
        elif decoded["type"] != "error" or decoded["code"] not in HARMLESS:
            super().hear(message)

    def be_told(self, told: Message) -> None:
        """Note what is new, and show what is in the spotlight in place of the own network, as the page does."""
        now = time.time()
        if told.header.get("paused"):
            self.reached.setdefault("paused", now)
        earlier = {each["id"] for each in told["member"]["earlier"]}
        if earlier - self.earlier:
            self.reached.setdefault("pushed", now)
        self.earlier = earlier
        light = told.header.get("spotlight") or {}
        lit = light["run"] if light.get("lit") and not light.get("mine") else None
        if lit == self.lit:
            return
        if lit is None:
            self.socket.say("unwatch", run=self.lit)
        else:
            self.reached.setdefault("told of the spotlight", now)
            self.socket.say("watch", run=lit, views={})
        self.lit = lit
        self.socket.say("watch", run=self.run, views=RESTING if lit else {"frames_per_second": self.rate})

    async def raise_hands(self) -> None:
        while True:
            await asyncio.sleep(random.uniform(5, 30))
            await self.request("PATCH", "/seat", {"hand": random.random() < 0.5})


class Teacher:
    """The board: what it hears, and how old that is."""

    def __init__(self, server: Server, cookie: str, code: str, measuring: asyncio.Event) -> None:
        self.server, self.cookie, self.code, self.measuring = server, cookie, code, measuring
        self.ages: list[float] = []
        self.bytes = self.told_bytes = self.news = self.tiles = 0
        self.ids: list[str] = []
        """The ids of the members."""
        self.playing: dict[str, bool] = {}
        """Whether the latest tile of each member plays."""
        self.still_at = 0.0
        """When the last playing tile stood still."""

    async def look(self) -> None:
        self.socket = await PageSocket.open(self.server, self.cookie, self.hear)
        self.socket.say("attend", code=self.code, role="teacher")

    def hear(self, message: bytes) -> None:
        decoded = read(message)
        if decoded["type"] != "board":
            if self.measuring.is_set():
                self.bytes += len(message)
                self.told_bytes += len(message)
            if decoded["type"] == "classroom":
                self.ids = [each["id"] for each in decoded["members"]]
            return
        now = time.time()
        for member, (start, length) in decoded["frames"].items():
            frame: Message = read(decoded.body[start : start + length])
            was = self.playing.get(member)
            self.playing[member] = frame["state"] == "playing"
            if was and not self.playing[member]:
                self.still_at = now
            if self.measuring.is_set():
                self.ages.append(now - frame["taken"])
        if self.measuring.is_set():
            self.bytes += len(message)
            self.news += 1
            self.tiles += len(decoded["frames"])


class Answered(NamedTuple):
    """An act of the teacher: when it was pressed, in seconds since 1970, and the seconds to the server's answer."""

    pressed: float
    seconds: float

    def __str__(self) -> str:
        return f"answered after {1e3 * self.seconds:.0f} ms"


async def act(students: Sequence[Student], press: Awaitable[httpx.Response]) -> Answered:
    """Carry out an act of the teacher, and wait until it has reached the students."""
    for student in students:
        student.reached.clear()
    pressed = time.time()
    (await press).raise_for_status()
    answered = Answered(pressed, time.time() - pressed)
    await asyncio.sleep(REACHING_SECONDS)
    return answered


def told_of(students: Sequence[Student], what: str, since: Answered) -> str:
    """How soon it reached the students who saw it, and how many they are."""
    found = [each.reached[what] - since.pressed for each in students if what in each.reached]
    last = f", the last {1e3 * max(found):.0f} ms" if found else ""
    return f"told {percentiles(found)}{last} ({len(found)} of {len(students)})"


async def opened(server: Server, http: httpx.AsyncClient) -> tuple[str, str]:
    """A teacher's cookie, and the code of a class."""
    page = await http.get("/class")
    cookie = "; ".join(f"{name}={value}" for name, value in page.cookies.items())
    http.cookies.clear()
    as_teacher = {"Cookie": cookie, "Origin": server.url}
    answer = await http.post("/api/classes", json={"title": "Load"}, headers=as_teacher)
    return cookie, answer.raise_for_status().json()["code"]


async def joined(count: int, *given: Any) -> list[Student]:
    """So many students, who come in within a minute."""
    students = [Student(*given) for _ in range(count)]
    joins = []
    for student in students:
        joins.append(asyncio.create_task(student.join()))
        await asyncio.sleep(min(JOINING_SECONDS / count, 0.2))
    await asyncio.gather(*joins)
    return students


async def board(count: int, rate: float, seconds: float) -> None:
    """What the board of a class that trains costs the main thread of a teacher's browser."""
    with serving(**SETTINGS) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as http:
            cookie, code = await opened(server, http)
            students = await joined(count, f"/api/classes/{code}", server, http, rate, asyncio.Event())
            tasks = [asyncio.create_task(each.stay(change_every=5, leave_every=1e9)) for each in students]
            tasks += [asyncio.create_task(each.raise_hands()) for each in students]
            await asyncio.to_thread(browse, server, code, cookie, count, seconds)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def heard(page: Page) -> list[Message]:
    """The messages that the page gets from now on."""
    messages: list[Message] = []

    def take(data: str | bytes) -> None:
        if isinstance(data, bytes):
            messages.append(read(data))

    page.on("websocket", lambda socket: socket.on("framereceived", take))
    return messages


def browse(server: Server, code: str, cookie: str, count: int, seconds: float) -> None:
    """Print it for screens of several sizes, and for tiles of both."""
    print(
        f"\nthe board of a class of {count}: main thread for each frame drawn, scripts and with raster; frames; news"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for (width, height), size in itertools.product(SCREENS, ("small", "large")):
            context = browser.new_context(viewport={"width": width, "height": height})
            for each in cookie.split("; "):
                name, _, value = each.partition("=")
                context.add_cookies([{"name": name, "value": value, "url": server.url}])
            page = context.new_page()
            page.add_init_script(COUNTING)
            news = heard(page)
            page.goto(f"{server.url}/class/{code}/board")
            page.locator("#tiles li").nth(count - 1).wait_for(state="attached")
            page.locator(f"[name=size][value={size}]").check(force=True)
            page.wait_for_timeout(5000)
            news.clear()
            before = page.evaluate("drawings")
            own, everything = thread_time(page, seconds)
            drawn = max(1, page.evaluate("drawings") - before)
            boards = [each for each in news if each["type"] == "board"]
            tiles = sum(len(each["frames"]) for each in boards) / max(1, len(boards))
            kilobytes = sum(len(each.body) for each in news) / 1000 / seconds
            print(
                f"  {width:>4} x {height:<4} {size:<5} {own / drawn:6.1f} ms {everything / drawn:6.1f} ms",
                end="",
            )
            print(f"{drawn / seconds:6.1f}/s", end="")
            print(f"{len(boards) / seconds:6.1f} news a second of {tiles:.0f} tiles, {kilobytes:.0f} kB/s")
            context.close()
        browser.close()


async def lesson(count: int, rate: float, seconds: float, bad: int) -> None:
    """A class: it comes in, is measured for so many seconds while it trains, and then paused and let go."""
    # One teacher presses more often than people do; the limits of visitors stay those of the server.
    with serving(**SETTINGS) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as http:
            measuring = asyncio.Event()
            cookie, code = await opened(server, http)
            as_teacher = {"Cookie": cookie, "Origin": server.url}
            path = f"/api/classes/{code}"
            teacher = Teacher(server, cookie, code, measuring)
            await teacher.look()

            began = time.monotonic()
            students = await joined(count, path, server, http, rate, measuring)
            print(f"\na class of {count}, {rate:g} frames a second each, {bad} bad clients")
            print(f"  all have joined after   {time.monotonic() - began:.1f} s")
            worst = [Visitor(server, http, rate, measuring) for _ in range(bad)]
            for person in worst:
                await person.arrive({})
            tasks = [asyncio.create_task(each.stay(change_every=5, leave_every=30)) for each in students]
            tasks += [asyncio.create_task(each.raise_hands()) for each in students]
            tasks += [asyncio.create_task(BAD[n % len(BAD)](person)) for n, person in enumerate(worst)]  # type: ignore[arg-type]
            await asyncio.sleep(5)

            taken: list[float] = []
            tasks.append(asyncio.create_task(answers(http, taken)))
            measuring.set()
            usage, late, own = Usage(server), await lateness(http), time.process_time()
            await asyncio.sleep(seconds)
            measuring.clear()
            notes = [student.notes for student in students]
            each = [note.frames / seconds for note in notes]
            print(f"  frames a second each    {np.mean(each):.1f} (least {min(each):.1f})")
            print(f"  frame age               {percentiles([age for note in notes for age in note.ages])}")
            print(f"  control to visible      {percentiles([t for note in notes for t in note.controls])}")
            print(f"  board age               {percentiles(teacher.ages)}")
            news, tiles = teacher.news / seconds, teacher.tiles / max(1, teacher.news)
            print(f"  board                   {news:.1f} news a second of {tiles:.0f} tiles, ", end="")
            print(f"{teacher.bytes / seconds / 1000:.0f} kB a second, ", end="")
            print(f"{teacher.told_bytes / seconds / 1000:.0f} of them without tiles")
            print(f"  /healthz answers in     {percentiles(taken)}")
            late_by = [percentile(late, await lateness(http), percent) for percent in (50, 95, 99)]
            print(f"  event loop late by      {' / '.join(late_by)} ms")
            print(f"  server                  {usage.report(max(1, sum(note.frames for note in notes)))}")
            print(f"  load generator          {100 * (time.process_time() - own) / seconds:.0f} % of a core")

            for _ in range(ACTS):
                answered = await act(students, http.patch(path, json={"paused": True}, headers=as_teacher))
                still = teacher.still_at - answered.pressed
                print(
                    f"  pause                   {answered}; {told_of(students, 'paused', answered)}; ", end=""
                )
                print(f"the last tile stood still after {1e3 * still:.0f} ms")
                await http.patch(path, json={"paused": False}, headers=as_teacher)
                await asyncio.sleep(2)
            for nth in range(ACTS):
                # No student has this one, so that all change.
                changes = {"optimizer": {"learning_rate": 0.3 + nth / 1000}}
                body = {"changes": changes}
                answered = await act(students, http.post(f"{path}/pushes", json=body, headers=as_teacher))
                print(f"  push                    {answered}; {told_of(students, 'pushed', answered)}")
            members = teacher.ids
            for nth in range(ACTS):
                light = {"member": members[nth]}
                answered = await act(students, http.put(f"{path}/spotlight", json=light, headers=as_teacher))
                print(f"  spotlight               {answered}; ", end="")
                print(f"{told_of(students, 'told of the spotlight', answered)}; ", end="")
                print(f"first frame {told_of(students, 'lit', answered)}")
                await http.delete(f"{path}/spotlight", headers=as_teacher)
                await asyncio.sleep(2)
            failed = [task for task in tasks if task.done()]
            for task in failed[:3]:
                if task.exception() is not None:  # a bad client may have done all that it does
                    print(f"  a client failed: {task.exception()!r}")
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            teacher.socket.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--rate", type=float, default=20, help="frames a second that each asks for")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--bad", type=int, default=6, help="bad clients among them")
    parser.add_argument("--board", action="store_true", help="measure the board in Chromium instead")
    given = parser.parse_args()
    if given.board:
        return run(board(given.students, given.rate, given.seconds))
    run(lesson(given.students, given.rate, given.seconds, given.bad))


if __name__ == "__main__":
    main()
