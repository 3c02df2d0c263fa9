"""Class networks: a teacher begins one in place of the former, it is found again, and it is deleted with its files."""

from typing import Any, Literal

from pydantic import ValidationError

from app.classroom.class_network import ClassNetwork, owner_of
from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms, unknown_class
from app.errors import Refusal, explain, sentence
from app.runs.access import Do
from app.runs.owned import Owned
from engine.experiment import Experiment

NO_NETWORK = sentence("The class has no network of its own yet: begin one first.")


def of_task(classroom: Classroom, task: str | None) -> Experiment:
    """The experiment of a task, or the default one. Raises Refusal."""
    return Experiment() if task is None else classroom.task(task).experiment


def changed(experiment: Experiment, changes: dict[str, dict[str, Any]]) -> Experiment:
    """An experiment with changes; raises Refusal where they do not fit."""
    try:
        return experiment.changed(changes)
    except ValidationError as error:
        raise explain(error.errors(), Experiment) from None


async def begin(
    classrooms: Classrooms,
    classroom: Classroom,
    address: str,
    experiment: Experiment,
    learns: Literal["task", "pool"],
    batch_size: int = 1,
) -> Owned:
    """A new network in place of the former one. Raises Refusal."""
    owner = owner_of(classroom.code)
    made = await classrooms.runs.create(owner, experiment, address)
    if not classrooms.exists(classroom):  # it was deleted meanwhile
        await classrooms.runs.remove(owner, made.id)
        raise unknown_class()
    # Of two that begin at once, the later one replaces the other.
    former = classroom.network
    with classrooms.changing(classroom):
        classroom.network = ClassNetwork(run=made.id, owner=owner, learns=learns, batch_size=batch_size)
        classrooms.networks[made.id] = classroom
    if former is not None:
        await classrooms.delete_network(former)
    return made


async def awake(classrooms: Classrooms, classroom: Classroom, address: str) -> Owned:
    """The class network, woken if need be. Raises Refusal."""
    network = classroom.network
    if network is None:
        raise Refusal("no-network", None, NO_NETWORK)
    # For any of its teachers: one who began it in a former release may be none any more.
    return await classrooms.runs.of(classroom.teachers[0], network.run, address, Do.STEER)


async def end(classrooms: Classrooms, classroom: Classroom) -> None:
    """Delete the class network, if there is one, and its files. Raises Refusal where the files stay."""
    await end_run(classrooms, classroom)
    await forget_files(classrooms, classroom)


async def end_run(classrooms: Classrooms, classroom: Classroom) -> None:
    """Delete the run of the class network, if there is one."""
    network = classroom.network
    if network is None:
        return
    with classrooms.changing(classroom):
        classroom.network = None
    await classrooms.delete_network(network)


async def forget_files(classrooms: Classrooms, classroom: Classroom, but: str | None = None) -> None:
    """Delete the files of a class, but one, and those that its saved networks learn from. Raises Refusal."""
    owner, datasets = owner_of(classroom.code), classrooms.runs.datasets
    for file in await datasets.of_visitor(owner):
        if file.id == but:
            continue
        try:
            await datasets.remove(owner, file.id)
        except Refusal as refusal:
            if refusal.code != "dataset-in-use":
                raise
