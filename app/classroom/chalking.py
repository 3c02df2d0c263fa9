"""Taking the chalk and giving it back: what the student had before is kept, and who has gone does not keep it."""

import asyncio

from app.classroom.chalk import LAPSE_SECONDS, Chalk, page_of
from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms
from app.classroom.earlier import Earlier
from app.classroom.member import Member
from app.classroom.presence import Presence
from app.classroom.push import remember
from app.classroom.spotlight import NOTHING_TO_SHOW
from app.document.summary import summary
from app.errors import Refusal, sentence
from app.runs.access import Do

LOOK_SECONDS = 5.0
ANOTHER_HAS_IT = sentence("Another teacher has the chalk of this student.")


async def take(
    classrooms: Classrooms, classroom: Classroom, member: Member, visitor: str, address: str
) -> None:
    """Give a teacher the chalk for a member's present run. Raises Refusal."""
    if member.run is None:
        raise Refusal("nothing-to-show", "member", NOTHING_TO_SHOW)
    check_free(member, visitor)
    if member.chalk is not None and member.chalk.run == member.run:
        return
    owned = await classrooms.runs.of(visitor, member.run, address, Do.PUSH)
    checkpoint = await owned.checkpoint()
    classrooms.check_seat(classroom, member)
    check_free(member, visitor)  # another may have taken it meanwhile
    id = classrooms.runs.keep(owned, checkpoint)
    classrooms.runs.archive.hurry(id)
    earlier = Earlier(id=id, run=owned.id, why="chalk", step=summary(checkpoint).step)
    with classrooms.changing(classroom):
        remember(classrooms, classroom, member, earlier)
        member.chalk = Chalk(run=owned.id, teacher=visitor, taken_at=classrooms.clock())
    classrooms.telling.now(classroom.code)


def check_free(member: Member, visitor: str) -> None:
    """Raises Refusal where another teacher has the chalk."""
    if member.chalk is not None and member.chalk.teacher != visitor:
        raise Refusal("chalk-taken", "member", ANOTHER_HAS_IT)


def give_back(classrooms: Classrooms, classroom: Classroom, member: Member) -> None:
    with classrooms.changing(classroom):
        member.chalk = None
    classrooms.telling.now(classroom.code)


async def lapse(classrooms: Classrooms, presence: Presence) -> None:
    """Give the chalk back for teachers who have gone, forever."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        for classroom in classrooms.all():
            for member in classroom.members:
                if member.chalk is not None and is_over(
                    member.chalk, classroom, presence, classrooms.clock()
                ):
                    give_back(classrooms, classroom, member)


def is_over(chalk: Chalk, classroom: Classroom, presence: Presence, now: float) -> bool:
    """Whether its teacher has gone, or is none any more. One whose page has not come yet has that time, too."""
    away = min(presence.away(page_of(chalk.teacher, classroom.code)), now - chalk.taken_at)
    return away >= LAPSE_SECONDS or not classroom.is_teacher(chalk.teacher)
