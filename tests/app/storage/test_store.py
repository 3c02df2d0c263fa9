"""The tables, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import msgpack
import pytest
import sqlalchemy as sa

from app.hosts.run_host import RunHost
from app.storage.database import CannotOpen, open_database
from app.storage.store import Kept, Store
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
    list(host.advance(1))
    packed: bytes = msgpack.packb(host.checkpoint("run"))
    return packed


def test_runs_are_kept_replaced_found_and_forgotten(store: Store) -> None:
    early, late = checkpoint(1), checkpoint(7)
    store.write({"a": Kept("ann", early), "b": Kept("ann", early), "c": Kept("bob", early)})
    store.clock = lambda: 2e9
    store.write({"a": Kept("ann", late), "c": None, "never": None})
    assert store.read("a") == Kept("ann", late)
    assert store.read("c") is None
    about = store.of_visitor("ann")
    assert [(run, each.step, each.state) for run, each in about.items()] == [
        ("a", 7, "paused"),
        ("b", 1, "paused"),
    ]
    assert Experiment.model_validate(about["a"].experiment) == Experiment()


def test_runs_that_have_not_changed_for_long_are_forgotten(store: Store) -> None:
    kept = Kept("ann", checkpoint(1))
    store.clock = lambda: 1000
    store.write({"old": kept, "open": kept})
    store.clock = lambda: 2000
    store.write({"new": kept})
    assert store.forget_older(500, but={"open"}) == ["old"]
    assert set(store.of_visitor("ann")) == {"open", "new"}


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


def test_only_its_owner_can_read_the_file(tmp_path: Path) -> None:
    open_database(tmp_path / "a" / "chalknet.db", None).dispose()
    assert (tmp_path / "a" / "chalknet.db").stat().st_mode & 0o777 == 0o600
