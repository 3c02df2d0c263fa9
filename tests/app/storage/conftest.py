"""Both databases: a SQLite file, and a PostgreSQL cluster of our own, which Debian's package brings."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.storage.database import postgresql

Database = dict[str, str]
"""The settings that lead a server to a database."""


def postgresql_programs() -> Path | None:
    """Debian keeps them out of the PATH, one folder a version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A cluster that lives as long as the tests; its address without the name of a database."""
    programs = postgresql_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: postgresql)")
    # PostgreSQL refuses to run as root.
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = tempfile.mkdtemp(prefix="chalknet-postgres-")
    if prefix:
        shutil.chown(folder, "postgres")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    def run(*command: str) -> None:
        done = subprocess.run([*prefix, *command], capture_output=True, text=True, cwd="/", check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    run(str(programs / "initdb"), "-D", folder, "-U", "chalknet", "-A", "trust", "--no-sync")
    control = [str(programs / "pg_ctl"), "-D", folder, "-w", "-l", f"{folder}/log"]
    run(*control, "-o", f"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off", "start")
    try:
        yield f"postgresql://chalknet@127.0.0.1:{port}"
    finally:
        run(*control, "-m", "immediate", "stop")
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of either kind."""
    path = {"CHALKNET_DATABASE_PATH": str(tmp_path / "chalknet.db")}
    if request.param == "sqlite":
        yield path
        return
    address = request.getfixturevalue("postgres")
    administration = postgresql(f"{address}/postgres").execution_options(isolation_level="AUTOCOMMIT")
    name = f"test_{os.urandom(6).hex()}"
    with administration.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield {**path, "CHALKNET_DATABASE_URL": f"{address}/{name}"}
    with administration.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    administration.dispose()


@pytest.fixture
def look(database: Database) -> Callable[[str], list[tuple[object, ...]]]:
    """What an onlooker sees in the database: the rows of a query, on a connection of its own."""
    url = database.get("CHALKNET_DATABASE_URL")
    address = (
        sa.make_url(url).set(drivername="postgresql+psycopg")
        if url
        else sa.URL.create("sqlite", database=database["CHALKNET_DATABASE_PATH"])
    )

    def rows(query: str) -> list[tuple[object, ...]]:
        engine = sa.create_engine(address, poolclass=sa.NullPool)
        with engine.begin() as connection:
            result = connection.execute(sa.text(query))
            return [tuple(row) for row in result] if result.returns_rows else []

    return rows
