"""A teacher of the class, who opens it and looks at its board, and how old that is."""

import asyncio
import time

import httpx

from tests.app.client import Message, Server, read
from tests.load.page_socket import PageSocket


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


async def opened(server: Server, http: httpx.AsyncClient) -> tuple[str, str]:
    """A teacher's cookie, and the code of a class."""
    page = await http.get("/class")
    cookie = "; ".join(f"{name}={value}" for name, value in page.cookies.items())
    http.cookies.clear()
    as_teacher = {"Cookie": cookie, "Origin": server.url}
    answer = await http.post("/api/classes", json={"title": "Load"}, headers=as_teacher)
    return cookie, answer.raise_for_status().json()["code"]
