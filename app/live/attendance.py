"""Attendance: an open page of someone in a class. It is told what they may know of the class, whenever that changes."""

from collections.abc import Callable, Collection
from contextlib import ExitStack
from typing import Any

from app.classroom import pace, stills
from app.classroom.board import Board, Boards, Shown
from app.classroom.chalk import page_of
from app.classroom.classroom import NOT_A_MEMBER, Classroom
from app.classroom.member import Member
from app.classroom.shared import PARTS
from app.classroom.spotlight import told_to
from app.errors import Refusal
from app.live.line import Line
from app.wire import messages as wire
from app.wire.commands import Role, Shared


class Attendance:
    """One page, in one class: as a student, as a teacher, or as the projector. Raises Refusal for anybody else."""

    def __init__(
        self,
        boards: Boards,
        classroom: Classroom,
        visitor: str,
        line: Line,
        wake: Callable[[], None],
        *,
        role: Role | None = None,
    ) -> None:
        """`wake` is called when there may be something to `take`. A page of the teacher's browser may attend as the
        projector, which is told nothing that is the teacher's alone, or from a seat of its own."""
        self.boards = boards
        self.classroom = classroom
        self.visitor = visitor
        self.line = line
        self._wake = wake
        self._is_stale = True
        self.visible: frozenset[str] | None = None
        """The members whose tiles the page shows; None: all."""
        self.shared: Collection[Shared] = ()
        """What a teacher's page shows of all students together."""
        self._shared: dict[Shared, bytes] = {}
        """What it has been told of that."""
        self._told: dict[str, Any] | None = None
        self._is_challenge_stale = True
        self._told_challenge: dict[str, Any] | None = None
        self._known: dict[str, Shown] = {}
        self._inside: set[str] = set()
        """The members whose tiles the page has a place for."""
        self._held = ExitStack()
        self.role = role or (
            "teacher"
            if classroom.is_teacher(visitor)
            else "projector"
            if self._may("projector")
            else "student"
        )
        if not self._may(self.role):
            raise Refusal("not-a-member", None, NOT_A_MEMBER)
        own = self._member if self.role == "student" else None
        told_of = None if own is None else own.id
        telling = boards.classrooms.telling
        self._held.enter_context(telling.listening(classroom.code, self._note_change, told_of))
        if self.role == "teacher":
            self._held.enter_context(boards.presence.here(page_of(visitor, classroom.code)))
        if self.role != "student":
            self._held.enter_context(boards.watching(classroom, self.show))
        elif own is not None:
            self._held.enter_context(boards.presence.here(own.id))
        self._standings = self._held.enter_context(
            boards.referees.attending(classroom, told_of, self._note_challenge)
        )

    def _may(self, role: Role) -> bool:
        """Whether the visitor has this role now."""
        if role == "student":
            return self._member is not None
        return (
            self.classroom.is_teacher(self.visitor)
            if role == "teacher"
            else self.classroom.may_look(self.visitor)
        )

    @property
    def _member(self) -> Member | None:
        return self.classroom.of_visitor(self.visitor)

    def _note_change(self) -> None:
        self._is_stale = self._is_challenge_stale = True
        self._wake()

    def _note_challenge(self) -> None:
        self._is_challenge_stale = True
        self._wake()

    def take(self) -> bytes | None:
        """What the page is to be told next, where that has changed since it was last told."""
        return self._take_state() or self._take_challenge()

    def _take_challenge(self) -> bytes | None:
        if not self._is_challenge_stale:
            return None
        self._is_challenge_stale = False
        told = self._challenge()
        if told == self._told_challenge:
            return None
        self._told_challenge = told
        return wire.pack({"type": "challenge", "code": self.classroom.code, "standing": told})

    def _challenge(self) -> dict[str, Any] | None:
        """The standing of a student in the challenge of their task, or the ranking of the present task's."""
        if self.role == "student":
            member = self._member
            return None if member is None or not member.is_in else self._standings.of(member)
        return self._standings.on_board(self.classroom.present_task) if self._may(self.role) else None

    def _take_state(self) -> bytes | None:
        if not self._is_stale:
            return None
        self._is_stale = False
        told = self._state()
        if told == self._told:
            return None
        self._told = told
        # A tile of someone of whom the page has not been told yet, or not any more, would be lost.
        members = told.get("members", ())
        self._inside = {member["id"] for member in members if member.get("standing", "in") == "in"}
        self._known = {id: shown for id, shown in self._known.items() if id in self._inside}
        return wire.pack({"type": "classroom", "code": self.classroom.code, **told})

    def _state(self) -> dict[str, Any]:
        classroom = self.classroom
        member = self._member if self.role == "student" else None
        is_here = member is not None or (self.role != "student" and self._may(self.role))
        if not is_here or not self.boards.classrooms.exists(classroom):
            return {"role": "gone", "over": not self.boards.classrooms.exists(classroom)}
        if member is None:
            return on_board(classroom, self.visitor if self.role == "teacher" else None)
        told: dict[str, Any] = {
            "role": "student",
            "member": member.shown(),
            "title": classroom.title,
            "task": None,
            "begun": [],
        }
        if member.is_in:
            told |= {**classroom.shown_to_students(), **pace.told_to(classroom, member)}
            titles = {"": "", **{task.id: task.title for task in classroom.tasks}}
            told["spotlight"] = told_to(classroom.spotlight, member, classroom.lit_as())
            question = classroom.question
            told["pool"] = classroom.pool.shown_to(member)
            told["question"] = None if question is None else question.shown_to(member)
            told["task"] = None if (task := classroom.task_of(member)) is None else task.shown()
            told["begun"] = [
                {"task": id, "title": titles[id], "run": run}
                for id, run in member.runs.items()
                if id in titles
            ]
        return told

    def show(self, board: Board) -> None:
        """Send the tiles that have changed, unless the page is still reading the ones before."""
        if not self._may(self.role) or not self.line.is_free:
            return
        if news := board.news(self._known, self._inside, self.visible, is_projected=self.role == "projector"):
            self.line.push(news)
        # A polled line is free for one answer: tiles, which come all the time, do not keep the rest from it.
        for part in self._parts():
            told = board.shared(part)
            if self._shared.get(part) != told:
                self._shared[part] = told
                self.line.push(told)

    def show_shared(self, parts: Collection[Shared]) -> None:
        """Tell these parts from now on; one that the page no longer shows is told anew when it does again."""
        self.shared = parts
        self._shared = {part: told for part, told in self._shared.items() if part in parts}

    def _parts(self) -> list[Shared]:
        """What the page is told of all together: a projector, what is on the wall, as soon as it knows that."""
        asked = self.shared if self.role == "teacher" else ((self._told or {}).get("on_wall"),)
        return [part for part in PARTS if part in asked]

    def end(self) -> None:
        self._held.close()


def on_board(classroom: Classroom, teacher: str | None) -> dict[str, Any]:
    """What a page of the visitor `teacher` is told, or None: the projector's. Numbers replace the names of an anonymous
    class for both; who waits at the door is the teacher's to know."""
    members = [each.on_board() for each in classroom.members]
    if classroom.is_anonymous:
        for number, member in enumerate(members, 1):
            member["nickname"] = number
    if teacher is not None:
        for member, each in zip(members, classroom.members, strict=True):
            member["place"] = pace.place_of(classroom, each)
            member["has_chalk"] = each.chalk is not None and each.chalk.teacher == teacher
        told = {**classroom.shown_to_teachers(), **stills.told_to_teachers(classroom)}
        return {"role": "teacher", **told, "members": members}
    named = {"id", "nickname", "task", "done"}
    return {
        "role": "projector",
        **classroom.shown_to_students(),
        "presented": stills.told_to_wall(classroom),
        "spotlight": classroom.lit and {"run": classroom.lit, "nickname": classroom.lit_as()},
        "anonymous": classroom.is_anonymous,
        "members": [
            {name: value for name, value in member.items() if name in named}
            for member in members
            if member["standing"] == "in"
        ],
    }
