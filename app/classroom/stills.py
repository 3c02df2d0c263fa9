"""The stills of a class: taken of chosen boards, put in an order, and presented one after another."""

import asyncio
import itertools
from typing import Any

from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms
from app.classroom.member import Member
from app.classroom.signs import Fall, sign_of
from app.classroom.spotlight import NOTHING_TO_SHOW
from app.classroom.still import MANY_STILLS, MOST_STILLS, NO_STILL, OTHER_STILLS, Still
from app.errors import Refusal, sentence, unknown_run
from app.runs.access import Do
from app.runs.owned import ASLEEP, Owned
from app.wire.messages import unpack_frame
from app.wire.snapshot import Snapshot
from engine.experiment import Experiment
from engine.milestones import differences

VIEWS: dict[str, Any] = {"tile": True, "resolution": 100, "still_resolution": 100}
FRAME_SECONDS = 10.0
ENDS = {"run-gone", "run-lost", ASLEEP}
"""The notices of a run after which no frame of it comes."""
NO_FRAME = sentence("The server is too busy to take a snapshot now: try it again.")

numbers = itertools.count(1)


class Once:
    """Waits for one frame of a run: see `app.hosts.host.Subscriber`."""

    def __init__(self) -> None:
        self.name = f"still-{next(numbers)}"
        self.frame: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def offer(self, snapshot: Snapshot, losses: bytes) -> None:
        if not self.frame.done():
            self.frame.set_result(snapshot.frame)

    def notice(self, code: str, message: str) -> None:
        """A run that has ended has no frame any more."""
        if code in ENDS and not self.frame.done():
            self.frame.set_exception(unknown_run())


async def frame_of(owned: Owned) -> bytes:
    """A frame of a run's tile. Raises Refusal."""
    once = Once()
    owned.watch(once, VIEWS)
    try:
        async with asyncio.timeout(FRAME_SECONDS):
            return await once.frame
    except TimeoutError:
        raise Refusal("busy", None, NO_FRAME) from None
    finally:
        owned.unwatch(once)


async def take(
    classrooms: Classrooms, classroom: Classroom, member: Member, visitor: str, address: str, *, named: bool
) -> Still:
    """A still of a member's present network, for a teacher. Raises Refusal."""
    if member.run is None:
        raise Refusal("nothing-to-show", "member", NOTHING_TO_SHOW)
    check_room(classroom)
    # The task of the network in the frame: the student may go to another one meanwhile.
    task = classroom.task_of(member)
    owned = await classrooms.runs.of(visitor, member.run, address, Do.SEE, pause=True)
    frame = await frame_of(owned)
    classrooms.check_seat(classroom, member)
    check_room(classroom)  # another may have been taken meanwhile
    header, _ = unpack_frame(frame)
    still = Still.of(
        frame,
        member=member.id,
        nickname=member.nickname if named and not classroom.is_anonymous else "",
        task="" if task is None else task.title,
        taken_at=classrooms.clock(),
        sign=sign_of(header, Fall(), hand=False, done=member.done, away=0.0).value,
        settings=settings_of(owned.experiment),
    )
    with classrooms.changing(classroom):
        classroom.stills.append(still)
    return still


def check_room(classroom: Classroom) -> None:
    if len(classroom.stills) >= MOST_STILLS:
        raise Refusal("too-many-snapshots", None, MANY_STILLS, most=MOST_STILLS)


def settings_of(experiment: Experiment) -> dict[str, Any]:
    """By field, what differs from the default experiment; the kind of data always."""
    kind = experiment.data.kind
    usual = Experiment()
    changed = differences(usual, experiment)
    return {"data.kind": kind, **{field: after for field, (_, after) in changed.items()}}


def still_of(classroom: Classroom, id: str) -> Still:
    found = next((still for still in classroom.stills if still.id == id), None)
    if found is None:
        raise Refusal("unknown-snapshot", "still", NO_STILL)
    return found


def arrange(classroom: Classroom, ids: list[str]) -> None:
    """Put them into another order. Raises Refusal."""
    if sorted(ids) != sorted(still.id for still in classroom.stills):
        raise Refusal("unknown-snapshot", "stills", OTHER_STILLS)
    classroom.stills = [still_of(classroom, id) for id in ids]


def remove(classroom: Classroom, id: str) -> None:
    classroom.stills.remove(still_of(classroom, id))
    if classroom.presented == id:
        classroom.presented = None


def told_to_wall(classroom: Classroom) -> dict[str, Any] | None:
    """The still that is presented."""
    found = (still for still in classroom.stills if still.id == classroom.presented)
    return next((still.shown(nameless=classroom.is_anonymous) for still in found), None)


def told_to_teachers(classroom: Classroom) -> dict[str, Any]:
    shown = [still.shown(nameless=classroom.is_anonymous) for still in classroom.stills]
    return {"stills": shown, "presented": classroom.presented}
