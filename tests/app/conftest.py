import pytest

from tests.app.bench import Bench


@pytest.fixture
def bench() -> Bench:
    return Bench()
