"""Attendance: an open page of someone in a class. It is told what they may know of the class, whenever that changes."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from app.classroom.board import Board, Boards, Shown
from app.classroom.classroom import NOT_A_MEMBER, Classroom
from app.classroom.member import Member
from app.errors import Refusal
from app.live.line import Line
from app.wire import messages as wire


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
        is_projected: bool,
    ) -> None:
        """`wake` is called when there may be something to `take`. What `is_projected` is on a wall: nothing that is the
        teacher's alone is sent there, although it is the teacher's browser."""
        self.boards = boards
        self.classroom = classroom
        self.visitor = visitor
        self.line = line
        self.is_projected = is_projected
        self._wake = wake
        self._is_stale = True
        self.visible: frozenset[str] | None = None
        """The members whose tiles the page shows; None: all."""
        self._told: dict[str, Any] | None = None
        self._known: dict[str, Shown] = {}
        self._held = ExitStack()
        member = self._member
        if (member is None or is_projected) and not classroom.may_look(visitor):
            raise Refusal("not-a-member", None, NOT_A_MEMBER)
        self._held.enter_context(boards.classrooms.listening(classroom, self._note_change))
        if classroom.may_look(visitor):
            self._held.enter_context(boards.watching(classroom, self.show))
        elif member is not None:
            self._held.enter_context(boards.presence.here(member.id))

    @property
    def _member(self) -> Member | None:
        return self.classroom.of_visitor(self.visitor)

    def _note_change(self) -> None:
        self._is_stale = True
        self._wake()

    def take(self) -> bytes | None:
        """What the page is to be told, where that has changed since it was last told."""
        if not self._is_stale:
            return None
        self._is_stale = False
        told = self._state()
        if told == self._told:
            return None
        self._told = told
        return wire.pack({"type": "classroom", "code": self.classroom.code, **told})

    def _state(self) -> dict[str, Any]:
        classroom, member = self.classroom, self._member
        if not self.boards.classrooms.exists(classroom):
            return {"role": "gone"}
        if classroom.may_look(self.visitor):
            return on_board(
                classroom, is_teacher=classroom.is_teacher(self.visitor) and not self.is_projected
            )
        if member is None:
            return {"role": "gone"}
        task = next((each.shown() for each in classroom.tasks if each.id == member.task), None)
        shown = classroom.shown_to_students() if member.is_in else {"title": classroom.title}
        return {"role": "student", "member": member.shown(), **shown, "task": task if member.is_in else None}

    def show(self, board: Board) -> None:
        """Send the tiles that have changed, unless the page is still reading the ones before."""
        if not self.classroom.may_look(self.visitor) or not self.line.is_free:
            return
        if news := board.news(self._known, self.visible):
            self.line.push(news)

    def end(self) -> None:
        self._held.close()


def on_board(classroom: Classroom, *, is_teacher: bool) -> dict[str, Any]:
    """What the teacher's page, or the projector's, is told. Numbers replace the names of an anonymous class for both;
    who waits at the door is the teacher's to know."""
    listed = [each for each in classroom.members if is_teacher or each.is_in]
    members = [each.shown() for each in listed]
    if classroom.is_anonymous:
        for number, member in enumerate(members, 1):
            member["nickname"] = number
    if is_teacher:
        return {"role": "teacher", **classroom.shown_to_teachers(), "members": members}
    told = {"id", "nickname", "task", "done"}
    return {
        "role": "projector",
        **classroom.shown_to_students(),
        "anonymous": classroom.is_anonymous,
        "members": [{name: value for name, value in member.items() if name in told} for member in members],
    }
