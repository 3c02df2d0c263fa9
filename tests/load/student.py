"""A student of the class: a visitor with a seat, who shows the teacher's spotlight and raises hands."""

import asyncio
import random
import time
from typing import Any

from tests.app.client import Message, read
from tests.load.visitor import Visitor

JOINING_SECONDS = 60.0
HARMLESS = {"class-paused", "unknown-run"}
"""Refusals of what was asked a moment too late: in a pause, or of a spotlight that has ended."""
RESTING = {"tile": True, "resolution": 10, "still_resolution": 10, "frames_per_second": 1}
"""The views of a page's own network while it shows another one (see static/page.js)."""


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


async def joined(count: int, *given: Any) -> list[Student]:
    """So many students, who come in within a minute."""
    students = [Student(*given) for _ in range(count)]
    joins = []
    for student in students:
        joins.append(asyncio.create_task(student.join()))
        await asyncio.sleep(min(JOINING_SECONDS / count, 0.2))
    await asyncio.gather(*joins)
    return students
