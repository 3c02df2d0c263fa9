"""`make load-class`: a class on this machine: students join within a minute, train, change, come back and raise hands,
while a teacher watches the board, pauses and lets go, and bad clients are among them.

It prints what `make load` prints, and what concerns the board. Nothing is asserted; server and load share the cores.
"""

import argparse
import asyncio
import random
import time
from typing import Any

import httpx
import numpy as np
from uvloop import run

from tests.app.client import Message, Server, read, serving
from tests.load.bad_clients import BAD
from tests.load.load import SETTINGS, answers, percentiles
from tests.load.page_socket import PageSocket
from tests.load.usage import Usage, lateness, percentile
from tests.load.visitor import Visitor

JOINING_SECONDS = 60.0


class Student(Visitor):
    """A visitor with a seat."""

    def __init__(self, path: str, *given: Any) -> None:
        super().__init__(*given)
        self.path = path
        self.code = path.rsplit("/", 1)[1]
        self.told_paused: list[float] = []
        """When the page was told that the class is paused."""

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
        if decoded["type"] == "classroom" and decoded.header.get("paused"):
            self.told_paused.append(time.time())
        elif decoded["type"] == "error" and decoded["code"] == "class-paused":
            return
        else:
            super().hear(message)

    async def raise_hands(self) -> None:
        while True:
            await asyncio.sleep(random.uniform(5, 30))
            await self.request("PATCH", "/seat", {"hand": random.random() < 0.5})


class Teacher:
    """The board: what it hears, and how old that is."""

    def __init__(self, server: Server, cookie: str, code: str, measuring: asyncio.Event) -> None:
        self.server, self.cookie, self.code, self.measuring = server, cookie, code, measuring
        self.ages: list[float] = []
        self.bytes = self.news = self.tiles = 0
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


async def lesson(count: int, rate: float, seconds: float, bad: int) -> None:
    """A class: it comes in, is measured for so many seconds while it trains, and then paused and let go."""
    # One teacher presses more often than people do; the limits of visitors stay those of the server.
    with serving(**SETTINGS) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as http:
            measuring = asyncio.Event()
            page = await http.get("/class")
            cookie = "; ".join(f"{name}={value}" for name, value in page.cookies.items())
            http.cookies.clear()
            as_teacher = {"Cookie": cookie, "Origin": server.url}
            opened = await http.post("/api/classes", json={"title": "Load"}, headers=as_teacher)
            code = opened.raise_for_status().json()["code"]
            path = f"/api/classes/{code}"
            teacher = Teacher(server, cookie, code, measuring)
            await teacher.look()

            students = [Student(path, server, http, rate, measuring) for _ in range(count)]
            began = time.monotonic()
            pause = min(JOINING_SECONDS / count, 0.2)
            joins = []
            for student in students:
                joins.append(asyncio.create_task(student.join()))
                await asyncio.sleep(pause)
            await asyncio.gather(*joins)
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
            print(f"{teacher.bytes / seconds / 1000:.0f} kB a second")
            print(f"  /healthz answers in     {percentiles(taken)}")
            late_by = [percentile(late, await lateness(http), percent) for percent in (50, 95, 99)]
            print(f"  event loop late by      {' / '.join(late_by)} ms")
            print(f"  server                  {usage.report(max(1, sum(note.frames for note in notes)))}")
            print(f"  load generator          {100 * (time.process_time() - own) / seconds:.0f} % of a core")

            for _ in range(3):
                for student in students:
                    student.told_paused.clear()
                pressed = time.time()
                await http.patch(path, json={"paused": True}, headers=as_teacher)
                answered = time.time()
                await asyncio.sleep(2)
                told = [each.told_paused[0] - pressed for each in students if each.told_paused]
                still = teacher.still_at - pressed
                print(
                    f"  pause                   answered after {1e3 * (answered - pressed):.0f} ms; told ",
                    end="",
                )
                print(f"{percentiles(told)} ({len(told)} of {count}); ", end="")
                print(f"the last tile stood still after {1e3 * still:.0f} ms")
                await http.patch(path, json={"paused": False}, headers=as_teacher)
                await asyncio.sleep(2)
            failed = [task for task in tasks if task.done()]
            for task in failed[:3]:
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
    given = parser.parse_args()
    run(lesson(given.students, given.rate, given.seconds, given.bad))


if __name__ == "__main__":
    main()
