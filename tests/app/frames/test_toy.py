"""A look that a test's module alone knows reaches watchers as all others do, without a change elsewhere."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from app.frames.looks import LOOKS, register, views_of
from app.log import note_failure
from app.trainer.child import snapshot_of
from app.web.docs import shown_looks
from app.wire import commands
from app.wire.messages import finished, replaced
from tests.app.bench import Bench
from tests.app.client import Message, Server, live, read, run_of, serving_from
from tests.app.toys.power import ToyPower


@pytest.fixture
def registered() -> Iterator[None]:
    register(ToyPower)
    yield
    LOOKS.remove(ToyPower)


@pytest.mark.usefixtures("registered")
def test_each_watcher_is_shown_what_it_asks_of_its_run(bench: Bench) -> None:
    bench.start("a", {"training": {"seed": 5}}, toy_power=2)
    bench.start("b", toy_power=2)
    bench.host.watch("a", "other", {"toy_power": 4, "inside": True})
    bench.host.watch("a", "none", {})
    for name in ("a", "b"):
        bench.do(name, "play")
    frames = bench.frames(0.3)
    assert {(frame.run, frame.watcher) for frame in frames} == {
        ("a", "watcher of a"),
        ("a", "other"),
        ("a", "none"),
        ("b", "watcher of b"),
    }
    for frame in frames:
        power = {"other": 4, "none": None}.get(frame.watcher, 2)
        assert ("toy_sizes" in frame.arrays) == ("toy_power" in frame.header) == (power is not None)
        if power is not None:
            size = (frame.arrays["theta"] ** power).sum()
            np.testing.assert_allclose(frame.arrays["toy_sizes"], [size], rtol=1e-5)
            seed = {"a": 5, "b": 0}[frame.run] if frame.header["full"] else None
            assert frame.header["toy_power"] == power and frame.header.get("toy_seed") == seed


@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize("method", ["__init__", "of"])
def test_a_look_that_fails_is_missing_alone(
    bench: Bench, method: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*arguments: object) -> None:
        raise IndexError(f"in {method}")

    note_failure.cache_clear()
    monkeypatch.setattr(ToyPower, method, fail)
    bench.start("a", toy_power=2)
    bench.start("b")
    for name in ("a", "b"):
        bench.do(name, "play")
    frames = bench.frames(0.3)
    assert {frame.run for frame in frames} == {"a", "b"} and frames[-1].header["step"] > 0
    for frame in frames:
        assert "theta" in frame.arrays and "toy_sizes" not in frame.arrays
    [record] = caplog.records
    assert "ToyPower" in record.getMessage() and record.exc_info is not None


@pytest.mark.usefixtures("registered")
def test_a_look_that_rests_for_all_who_watch_is_not_computed(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[float] = []
    made = ToyPower.__init__

    def count(self: ToyPower, *arguments: Any) -> None:
        computed.append(bench.now)
        made(self, *arguments)

    monkeypatch.setattr(ToyPower, "__init__", count)
    monkeypatch.setattr(ToyPower, "seconds", 0.5)
    bench.start("a", toy_power=2)
    bench.do("a", "play")
    frames = bench.frames(1.2)
    shown = [frame for frame in frames if "toy_sizes" in frame.arrays]
    assert len(computed) == len(shown) < len(frames) / 2


@pytest.mark.usefixtures("registered")
def test_who_asks_for_something_else_is_sent_what_only_full_frames_have(bench: Bench) -> None:
    bench.start("a")
    bench.frames()
    bench.host.watch("a", "watcher of a", {"toy_power": 2})
    [frame] = bench.frames()
    assert frame.header["full"] and frame.header["toy_seed"] == 0


@pytest.mark.usefixtures("registered")
def test_the_wire_carries_it(bench: Bench) -> None:
    text = '{"do": "watch", "run": "r", "views": {"toy_power": 3, "sample": 1}}'
    command = commands.reader.validate_json(text)
    assert isinstance(command, commands.Watch)
    assert command.views == views_of({"toy_power": 3, "sample": 1})
    with pytest.raises(ValidationError) as raised:
        commands.reader.validate_json(text.replace("3", '"three"'))
    assert raised.value.errors()[0]["loc"] == ("watch", "views", "toy_power")
    assert any(shown.title.startswith("A toy look") for shown in shown_looks())
    bench.start("a", toy_power=3)
    [full] = bench.shared_frames()
    bench.do("a", "step")
    [later] = bench.shared_frames()
    merged = replaced(snapshot_of(full).frame, snapshot_of(later).frame)
    message = read(finished(merged, 1, []))
    assert message["toy_seed"] == 0 and message["step"] == 1
    assert message.arrays["toy_sizes"].tolist() == later.arrays["toy_sizes"].tolist()


def test_without_it_nobody_may_ask_for_it() -> None:
    with pytest.raises(ValidationError, match="toy_power"):
        views_of({"toy_power": 2})


@pytest.mark.anyio
async def test_the_real_server_shows_it(tmp_path: Path) -> None:
    program = ("-m", "tests.app.toys.serve")
    with serving_from(tmp_path / "chalknet.db", program=program) as server:
        await see(server)


async def see(server: Server) -> None:
    visitor = server.visitor()
    run = run_of(visitor, training={"seed": 7})

    def is_later(message: Any) -> bool:
        return bool(message["type"] == "frame" and message["step"] >= 100)

    async with live(server, visitor) as page:
        await page.ask("watch", run, views={"toy_power": 2})
        first: Message = await page.until(lambda message: message["type"] == "frame")
        await page.ask("step", run, iterations=100)
        last: Message = await page.until(is_later)
    assert first["toy_seed"] == 7 and "toy_seed" not in last.header
    for message in (first, last):
        size = (message.arrays["theta"] ** 2).sum()
        np.testing.assert_allclose(message.arrays["toy_sizes"], [size], rtol=1e-5)
