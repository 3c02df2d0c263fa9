"""Points and pictures are collected within bounds, each from its student, and leave with them."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from app.classroom.drawn_album import album_of, table_of
from app.classroom.member import Member
from app.classroom.pool import MOST_OF_ONE, MOST_PICTURES_OF_ONE, MOST_POINTS, Pool
from app.classroom.pooled import LEAST, changes_of, has_enough
from engine.array import FLOAT32
from engine.data import tables
from engine.data.own_pictures import OwnPictures
from engine.experiment import Experiment
from tests.app.classroom.made import made
from tests.app.classroom.test_classroom import refused

ANN, BOB = (Member.new(name, name, "en", 0, waits=False) for name in ("Ann", "Bob"))


def ids(pool: Pool) -> list[int]:
    return [each.id for own in pool.drawn.values() for each in own]


@pytest.fixture
def pool() -> Pool:
    return Pool(is_open=True)


def test_points_are_drawn_and_taken_out(pool: Pool) -> None:
    pool.draw(ANN, [(0, 0, 0), (1, 1, 1)])
    pool.draw(BOB, [(2, 2, 1)])
    assert pool.shown_to(BOB)["points"] == [(3, 2, 2, 1)]
    pool.take_out({1, 3, 99}, BOB.id)  # a student takes out no others' points
    assert ids(pool) == [1, 2]
    pool.take_out({2})
    pool.draw(BOB, [(3, 3, 0)])
    assert ids(pool) == [1, 4]
    pool.take_out_all_of(ANN.id)
    assert [*pool.drawn] == [BOB.id]
    assert Pool.model_validate(pool.model_dump(mode="json")) == pool


def test_a_pool_has_bounds(pool: Pool) -> None:
    pool.draw(ANN, [(0, 0, 0)] * MOST_OF_ONE)
    with refused("too-many-points"):
        pool.draw(ANN, [(0, 0, 0)])
    with refused("no-such-class"):
        pool.draw(BOB, [(0, 0, 2)])
    pool.choose("points", 3)
    pool.draw(BOB, [(0, 0, 2)])
    with refused("other-classes"):
        pool.choose("points", 2)
    for nth in range(MOST_POINTS // MOST_OF_ONE - 2):
        pool.draw(Member.new(str(nth), "x", "en", 0, waits=False), [(0, 0, 0)] * MOST_OF_ONE)
    with refused("too-many-points"):
        pool.draw(Member.new("last", "x", "en", 0, waits=False), [(0, 0, 0)] * MOST_OF_ONE)
    pool.is_open = False
    with refused("pool-shut"):
        pool.draw(BOB, [(0, 0, 0)])


def test_what_is_drawn_becomes_the_data_of_any_network_over_the_plane() -> None:
    classroom = made(pool=Pool(is_open=True))
    pool = classroom.pool
    assert not has_enough(pool)
    pool.draw(ANN, [(n, n, n % 2) for n in range(LEAST["points"])])
    assert has_enough(pool)
    for data in ({"kind": "circle"}, {"kind": "points", "points": [(0, 0, 0), (1, 1, 1)]}):
        experiment = Experiment.model_validate({"data": data, "training": {"batch_size": 1}})
        changes = asyncio.run(changes_of(cast(Any, None), classroom, experiment.data.kind, 10))
        learning = experiment.changed(changes)
        assert learning.data.kind == "points" and learning.data.n_samples == LEAST["points"]
        assert learning.training.batch_size == learning.data.n_train < 10


def test_pictures_become_an_album_that_a_network_learns(pool: Pool) -> None:
    ink = np.zeros((56, 56), np.uint8)
    with refused("pool-shut"):
        pool.add(ANN, ink, 0)
    pool.choose("pictures", 3)
    with refused("nothing-drawn"):
        pool.add(ANN, ink, 0)
    with refused("no-such-class"):
        pool.add(ANN, ink, 3)
    ink[10:40, 20:24] = 255
    for nth in range(MOST_PICTURES_OF_ONE):
        pool.add(ANN, ink, nth % 3)
    with refused("too-many-pictures"):
        pool.add(ANN, ink, 0)
    pool.add(BOB, ink, 2)
    pool.take_out({1})
    table = table_of(pool)
    tables.add("a" * 32, tables.Content(("pictures",), (table.columns[0].classes,), table.values))
    try:
        data = OwnPictures.model_validate(
            {"album": {"id": "a" * 32, **album_of(pool)}, "channels": 1, "pixels": 32, "seed": 1}
        )
        dataset = data.dataset(FLOAT32)
    finally:
        tables.keep(set())
    assert data.n_samples == MOST_PICTURES_OF_ONE and data.class_names is None
    assert sorted(dataset.labels[0]) == sorted(pool.labels)
    # Each is a stroke, centred as MNIST's digits are, and upright.
    picture = dataset.X_train[:, :1].reshape(32, 32)
    rows, columns = np.nonzero(picture > 0.5)
    assert np.ptp(rows) == 19 and np.ptp(columns) < 4 and 14 <= columns.mean() <= 17
    assert Pool.model_validate(pool.model_dump(mode="json")) == pool
    with refused("other-classes"):
        pool.choose("pictures", 2)
    pool.choose("points", 2)
    assert pool.labels == [] and pool.pictures


@pytest.mark.anyio
async def test_pictures_that_are_drawn_while_the_others_are_saved_come_later() -> None:
    classroom = made(pool=Pool(draws="pictures", is_open=True, classes=2))
    ink = np.zeros((56, 56), np.uint8)
    ink[10:40, 20:24] = 255
    for nth in range(LEAST["pictures"]):
        classroom.pool.add(ANN, ink, nth % 2)
    rows: list[int] = []

    class Files:
        async def save(self, owner: str, name: str, table: Any) -> Any:
            rows.append(table.values.shape[1])
            classroom.pool.add(BOB, ink, 0)
            return SimpleNamespace(id="a" * 32)

    classrooms = SimpleNamespace(runs=SimpleNamespace(datasets=Files()), exists=lambda classroom: True)
    changes = await changes_of(cast(Any, classrooms), classroom, "circle", 10)
    assert [changes["data"]["album"]["pictures"]] == rows == [LEAST["pictures"]]
