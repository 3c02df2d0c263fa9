"""The network that learns from the pool: what the students draw becomes its data, while it trains."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import numpy as np

from app.classroom import class_networks
from app.classroom.class_network import ClassNetwork
from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms
from app.classroom.pool import Pool
from app.classroom.trained import Trained
from app.errors import Refusal, sentence
from app.wire.messages import pack
from engine.data.own_points import OwnPoints, Point

LEAST_POINTS = 4
"""With fewer, no batch and no test set are left to learn from."""
FEED_SECONDS = 0.5
"""Points that come within this time are learned together."""

FEW = sentence("The class network needs {least} points at least: let your students draw some first.")


def changes_of(pool: Pool, kind: str, batch_size: int) -> dict[str, dict[str, Any]] | None:
    """The changes with which an experiment with data of a kind learns from the pool; None where it has too few
    points."""
    points = points_of(pool)
    if len(points) < LEAST_POINTS:
        return None
    data: dict[str, Any] = {"points": points, "classes": pool.classes}
    n_train = OwnPoints.model_validate(data).n_train
    if kind != "points":
        data["kind"] = "points"
    return {"data": data, "training": {"batch_size": max(1, min(batch_size, n_train))}}


def points_of(pool: Pool) -> tuple[Point, ...]:
    """In the order in which they were drawn, so that one more leaves the others in their sets."""
    drawn = [each for own in pool.drawn.values() for each in own]
    return tuple(each.point for each in sorted(drawn, key=lambda each: each.id))


async def begin(
    classrooms: Classrooms, classroom: Classroom, task: str | None, visitor: str, address: str
) -> None:
    """Begin a class network as a task's network is set, to learn from the pool. Raises Refusal."""
    experiment = class_networks.of_task(classroom, task)
    batch_size = experiment.training.batch_size
    changes = changes_of(classroom.pool, experiment.data.kind, batch_size)
    if changes is None:
        raise Refusal("too-few-points", None, FEW, least=LEAST_POINTS)
    learning = class_networks.changed(experiment, changes)
    await class_networks.begin(classrooms, classroom, visitor, address, learning, "pool", batch_size)
    with classrooms.changing(classroom):
        classroom.question = None


class Feeding:
    """Brings what was drawn, or taken out, to the class networks, soon after a class has changed."""

    def __init__(self, classrooms: Classrooms) -> None:
        self.classrooms = classrooms
        self._coming: dict[str, asyncio.Task[None]] = {}
        self._fed: dict[str, tuple[str, tuple[Point, ...], int]] = {}
        """The network of each class, by its code, and what it has learned last."""
        classrooms.followers.append(self.soon)

    def soon(self, classroom: Classroom) -> None:
        network = classroom.network
        if network is not None and network.learns == "pool" and network.run not in self._coming:
            self._coming[network.run] = asyncio.create_task(self._feed(classroom, network))

    async def _feed(self, classroom: Classroom, network: ClassNetwork) -> None:
        try:
            await asyncio.sleep(FEED_SECONDS)
        finally:
            self._coming.pop(network.run, None)  # what is drawn from now on is fed anew
        pool = network.run, points_of(classroom.pool), classroom.pool.classes
        if self._fed.get(classroom.code) == pool:
            return
        with suppress(Refusal):  # it was deleted meanwhile
            await feed(self.classrooms, classroom, network)
            self._fed[classroom.code] = pool

    def close(self) -> None:
        for task in tuple(self._coming.values()):
            task.cancel()


async def feed(classrooms: Classrooms, classroom: Classroom, network: ClassNetwork) -> None:
    """Let a network learn what is in the pool, woken if need be; without enough points it is deleted, so that nothing
    stays of points that were taken out. Raises Refusal."""
    if classroom.network is not network:
        return
    owned = await class_networks.awake(classrooms, classroom, "")
    data = owned.experiment.data
    changes = changes_of(classroom.pool, data.kind, network.batch_size)
    if changes is None:
        await class_networks.end(classrooms, classroom)
    elif not isinstance(data, OwnPoints) or (data.points, data.classes) != (
        points_of(classroom.pool),
        classroom.pool.classes,
    ):
        command = {"do": "change", "changes": changes, "keep_weights": True, "gesture": 0}
        await owned.control(command)


def told(classroom: Classroom, trained: Iterable[Trained]) -> bytes:
    """All points, for the board and the wall."""
    pool, network = classroom.pool, classroom.network
    drawn = [(nth, each) for nth, own in enumerate(pool.drawn.values()) for each in own]
    header = {
        "type": "shared",
        "code": classroom.code,
        "part": "pool",
        "open": pool.is_open,
        "classes": pool.classes,
        "learns": network is not None and network.learns == "pool",
        "members": [*pool.drawn],
    }
    arrays = {
        "ids": np.array([each.id for _, each in drawn], np.int32),
        "member": np.array([nth for nth, _ in drawn], np.int32),
        "points": np.array([each.point for _, each in drawn], np.float32).reshape(len(drawn), 3),
    }
    return pack(header, arrays)
