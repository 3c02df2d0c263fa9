"""From the tables of every release to those of today; `released` has rows as each release wrote them."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgpack
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.storage.database import postgresql, sqlite, upgrade
from app.storage.store import Store
from app.storage.tables import metadata
from app.trainer.run_host import RunHost
from engine.experiment import Experiment
from tests.app.storage.conftest import Database

RELEASED = Path(__file__).parent / "released"
BYTES = {"checkpoint", "numbers"}


def revisions() -> list[str]:
    """All but the newest, which is the one of today."""
    config = Config()
    config.set_main_option("script_location", "app.storage:migrations")
    scripts = ScriptDirectory.from_config(config)
    return [each.revision for each in scripts.walk_revisions() if not each.is_head]


def rows_of(revision: str) -> dict[str, list[dict[str, Any]]]:
    tables = json.loads((RELEASED / f"{revision}.json").read_text())
    return {
        name: [
            {key: base64.b64decode(value) if key in BYTES else value for key, value in row.items()}
            for row in rows
        ]
        for name, rows in tables.items()
    }


@pytest.fixture
def engine(database: Database) -> Iterator[sa.Engine]:
    url = database.get("CHALKNET_DATABASE_URL")
    engine = postgresql(url) if url else sqlite(Path(database["CHALKNET_DATABASE_PATH"]))
    yield engine
    engine.dispose()


@pytest.mark.parametrize("revision", revisions())
def test_what_a_release_has_kept_is_there_after_the_upgrade_and_trains_on(
    engine: sa.Engine, revision: str
) -> None:
    kept = rows_of(revision)
    upgrade(engine, revision)
    then = sa.MetaData()
    then.reflect(engine)
    with engine.begin() as connection:
        for name, rows in kept.items():
            connection.execute(then.tables[name].insert(), rows)
    upgrade(engine)

    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    store = Store(engine)
    for secret in kept["secrets"]:
        assert store.secret(secret["name"], lambda: "another") == (secret["value"], True)
    assert kept["runs"]
    for row in kept["runs"]:
        about = store.of_visitor(row["visitor"])[row["id"]]
        found = store.read(row["id"])
        assert found is not None and found.checkpoint == row["checkpoint"]
        host = RunHost()
        host.start("run", Experiment.model_validate(about.experiment), msgpack.unpackb(found.checkpoint))
        assert host.snapshot("run")["step"] == row["step"] == 137
        host.control("run", {"do": "step", "iterations": 5})
        while (
            host.snapshot("run")["step"] < 142
        ):  # on a busy machine a round may be spent before the run's turn
            list(host.advance(1))
        assert (host.snapshot("run")["step"], host.snapshot("run")["state"]) == (142, "paused")


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(engine: sa.Engine) -> None:
    upgrade(engine, "0001")
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE datasets (in_the_way INTEGER)"))
    with pytest.raises(sa.exc.DBAPIError, match="already exists"):
        upgrade(engine)
    assert set(sa.inspect(engine).get_table_names()) == {"alembic_version", "secrets", "runs", "datasets"}
