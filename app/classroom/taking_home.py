"""Taking home: the networks of a class as files, more time for a class, and another class with the same tasks."""

import asyncio
import io
import unicodedata
import zipfile

from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms
from app.classroom.task import Task, TaskToSet
from app.errors import Refusal, sentence
from app.hosts.memory import megabytes
from app.runs.files import RunFiles
from app.runs.runs import DAY

MOST_BYTES = 100_000_000
MOST_DAYS = 366
"""However often a teacher extends it, a class is deleted so long after it was opened."""

KEPT_LONGEST = sentence(
    "The class cannot be kept longer: take home what you need, or open another one with the same tasks."
)
TOO_LARGE = sentence("The networks would have more than {most} MB together: take them one by one.")


async def networks(files: RunFiles, classroom: Classroom) -> bytes:
    """An archive of all networks, as the playground opens them: `nickname - task.chalknet`, and that of the class with
    what it learns from. Raises Refusal."""
    archive, taken, size = io.BytesIO(), set[str](), 0
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:  # the files are compressed already
        for text, visitor, run in runs_of(classroom):
            try:
                content = await files.save(visitor, run)
            except Refusal:
                continue  # it was deleted meanwhile
            if (size := size + len(content)) > MOST_BYTES:
                raise Refusal("too-large", None, TOO_LARGE, most=megabytes(MOST_BYTES))
            await asyncio.to_thread(packed.writestr, f"{file_name(text, taken)}.chalknet", content)
    return archive.getvalue()


def runs_of(classroom: Classroom) -> list[tuple[str, str, str]]:
    """The runs of a class: how the file of each is called, who may take it along, and its id."""
    titles = {task.id: f" - {task.title}" for task in classroom.tasks}
    network = classroom.network
    own = [] if network is None else [("Class network", network.owner, network.run)]
    return own + [
        (member.nickname + titles.get(task, ""), member.visitor, run)
        for member in classroom.inside()
        for task, run in member.runs.items()
    ]


def file_name(text: str, taken: set[str]) -> str:
    """A name that every system has for a file, and that is not taken yet."""
    safe = [each if each.isalnum() or each in " -_" else "_" for each in unicodedata.normalize("NFC", text)]
    plain = "".join(safe).strip()[:80] or "_"
    name, number = plain, 2
    while name.casefold() in taken:
        name, number = f"{plain} {number}", number + 1
    taken.add(name.casefold())
    return name


def extend(classrooms: Classrooms, classroom: Classroom) -> None:
    """Keep a class for as long as a new one is, from now on, within its bound. Raises Refusal where it is reached."""
    until = classrooms.clock() + DAY * classrooms.bounds.days
    most = classroom.created_at + DAY * max(MOST_DAYS, classrooms.bounds.days)
    if classroom.expires_at >= most:
        raise Refusal("kept-longest", None, KEPT_LONGEST)
    with classrooms.changing(classroom):
        classroom.expires_at = max(classroom.expires_at, min(until, most))


def opened_like(
    classrooms: Classrooms, classroom: Classroom, visitor: str, address: str, title: str
) -> tuple[Classroom, str, str]:
    """A new class with the same tasks and challenges, without students; and its keys. Raises Refusal."""
    made, teacher, wall = classrooms.create(visitor, address, title)
    with classrooms.changing(made):
        for task in classroom.tasks:
            described = TaskToSet.model_validate(task.model_dump(include={*TaskToSet.model_fields}))
            copy = Task.of(described)
            if task.challenge is not None:
                copy.challenge = task.challenge.model_copy(update={"is_over": False}, deep=True)
            made.tasks.append(copy)
    return made, teacher, wall
