"""A class that a teacher has opened on a real server, and a page that attends it."""

from collections.abc import Callable
from typing import Any

import httpx

from tests.app.client import Message, Page, Server


class Class:
    """A class that a visitor has opened."""

    def __init__(self, server: Server, **door: Any) -> None:
        self.server = server
        self.teacher = server.visitor()
        opened = self.teacher.post("/api/classes", json={"title": "Networks"})
        assert opened.status_code == 201, opened.text
        self.code = opened.json()["code"]
        self.keys = {name: opened.json()[f"{name}_key"] for name in ("teacher", "wall")}
        self.path = f"/api/classes/{self.code}"
        if door:
            assert self.teacher.patch(self.path, json=door).status_code == 200

    def join(self, nickname: str | None = None) -> tuple[httpx.Client, dict[str, Any]]:
        student = self.server.visitor()
        joined = student.post(f"{self.path}/seat", json={"nickname": nickname})
        assert joined.status_code == 201, joined.text
        return student, joined.json()

    def begin(self, student: httpx.Client) -> str:
        begun = student.post(f"{self.path}/seat/run")
        assert begun.status_code == 200, begun.text
        run: str = begun.json()["run"]
        return run

    def set_task(self, **experiment: Any) -> str:
        task = {"title": "Try this", "experiment": experiment, "hide": ["data.noise"]}
        added = self.teacher.post(f"{self.path}/tasks", json=task)
        assert added.status_code == 201, added.text
        id: str = added.json()["id"]
        assert self.teacher.put(f"{self.path}/present", json={"task": id}).status_code == 204
        return id


def is_told(true_of: Callable[[Message], bool]) -> Callable[[Message], bool]:
    return lambda message: message["type"] == "classroom" and true_of(message)


async def attend(page: Page, school: Class, **fields: Any) -> Message:
    answer = await page.command("attend", code=school.code.lower(), **fields)
    assert answer["type"] == "done"
    return await page.until(is_told(lambda each: True))
