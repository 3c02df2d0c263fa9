"""A member of a class: a student's seat, which their browser returns to."""

import secrets
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, model_validator

from app.classroom.chalk import Chalk
from app.classroom.challenge import Entry
from app.classroom.earlier import Earlier
from app.classroom.nicknames import Nickname

MOST_UNREAD = 4000
"""The most characters of messages that were not read."""

Standing = Literal["waiting", "in", "out", "barred"]
"""waiting: the teacher admits each one; out: removed, and may come back; barred: may not."""


class Member(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str
    visitor: str
    """The browser that has the seat."""
    owner: str
    """The visitor who owns the seat's runs: the browser that joined first."""
    nickname: Nickname
    language: str
    joined_at: float
    """In seconds since 1970."""
    standing: Standing = "in"
    runs: dict[str, str] = {}
    """The run of each task that they have begun, by the task's id; that without a task is called ""."""
    task: str = ""
    """The task that they are at."""
    hand: bool = False
    """Whether they have raised their hand."""
    done: bool = False
    """Whether they say that they are done with the task."""
    finished: list[str] = []
    """The tasks with which they were done."""
    entries: dict[str, Entry] = {}
    """Their place in the challenge of each task, by the task's id, where a network of theirs has met its rule."""
    teams: dict[str, int] = {}
    """Their team in the challenge of each task, from 1."""
    played: list[str] = []
    """The runs that were playing when the class was paused."""
    earlier: list[Earlier] = []
    """Their networks before their teacher changed them, the latest last."""
    chalk: Chalk | None = None
    """The chalk of one of their runs, which a teacher has."""
    message: str = ""
    """The teacher's messages to them that they have not read yet, one below the other."""
    seat_key: str = ""
    """The digest of a key with which another device takes the seat over; empty where none was asked for."""

    @model_validator(mode="before")
    @classmethod
    def of_this_release(cls, fields: Any) -> Any:
        """A former release had a list here, always empty, of the runs that continue a network from elsewhere."""
        return {name: value for name, value in fields.items() if name != "loaded"}

    @classmethod
    def new(cls, visitor: str, nickname: str, language: str, now: float, *, waits: bool) -> "Member":
        return cls(
            id=secrets.token_urlsafe(9),
            visitor=visitor,
            owner=visitor,
            nickname=nickname,
            language=language,
            joined_at=now,
            standing="waiting" if waits else "in",
        )

    @property
    def is_in(self) -> bool:
        return self.standing == "in"

    @property
    def run(self) -> str | None:
        """The run that they are at; None: it is not begun yet."""
        return self.runs.get(self.task)

    @property
    def all_runs(self) -> list[str]:
        """The runs of all tasks, and the earlier states of some."""
        return [*self.runs.values(), *(each.id for each in self.earlier)]

    def receive(self, text: str) -> None:
        """Put a message below those that were not read yet; of very many, the latest are kept."""
        if self.message != text and not self.message.endswith(f"\n{text}"):
            self.message = f"{self.message}\n{text}".strip()[-MOST_UNREAD:]

    def note_read(self, text: str) -> None:
        """The messages up to the end of this text were read; one that has come since stays."""
        rest = self.message.removeprefix(text)
        if rest[:1] in {"", "\n"}:
            self.message = rest[1:]

    def shown(self) -> dict[str, Any]:
        """The seat as its student is told of it."""
        return {**self.on_board(), "earlier": [dict(vars(each)) for each in self.earlier]}

    def on_board(self) -> dict[str, Any]:
        """The seat as the board has it: how a student's network was before is the student's to know."""
        # Two hundred members are told at each change: this takes a fifth of the time of `model_dump`.
        return {
            "id": self.id,
            "nickname": self.nickname,
            "standing": self.standing,
            "task": self.task,
            "hand": self.hand,
            "done": self.done,
            "finished": [*self.finished],
            "message": self.message,
            "run": self.run,
            "chalk": self.chalk is not None and self.chalk.run == self.run,
        }
