"""The real server, once for all tests: uvicorn in a process of its own, with a real training process."""

from collections.abc import Iterator

import pytest

from tests.app.bench import Bench
from tests.app.client import Server, serving


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def bench() -> Bench:
    return Bench()
