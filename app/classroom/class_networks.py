"""What is done to class networks: a teacher begins one in place of the former, and it is found again."""

from contextlib import suppress
from typing import Any, Literal

from pydantic import ValidationError

from app.classroom.class_network import ClassNetwork
from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms
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
    visitor: str,
    address: str,
    experiment: Experiment,
    learns: Literal["task", "pool"],
    batch_size: int = 1,
) -> Owned:
    """A new network in place of the former one. Raises Refusal."""
    made = await classrooms.runs.create(visitor, experiment, address)
    await end(classrooms, classroom)
    with classrooms.changing(classroom):
        classroom.network = ClassNetwork(run=made.id, owner=visitor, learns=learns, batch_size=batch_size)
        classrooms.networks[made.id] = classroom
    return made


async def awake(classrooms: Classrooms, classroom: Classroom, address: str) -> Owned:
    """The class network, woken if need be. Raises Refusal."""
    network = classroom.network
    if network is None:
        raise Refusal("no-network", None, NO_NETWORK)
    return await classrooms.runs.of(network.owner, network.run, address, Do.OWN)


async def end(classrooms: Classrooms, classroom: Classroom) -> None:
    """Delete the class network, if there is one."""
    network = classroom.network
    if network is None:
        return
    with classrooms.changing(classroom):
        classroom.network = None
        classrooms.networks.pop(network.run, None)
    with suppress(Refusal):  # its owner has deleted it before
        await classrooms.runs.remove(network.owner, network.run)
