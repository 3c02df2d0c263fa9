"""Push: a teacher changes everybody's network, or one student's. What it was is kept, and its student is told."""

import asyncio
from typing import NamedTuple

from app.classroom.classroom import Changes, Classroom
from app.classroom.classrooms import Classrooms
from app.classroom.earlier import MOST_EARLIER, Earlier
from app.classroom.member import Member
from app.classroom.pushed import note_pushed
from app.classroom.tasks import OWN_FILE
from app.errors import Refusal, sentence
from app.runs.access import Do
from app.runs.owned import Owned

NO_EARLIER = sentence("There is no such earlier state of your network any more.")


class Reached(NamedTuple):
    """How many networks have changed, how many were like that already, and those that could not: why, by member."""

    changed: int
    alike: int
    missed: dict[str, Refusal]


async def push(
    classrooms: Classrooms,
    classroom: Classroom,
    changes: Changes,
    member: Member | None,
    by: str,
    address: str,
) -> Reached:
    """Change the present run of a member, or of all, for the teacher `by`. Who begins after a push to all begins with
    it; who has not begun has nothing to lose."""
    if any(changes.get("data", {}).get(own) is not None for own in ("table", "album")):
        raise Refusal("unusable-task", "changes", OWN_FILE)
    begun = [each for each in ([member] if member else classroom.inside()) if each.run is not None]
    if member is None:
        note_pushed(classroom, changes)
        classrooms.keep(classroom)  # Each member is told of the change of the own run, when it is made.
    found = await asyncio.gather(
        *(push_to(classrooms, classroom, each, changes, by, address) for each in begun)
    )
    classrooms.telling.tell()
    # Written at once, and together: while some have yet to be told, the database would take the processor from them.
    classrooms.runs.archive.hurry(*(each.earlier[-1].id for each in begun if each.earlier))
    missed = {
        each.id: answer for each, answer in zip(begun, found, strict=True) if isinstance(answer, Refusal)
    }
    return Reached(sum(each is True for each in found), sum(each is False for each in found), missed)


async def push_to(
    classrooms: Classrooms, classroom: Classroom, member: Member, changes: Changes, by: str, address: str
) -> bool | Refusal:
    """Whether it has changed the run."""
    assert member.run is not None
    try:
        owned = await classrooms.runs.of(by, member.run, address, Do.PUSH, pause=True)
        answer = await owned.control({"do": "push", "changes": changes})
        if not answer["changed"]:
            return False
        try:
            id = classrooms.runs.keep(owned, answer["before"])
        except Refusal:
            await owned.control({"do": "undo"})  # nothing is changed whose earlier state cannot be kept
            raise
    except Refusal as refusal:
        return refusal
    earlier = Earlier(id=id, run=owned.id, why="push", step=answer["step"], changed=answer["changed"])
    with classrooms.changing(classroom, member):
        remember(classrooms, classroom, member, earlier)
    return True


def remember(classrooms: Classrooms, classroom: Classroom, member: Member, earlier: Earlier) -> None:
    """Keep it with the seat, in place of one that is older than the latest few."""
    classrooms.give_to(earlier.id, classroom, member)
    member.earlier = [*member.earlier, earlier]
    for old in member.earlier[:-MOST_EARLIER]:
        classrooms.runs.archive.forget(old.id)
    member.earlier = member.earlier[-MOST_EARLIER:]


async def go_back(
    classrooms: Classrooms, classroom: Classroom, member: Member, id: str, visitor: str, address: str
) -> Owned:
    """Return a run to what it was, with weights, steps and history, for the visitor who has the seat. Undo leads
    forth again. Raises Refusal."""
    earlier = next((each for each in member.earlier if each.id == id), None)
    kept = None if earlier is None else await classrooms.runs.archive.read(earlier.id)
    if earlier is None or kept is None:
        raise Refusal("unknown-earlier", "earlier", NO_EARLIER)
    owned = await classrooms.runs.of(visitor, earlier.run, address, Do.STEER)
    await owned.restore(kept.checkpoint)
    with classrooms.changing(classroom, member):
        read(member, earlier.run)
    return owned


def read(member: Member, run: str) -> None:
    """The student knows what was changed of this run."""
    for each in member.earlier:
        each.is_read = each.is_read or each.run == run
