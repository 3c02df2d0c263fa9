"""A visitor of the load test: trains, watches, turns knobs, and notes how long everything took."""

import asyncio
import random
import time
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import httpx

from tests.app.client import Message, Server, read
from tests.load.page_socket import PageSocket


@dataclass
class Notes:
    """What one visitor saw; times in seconds."""

    frames: int = 0
    received: int = 0
    ages: list[float] = field(default_factory=list)
    """From the moment a snapshot was taken to the moment it is decoded here."""
    controls: list[float] = field(default_factory=list)
    """From sending a change to decoding the first frame that shows it."""
    steps: int = 0
    """Steps that the run has taken between the first and the last frame that was measured."""


class Visitor:
    """One person with one network; `measuring` is set once everybody has arrived."""

    def __init__(
        self, server: Server, http: httpx.AsyncClient, rate: float, measuring: asyncio.Event
    ) -> None:
        self.server = server
        self.http = http
        # All visitors share its connections, and none another's cookie.
        http.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.rate = rate
        self.measuring = measuring
        self.notes = Notes()
        self.failure = ""
        self.own_shape: list[int] = []
        """The hidden layers that this visitor changes to, if any, once the run plays."""
        self.first_step: int | None = None
        self.awaited: tuple[float, float] | None = None
        """The learning rate that was asked for, and when."""

    async def arrive(self, experiment: dict[str, Any]) -> None:
        """Load the page and begin a run, as a browser would."""
        await self.load_page()
        await self.begin(experiment)

    async def load_page(self) -> None:
        page = await self.http.get("/")
        self.cookie = "; ".join(f"{name}={value}" for name, value in page.cookies.items())

    async def begin(self, experiment: dict[str, Any]) -> None:
        """Begin a run; raises httpx.HTTPStatusError."""
        answer = await self.http.post("/api/runs", json=experiment, headers={"Cookie": self.cookie})
        answer.raise_for_status()
        self.run = answer.json()["id"]

    async def stay(self, change_every: float, leave_every: float) -> None:
        """Watch the run play until cancelled; change the learning rate, and come back after leaving, now and then."""
        self.change_every = change_every
        first = True
        while True:
            self.next_change = time.monotonic() + change_every * random.random()
            self.socket = await PageSocket.open(self.server, self.cookie, self.hear)
            self.greet()
            self.socket.say("watch", run=self.run, views={"frames_per_second": self.rate})
            if first:
                self.socket.say("play", run=self.run)
            if first and self.own_shape:
                self.socket.say("change", run=self.run, changes={"network": {"hidden": self.own_shape}})
            first = False
            await asyncio.wait([self.socket.closed], timeout=leave_every * random.uniform(0.5, 1.5))
            self.socket.close()
            if self.failure:
                raise RuntimeError(self.failure)

    def greet(self) -> None:
        """Say what comes first on a new socket."""

    def hear(self, message: bytes) -> None:
        """Decode a message, acknowledge a frame, and now and then change the learning rate."""
        decoded = read(message)
        if decoded["type"] == "error" and decoded["code"] != "host-restarted":
            self.failure = f"the server refused: {decoded.header}"
            self.socket.close()
        if decoded["type"] != "frame":
            return
        self.socket.say("ack", run=self.run, number=decoded["number"])
        self.note(decoded, len(message))
        now = time.monotonic()
        if now > self.next_change:
            self.next_change = now + self.change_every
            rate = round(random.uniform(0.01, 0.2), 6)
            self.awaited = (rate, time.time())
            self.socket.say("change", run=self.run, changes={"optimizer": {"learning_rate": rate}})

    def note(self, frame: Message, size: int) -> None:
        if not self.measuring.is_set():
            return
        now = time.time()
        self.notes.frames += 1
        self.notes.received += size
        self.notes.ages.append(now - frame["taken"])
        self.first_step = frame["step"] if self.first_step is None else self.first_step
        self.notes.steps = frame["step"] - self.first_step
        if self.awaited and frame["full"]:
            rate, asked = self.awaited
            if frame["experiment"]["optimizer"]["learning_rate"] == rate:
                self.notes.controls.append(now - asked)
                self.awaited = None
