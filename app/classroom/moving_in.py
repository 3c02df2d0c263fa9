"""Moving in: a student brings a network of their own, such as a saved one or a file, into their seat."""

import msgpack

from app.classroom.beginning import begin
from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms
from app.classroom.member import Member
from app.document.summary import document_in, without_past
from app.runs.access import Do
from app.runs.owned import Owned


async def move_in(
    classrooms: Classrooms, classroom: Classroom, member: Member, run: str, visitor: str, address: str
) -> Owned:
    """Let the seat's present run, begun if need be, go on as a run of the visitor's own, which is then gone; undo leads
    back to what the seat had. One that has taken steps is marked as a network from elsewhere. Raises Refusal."""
    runs = classrooms.runs
    own = await runs.of(visitor, await begin(classrooms, classroom, member, address), address, Do.STEER)
    if run == own.id:
        return own
    document = without_past(document_in(await runs.checkpoint(visitor, run)))
    is_loaded = document.get("is_loaded", False) or document["step"] > 0
    await own.restore(msgpack.packb({**document, "is_loaded": is_loaded, "playing": False}))
    classrooms.check_seat(classroom, member)
    if classrooms.seat_of_run(run) is None and run not in classrooms.networks:
        await runs.remove(visitor, run)
    return own
