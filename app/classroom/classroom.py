"""A classroom: a class with its teachers, its tasks and its members. It decides, and neither waits nor stores."""

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from app.classroom.class_network import ClassNetwork
from app.classroom.codes import digest_of, is_key, new_key
from app.classroom.member import Member
from app.classroom.pool import Pool
from app.classroom.question import Question
from app.classroom.spotlight import Spotlight
from app.classroom.still import Still
from app.classroom.task import Task
from app.classroom.tried import Axis, Tried
from app.errors import Refusal, sentence
from app.names import Name

Changes = dict[str, dict[str, Any]]
"""Parts of an experiment, and their fields to change."""

MOST_TEACHERS = 20
"""Browsers with the teacher's rights: each opening of the private link in another one counts."""

OnWall = Literal["tiles", "overlay", "settings", "guesses", "pool"]
"""The view that the projector shows."""

NOT_A_TEACHER = sentence("Only the teacher of this class may do that.")
NOT_A_MEMBER = sentence("You are not in this class: join it first.")
NO_TASK = sentence("There is no such task in this class.")
WRONG_KEY = sentence("This private link is not valid any more: it was renewed, or the class was deleted.")


class Classroom(BaseModel):
    """Every change raises Refusal where it may not be made, and then changes nothing."""

    model_config = ConfigDict(extra="forbid")

    version: Literal[1] = 1
    code: str
    title: Name
    created_at: float
    expires_at: float
    """In seconds since 1970."""
    most_members: int
    teacher_key: str
    """The digest of the key in the private link."""
    wall_key: str
    """The digest of the key with which a projector looks on."""
    teachers: list[str]
    """The visitors who have opened the private link."""
    walls: list[str] = []
    """The visitors who have opened the projector's link."""
    members: list[Member] = []
    tasks: list[Task] = []
    present: str | None = None
    """The id of the present task."""
    pace: Literal["together", "each"] = "together"
    """Whether the class goes through its tasks together, or each student in their own time."""
    pushed: dict[str, Changes] = {}
    """The changes that were pushed to all, by task: whoever begins it later begins with them."""
    is_locked: bool = False
    admits_each: bool = False
    """Whether the teacher admits each student."""
    is_paused: bool = False
    is_anonymous: bool = False
    on_wall: OnWall = "tiles"
    tried: Tried = Tried()
    axes: tuple[Axis, Axis] = ("learning_rate", "test_loss")
    """The axes of the plot of settings: across, and up."""
    network: ClassNetwork | None = None
    question: Question | None = None
    pool: Pool = Pool()

    spotlight: Spotlight | None = None
    stills: list[Still] = []
    """In the order in which they are presented."""
    presented: str | None = None
    """The id of the still on the wall."""

    def document(self) -> dict[str, Any]:
        """The class as plain values, to be stored. Thousands of rows of what was tried are plain as they are."""
        rows = {"rows": [dict(vars(row)) for row in self.tried.rows], "begun": self.tried.begun}
        return {**self.model_dump(mode="json", exclude={"tried"}), "tried": rows}

    # Who someone is

    def is_teacher(self, visitor: str) -> bool:
        return visitor in self.teachers

    def check_teacher(self, visitor: str) -> None:
        if not self.is_teacher(visitor):
            raise Refusal("not-a-teacher", None, NOT_A_TEACHER)

    def may_look(self, visitor: str) -> bool:
        """Whether the visitor may see the board: a teacher, or a projector."""
        return self.is_teacher(visitor) or visitor in self.walls

    def of_visitor(self, visitor: str) -> Member | None:
        """The seat of a visitor, whatever its standing."""
        return next((member for member in self.members if member.visitor == visitor), None)

    def own_seat(self, visitor: str) -> Member:
        """The seat of a visitor who is in the class."""
        member = self.of_visitor(visitor)
        if member is None or not member.is_in:
            raise Refusal("not-a-member", None, NOT_A_MEMBER)
        return member

    @property
    def lit(self) -> str | None:
        """The run that everyone sees."""
        return None if self.spotlight is None or not self.spotlight.is_lit else self.spotlight.run

    def sees_lit(self, visitor: str) -> bool:
        """Whether the visitor sees what is in the spotlight."""
        member = self.of_visitor(visitor)
        return self.may_look(visitor) or (member is not None and member.is_in)

    def lit_as(self) -> str | int | None:
        """The name beside what is in the spotlight, if it has one."""
        if self.spotlight is None or not self.spotlight.is_named or self.is_anonymous:
            return None
        shown = (each.nickname for each in self.members if each.id == self.spotlight.member)
        return next(shown, None)

    def leave(self, member: Member) -> None:
        """Show no more of a member who is out, or about to be deleted."""
        if self.spotlight is not None and self.spotlight.member == member.id:
            self.spotlight = None

    def member(self, id: str) -> Member:
        found = next((member for member in self.members if member.id == id), None)
        if found is None:
            raise Refusal("unknown-member", "member", "There is no such student in this class.")
        return found

    def forget(self, member: Member) -> None:
        """Forget what a member has contributed to what all have in common."""
        self.tried.forget(member.id)
        self.pool.take_out_all_of(member.id)
        if self.question is not None:
            self.question.guesses.pop(member.id, None)

    def inside(self) -> Iterator[Member]:
        return (member for member in self.members if member.is_in)

    # Teachers

    def open_as_teacher(self, visitor: str, key: str) -> None:
        """Give the teacher's rights to a visitor who has the private link's key."""
        if not is_key(key, self.teacher_key):
            raise Refusal("wrong-key", "key", WRONG_KEY)
        if not self.is_teacher(visitor):
            if len(self.teachers) >= MOST_TEACHERS:
                raise Refusal(
                    "too-many-teachers",
                    None,
                    "This class has been opened as its teacher in {most} browsers: renew the private link.",
                    most=MOST_TEACHERS,
                )
            self.teachers.append(visitor)

    def open_as_wall(self, visitor: str, key: str) -> None:
        """Let a projector look on that has the key for it."""
        if not is_key(key, self.wall_key):
            raise Refusal("wrong-key", "key", WRONG_KEY)
        if visitor not in self.walls:
            self.walls = [*self.walls[1 - MOST_TEACHERS :], visitor]

    def renew_keys(self, visitor: str) -> tuple[str, str]:
        """New keys of the teacher's and of the projector's link. Former links and all rights but this visitor's end."""
        self.check_teacher(visitor)
        teacher, wall = new_key(), new_key()
        self.teacher_key, self.wall_key = digest_of(teacher), digest_of(wall)
        self.teachers, self.walls = [visitor], []
        return teacher, wall

    # Tasks

    def task_of(self, member: Member) -> Task | None:
        """The task that a member is at, if it was not deleted."""
        return self._found(member.task)

    @property
    def present_task(self) -> Task | None:
        return None if self.present is None else self._found(self.present)

    def _found(self, id: str) -> Task | None:
        return next((task for task in self.tasks if task.id == id), None)

    def task(self, id: str) -> Task:
        found = self._found(id)
        if found is None:
            raise Refusal("unknown-task", "task", NO_TASK)
        return found

    def send(self, text: str, member: Member | None) -> None:
        """Send a message to a member, or to all."""
        for each in self.inside() if member is None else (member,):
            each.receive(text)

    # What is told

    def shown_to_students(self) -> dict[str, Any]:
        """The part of the classroom that every member may know."""
        return {
            "code": self.code,
            "title": self.title,
            "expires_at": self.expires_at,
            "paused": self.is_paused,
            "present": self.present,
            "pace": self.pace,
            "on_wall": self.on_wall,
            "axes": self.axes,
            "network": None if self.network is None else self.network.run,
        }

    def shown_to_teachers(self) -> dict[str, Any]:
        """The part of the classroom that a teacher sees, without its members."""
        return {
            **self.shown_to_students(),
            "tasks": [task.shown() for task in self.tasks],
            "locked": self.is_locked,
            "admits_each": self.admits_each,
            "anonymous": self.is_anonymous,
            "most_members": self.most_members,
            "spotlight": None if self.spotlight is None else self.spotlight.model_dump(),
        }
