"""The tables, on both databases."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgpack
import pytest
import sqlalchemy as sa

from app.storage.database import CannotOpen, open_database
from app.storage.store import Store, StoredRun
from app.trainer.run_host import RunHost
from engine.experiment import Experiment
from tests.app.storage.conftest import Database


def opened(database: Database) -> sa.Engine:
    return open_database(Path(database["CHALKNET_DATABASE_PATH"]), database.get("CHALKNET_DATABASE_URL"))


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    store = Store(opened(database))
    yield store
    store.engine.dispose()


def checkpoint(steps: int) -> bytes:
    """A real one, after so many steps."""
    host = RunHost()
    host.start("run", Experiment())
    host.control("run", {"do": "step", "iterations": steps})
    while (
        host.snapshot("run")["step"] < steps
    ):  # on a busy machine a round may be spent before the run's turn
        list(host.advance(1))
    packed: bytes = msgpack.packb(host.checkpoint("run"))
    return packed


def test_runs_are_kept_replaced_found_and_forgotten(store: Store) -> None:
    early, late = checkpoint(1), checkpoint(7)
    store.write({"a": StoredRun("ann", early), "b": StoredRun("ann", early), "c": StoredRun("bob", early)})
    store.clock = lambda: 2e9
    store.write({"a": StoredRun("ann", late), "c": None, "never": None})
    assert store.read("a") == StoredRun("ann", late)
    assert store.read("c") is None
    about = store.of_visitor("ann")
    assert [(run, each.step, each.state) for run, each in about.items()] == [
        ("a", 7, "paused"),
        ("b", 1, "paused"),
    ]
    assert Experiment.model_validate(about["a"].experiment) == Experiment()


def test_runs_that_have_not_changed_for_long_are_forgotten(store: Store) -> None:
    kept = StoredRun("ann", checkpoint(1))
    store.clock = lambda: 1000
    store.write({"old": kept, "open": kept})
    store.clock = lambda: 2000
    store.write({"new": kept})
    assert store.forget_older(500, but={"open"}) == ["old"]
    assert set(store.of_visitor("ann")) == {"open", "new"}


DAY = 24 * 3600.0


def test_a_clock_that_jumps_deletes_nothing_and_ages_are_as_before(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    kept = StoredRun("ann", checkpoint(1))
    now = 20_000 * DAY
    store.clock = lambda: now

    def pass_on(days: float) -> list[str]:
        """Time in which the server looks at its clock."""
        nonlocal now
        gone = []
        for _ in range(round(days * 2)):
            now += DAY / 2
            gone += store.forget_older(90 * DAY, but=())
        return gone

    store.write({"first": kept})
    assert pass_on(50) == []
    store.write({"second": kept})
    now = 1_826 * DAY  # 1975, as after a flat battery
    assert store.forget_older(90 * DAY, but=()) == []
    store.write({"third": kept})
    assert pass_on(1) == []
    now = 20_060 * DAY  # the clock is set, and the next run is kept before anyone looks at it
    store.write({"fourth": kept})
    assert store.forget_older(90 * DAY, but=()) == []
    assert "the clock has moved by -18224.0 days" in caplog.text.replace("-18224.1", "-18224.0")
    assert list(store.of_visitor("ann")) == ["fourth", "third", "second", "first"]
    assert pass_on(38) == []
    assert pass_on(2) == ["first"]
    assert pass_on(48) == []
    now += 200 * DAY  # the server was off, for the summer
    assert store.forget_older(90 * DAY, but=()) == []
    assert set(store.of_visitor("ann")) == {"second", "third", "fourth"}


def test_a_database_of_before_the_clock_was_noted_loses_nothing_at_once(store: Store) -> None:
    store.clock = lambda: 1000.0
    store.write({"old": StoredRun("ann", checkpoint(1))})
    store.clock = lambda: 1000.0 + 365 * DAY
    assert store.forget_older(90 * DAY, but=()) == []


def test_a_broken_row_is_one_runs_fault(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    if store.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL lets no JSON in that is none")
    store.write({run: StoredRun("ann", checkpoint(1)) for run in ("good", "bad", "worse", "worst")})
    broken = {
        "bad": "experiment = '{{'",
        "worse": "state = 'flying', checkpoint = x'c1'",
        "worst": "step = 'many', checkpoint = 'text'",
    }
    with store.engine.begin() as connection:
        for run, what in broken.items():
            connection.exec_driver_sql(f"UPDATE runs SET {what} WHERE id = '{run}'")
    assert set(store.of_visitor("ann")) == {"good"}
    assert [run for run in broken if f"the row of {run} in runs is broken" in caplog.text] == list(broken)
    assert store.read("worst") is None


def test_a_secret_is_drawn_once(database: Database, store: Store) -> None:
    assert store.secret("key", lambda: "drawn") == ("drawn", True)
    again = Store(opened(database))
    assert again.secret("key", lambda: "another") == ("drawn", True)
    again.engine.dispose()


def test_a_database_that_cannot_be_used_is_refused_in_words(database: Database, tmp_path: Path) -> None:
    engine = opened(database)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(CannotOpen, match="a newer Chalknet has written it"):
        opened(database)
    (tmp_path / "a file").touch()
    with pytest.raises(CannotOpen, match="a file/chalknet"):
        open_database(tmp_path / "a file" / "chalknet.db", None)
    with pytest.raises(CannotOpen, match=r"CHALKNET_DATABASE_URL.*refused"):
        open_database(tmp_path, "postgresql://someone:secret@127.0.0.1:1/none")


def test_a_file_of_a_release_that_could_not_shrink_can_from_now_on(tmp_path: Path) -> None:
    path = tmp_path / "chalknet.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE before (it INTEGER)")
        connection.execute("INSERT INTO before VALUES (7)")
    connection.close()
    engine = open_database(path, None)
    with engine.connect() as read:
        assert read.exec_driver_sql("PRAGMA auto_vacuum").scalar() == 2
        assert read.exec_driver_sql("SELECT it FROM before").scalar() == 7
    engine.dispose()


def test_only_its_owner_can_read_the_file(tmp_path: Path) -> None:
    open_database(tmp_path / "a" / "chalknet.db", None).dispose()
    assert (tmp_path / "a" / "chalknet.db").stat().st_mode & 0o777 == 0o600
