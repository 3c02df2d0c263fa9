"""What all tests share: the real server, and a NumPy that computes on one thread, as training processes do."""

import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import threadpoolctl  # type: ignore[import-untyped]

from app.web.bundle import is_up_to_date
from engine.data import tables
from tests.app.client import Server, serving

STATIC = Path(__file__).parents[1] / "static"

threadpoolctl.threadpool_limits(1, "blas")
# How long an example takes depends on the machine, and is not asserted; which are drawn, on the test alone.
hypothesis.settings.register_profile("any machine", deadline=None, derandomize=True)
hypothesis.settings.register_profile("other examples", deadline=None)
hypothesis.settings.load_profile("any machine")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What the tests import is no garbage: searching it costs each process of tests a second."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def no_tables_of_others() -> Iterator[None]:
    """Tables that a test has added are gone after it."""
    yield
    tables.keep(())


@pytest.fixture(scope="session")
def server(worker_id: str) -> Iterator[Server]:
    """Uvicorn in a process of its own, with a training process, and the page's bundle of the present sources."""
    if worker_id == "master" and not is_up_to_date(STATIC):
        # Several processes of tests would take the bundle from under one another's pages.
        subprocess.run([sys.executable, STATIC / "bundle.py"], check=True)
    with serving(CHALKNET_RUN_IDLE_MINUTES="0.5") as running:
        yield running
