"""The network that learns from the pool: what the students draw becomes its data, while it trains."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.classroom import class_networks
from app.classroom.class_network import ClassNetwork, owner_of
from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms, unknown_class
from app.classroom.drawn_album import album_of, table_of
from app.classroom.pool import PICTURE_SIDE, Draws, Pool
from app.classroom.trained import Trained
from app.errors import Refusal
from app.wire.messages import pack
from engine.data.album import FEWEST_PICTURES
from engine.data.own_pictures import OwnPictures
from engine.data.own_points import OwnPoints, Point

LEAST: dict[Draws, int] = {"points": 4, "pictures": FEWEST_PICTURES}
"""With fewer, no batch and no test set are left to learn from."""
FEED_SECONDS: dict[Draws, float] = {"points": 0.5, "pictures": 2.0}
"""The time within which drawings are learned together."""
AGAIN_SECONDS = 5.0
"""The pause before drawings that could not be learned are tried again, such as those of a class that draws much."""


def points_of(pool: Pool) -> tuple[Point, ...]:
    """The points in the order in which they were drawn, so that one more leaves the others in their sets."""
    drawn = [each for own in pool.drawn.values() for each in own]
    return tuple(each.point for each in sorted(drawn, key=lambda each: each.id))


def has_enough(pool: Pool) -> bool:
    return len(pool.labels) >= LEAST[pool.draws]


async def changes_of(
    classrooms: Classrooms, classroom: Classroom, kind: str, batch_size: int
) -> dict[str, dict[str, Any]]:
    """The changes with which an experiment with data of a kind learns from a pool that has enough. Pictures are stored
    as a file of the class. Raises Refusal."""
    pool = classroom.pool
    data: dict[str, Any]
    if pool.draws == "points":
        data = {"points": points_of(pool), "classes": pool.classes}
        n_train = OwnPoints.model_validate(data).n_train
    else:
        table, album = table_of(pool), album_of(pool)  # of one moment: more may be drawn while it is saved
        owner = owner_of(classroom.code)
        saved = await classrooms.runs.datasets.save(owner, classroom.title, table)
        if not classrooms.exists(classroom):  # it was deleted meanwhile
            await class_networks.forget_files(classrooms, classroom)
            raise unknown_class()
        data = {"album": {"id": saved.id, **album}, "channels": 1}
        n_train = OwnPictures.model_validate(data).n_train
    if kind != pool.draws:
        data["kind"] = pool.draws
    return {"data": data, "training": {"batch_size": max(1, min(batch_size, n_train))}}


async def begin(
    classrooms: Classrooms, classroom: Classroom, task: str | None, visitor: str, address: str
) -> None:
    """Begin a class network as a task's network is set, to learn from the pool. Raises Refusal."""
    pool = classroom.pool
    if not has_enough(pool):
        raise Refusal(
            "too-few-points",
            None,
            "The class network needs {least} drawings at least: let your students draw some first.",
            least=LEAST[pool.draws],
        )
    experiment = class_networks.of_task(classroom, task)
    batch_size = experiment.training.batch_size
    at, changes = pool.changes, await changes_of(classrooms, classroom, experiment.data.kind, batch_size)
    learning = class_networks.changed(experiment, changes)
    made = await class_networks.begin(classrooms, classroom, address, learning, "pool", batch_size)
    if classroom.network is None or classroom.network.run != made.id:
        return  # another one was begun meanwhile
    with classrooms.changing(classroom):
        classroom.question = None
        classroom.network.learned = at
    await class_networks.forget_files(classrooms, classroom, learning.data.lent_id)


class Feeding:
    """Brings what was drawn, or taken out, to the class networks, soon after a class has changed."""

    def __init__(self, classrooms: Classrooms) -> None:
        self.classrooms = classrooms
        self._coming: dict[str, asyncio.Task[None]] = {}
        classrooms.followers.append(self.soon)

    def soon(self, classroom: Classroom) -> None:
        network = classroom.network
        if network is None or network.learns != "pool" or network.run in self._coming:
            return
        if network.learned != classroom.pool.changes:
            self._coming[network.run] = asyncio.create_task(self._feed(classroom, network))

    async def _feed(self, classroom: Classroom, network: ClassNetwork) -> None:
        """Feed the network until it has learned every change of the pool."""
        try:
            wait = FEED_SECONDS[classroom.pool.draws]
            while classroom.network is network and network.learned != classroom.pool.changes:
                await asyncio.sleep(wait)
                try:
                    await feed(self.classrooms, classroom, network)
                except Refusal:
                    wait = AGAIN_SECONDS
        finally:
            self._coming.pop(network.run, None)

    def close(self) -> None:
        for task in tuple(self._coming.values()):
            task.cancel()


async def feed(classrooms: Classrooms, classroom: Classroom, network: ClassNetwork) -> None:
    """Let a network learn what is in the pool, woken if need be; without enough it is deleted, so that nothing stays of
    what was taken out. Raises Refusal."""
    if classroom.network is not network or not classrooms.exists(classroom):
        return
    if not has_enough(classroom.pool):
        await class_networks.end(classrooms, classroom)
        return
    owned, at = await class_networks.awake(classrooms, classroom, ""), classroom.pool.changes
    changes = await changes_of(classrooms, classroom, owned.experiment.data.kind, network.batch_size)
    await owned.control(
        {"do": "change", "changes": changes, "keep_weights": True, "gesture": 0}, owned.visitor
    )
    network.learned = at
    classrooms.keep(classroom)
    with suppress(Refusal):  # they are tried again the next time
        await class_networks.forget_files(classrooms, classroom, owned.experiment.data.lent_id)


def told(classroom: Classroom, trained: Iterable[Trained]) -> bytes:
    """All drawings, for the board and the wall."""
    pool, network = classroom.pool, classroom.network
    drawings = pool.drawings
    owners = [nth for nth, own in enumerate(drawings.values()) for _ in own]
    header = {
        "type": "shared",
        "code": classroom.code,
        "part": "pool",
        "open": pool.is_open,
        "draws": pool.draws,
        "classes": pool.classes,
        "learns": network is not None and network.learns == "pool",
        "members": [*drawings],
    }
    arrays: dict[str, NDArray[Any]] = {
        "ids": np.array([each.id for own in drawings.values() for each in own], np.int32),
        "member": np.array(owners, np.int32),
    }
    if pool.draws == "pictures":
        pixels = [each.pixels for own in pool.pictures.values() for each in own]
        arrays["labels"] = np.array(pool.labels, np.uint8)
        arrays["pictures"] = np.array(pixels, np.uint8).reshape(len(pixels), PICTURE_SIDE, PICTURE_SIDE)
    else:
        points = [each.point for own in pool.drawn.values() for each in own]
        arrays["points"] = np.array(points, np.float32).reshape(len(points), 3)
    return pack(header, arrays)
