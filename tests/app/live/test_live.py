import asyncio
import json

import httpx
import numpy as np
import pytest
import websockets

from tests.app.client import Message, Page, Server, connect, live, reaches, run_of, serving

pytestmark = pytest.mark.anyio


def losses_of(frames: list[Message]) -> np.ndarray:
    return np.concatenate([frame.arrays["losses"] for frame in frames])


async def test_a_page_watches_a_run_train_and_gets_every_loss(server: Server) -> None:
    visitor = server.visitor()
    run = run_of(visitor)
    async with live(server, visitor) as page:
        assert (await page.ask("watch", run))["type"] == "done"
        first = await page.until(lambda message: message["type"] == "frame")
        assert (first["full"], first["step"], first["number"], first["state"]) == (True, 0, 1, "paused")
        assert first["experiment"]["network"]["hidden"] == [4, 2]
        assert first.arrays["points"].shape == (500, 3)
        assert first.arrays["theta"].shape == (4 * 2 + 4 + 2 * 4 + 2 + 2 + 1,)

        await page.ask("speed", run, iterations_per_second=2000)
        await page.ask("play", run)
        await page.until(lambda message: message["type"] == "frame" and message["step"] > 1500)
        await page.ask("pause", run)
        last = await page.until(lambda message: message["type"] == "frame" and message["state"] == "paused")

    assert [frame["number"] for frame in page.frames] == list(range(1, len(page.frames) + 1))
    assert len(losses_of(page.frames)) == last["step"]
    for before, after in zip(page.frames, page.frames[1:], strict=False):
        assert after["step"] - len(after.arrays["losses"]) == before["step"]
    assert not any(frame["full"] for frame in page.frames[1:])
    assert last["test_loss"] < first["test_loss"] / 2
    assert page.frames[-1].arrays["output"].shape == (100, 100)


async def test_a_slow_page_sees_fewer_frames_but_every_loss(server: Server) -> None:
    visitor = server.visitor()
    run = run_of(visitor)
    async with live(server, visitor) as page:
        page.acknowledges = False
        await page.ask("watch", run)
        await page.ask("play", run)
        last = await page.until(lambda message: message["type"] == "frame" and message["number"] == 2)
        await reaches(visitor, run, last["step"] + 600)  # of these, the frame that waits has not the latest
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await page.receive()
        await page.acknowledge(last)
        late = await page.receive()
        assert late["number"] == 3
        assert len(late.arrays["losses"]) >= 300
        assert len(losses_of(page.frames)) == late["step"]


async def test_whoever_comes_back_gets_a_full_frame_of_a_run_that_went_on(server: Server) -> None:
    visitor = server.visitor()
    run = run_of(visitor)
    async with live(server, visitor) as page:
        await page.ask("watch", run)
        await page.ask("play", run)
        left = await page.until(lambda message: message["type"] == "frame" and message["step"] > 50)
    await reaches(visitor, run, left["step"] + 100)
    async with live(server, visitor) as page:
        await page.ask("watch", run)
        again = await page.until(lambda message: message["type"] == "frame")
    assert (again["full"], again["number"]) == (True, 1)
    assert again["step"] >= left["step"] + 100
    assert again.arrays["history_steps"][0] == 1


async def test_reset_starts_over_with_the_same_weights_and_no_loss_of_before(server: Server) -> None:
    visitor = server.visitor()
    run = run_of(visitor)
    async with live(server, visitor) as page:
        await page.ask("watch", run)
        first = await page.until(lambda message: message["type"] == "frame")
        page.acknowledges = False
        await page.ask("play", run)
        last = await page.until(lambda message: message["type"] == "frame" and message["number"] == 3)
        await reaches(visitor, run, last["step"] + 100)
        await page.ask("reset", run)
        await asyncio.sleep(0.3)  # so that its frame takes the place of the one that waits, if it is not late
        page.acknowledges = True
        await page.acknowledge(page.frames[-1])
        reset = await page.frame(where=lambda frame: frame["full"])
    assert (reset["step"], len(reset.arrays["losses"])) == (0, 0)
    np.testing.assert_array_equal(reset.arrays["theta"], first.arrays["theta"])


@pytest.mark.parametrize(
    ("text", "code", "where", "part_of_message"),
    [
        (b"\x00\x01", "binary", None, "JSON"),
        ("{", "malformed", None, "JSON"),
        ("[]", "invalid", None, "the body is []"),
        ('{"run": "r"}', "invalid", "do", "watch, unwatch, ack, play"),
        ('{"do": "fly", "run": "r"}', "unknown-command", "do", "'fly' is not a command"),
        ('{"do": "play"}', "invalid", "run", "run is missing"),
        ('{"do": "play", "run": "r", "fast": 1}', "unknown-field", "fast", "allowed are id, run, do"),
        ('{"do": "play", "run": "nobodys"}', "unknown-run", "run", "no such run"),
        ('{"do": "step", "run": "r", "iterations": 0}', "invalid", "iterations", "iterations is 0"),
        (
            '{"do": "speed", "run": "r", "iterations_per_second": NaN}',
            "invalid",
            "iterations_per_second",
            "finite",
        ),
        (
            '{"do": "watch", "run": "r", "views": {"magnified": 2}}',
            "unknown-field",
            "views.magnified",
            "resolution",
        ),
        ("[" * 10_000, "malformed", None, "JSON"),
    ],
)
async def test_a_bad_command_gets_one_clear_error_and_the_socket_stays_open(
    server: Server, text: str | bytes, code: str, where: str | None, part_of_message: str
) -> None:
    visitor = server.visitor()
    run = run_of(visitor)
    async with live(server, visitor) as page:
        error = await page.ask_text(text)
        assert (error["type"], error["code"], error["where"]) == ("error", code, where)
        assert part_of_message in error["message"]
        assert (await page.ask("play", run))["type"] == "done"


async def test_a_change_that_does_not_fit_is_refused_and_changes_nothing(server: Server) -> None:
    visitor = server.visitor()
    run = run_of(visitor)
    async with live(server, visitor) as page:
        for part, field, value, where in [
            ("optimizer", "learning_rate", 99, "optimizer.learning_rate"),
            ("optimizer", "haste", 0.9, "optimizer.haste"),
            ("training", "batch_size", 400, "training.batch_size"),
        ]:
            error = await page.ask("change", run, changes={part: {field: value}})
            assert (error["type"], error["id"], error["where"]) == ("error", page.number, where)
            assert str(value) in error["message"] or where in error["message"]
    assert visitor.get(f"/api/runs/{run}").json()["experiment"]["optimizer"]["learning_rate"] == 0.1


async def test_an_error_names_the_command_even_if_that_is_malformed(server: Server) -> None:
    async with live(server, server.visitor()) as page:
        error = await page.ask_text(json.dumps({"do": "fly", "run": "r", "id": 7}))
    assert error["id"] == 7


async def test_a_command_that_is_too_long_closes_the_socket(server: Server) -> None:
    async with live(server, server.visitor()) as page:
        await page.socket.send(" " * 70_000)
        with pytest.raises(websockets.ConnectionClosed):
            await page.receive()
        assert page.socket.close_code == 1009


async def test_another_visitors_run_is_nobodys(server: Server) -> None:
    run = run_of(server.visitor())
    async with live(server, server.visitor()) as page:
        for do in ("watch", "play", "reset"):
            assert (await page.ask(do, run))["code"] == "unknown-run"


async def test_a_deleted_run_is_announced(server: Server) -> None:
    visitor = server.visitor()
    run = run_of(visitor)
    async with live(server, visitor) as page:
        await page.ask("watch", run)
        assert visitor.delete(f"/api/runs/{run}").status_code == 204
        notice = await page.until(lambda message: message["type"] == "notice")
        assert (notice["code"], notice["run"]) == ("run-gone", run)
        assert (await page.ask("play", run))["code"] == "unknown-run"


async def closed_with(server: Server, visitor: httpx.Client) -> tuple[int | None, str]:
    """The code that a socket is closed with, and that of the error before."""
    async with connect(server, visitor) as socket:
        error = await Page(socket).receive()
        await socket.wait_closed()
        return socket.close_code, error["code"]


async def test_who_has_no_cookie_or_a_forged_one_is_told_so(server: Server) -> None:
    stranger = server.stranger()
    assert await closed_with(server, stranger) == (1008, "no-visitor")
    stranger.cookies.set("chalknet_visitor", "someone.forged")
    assert await closed_with(server, stranger) == (1008, "no-visitor")


async def test_a_visitor_has_only_so_many_sockets() -> None:
    with serving(CHALKNET_SOCKETS_PER_VISITOR="1") as server:
        visitor = server.visitor()
        async with live(server, visitor):
            assert await closed_with(server, visitor) == (1008, "too-many-sockets")
        async with live(server, visitor):
            pass


async def test_a_page_looks_inside_and_checks_the_gradient(server: Server) -> None:
    visitor = server.visitor()
    run = run_of(visitor)
    async with live(server, visitor) as page:
        await page.ask("watch", run)
        plain = await page.until(lambda message: message["type"] == "frame")
        assert "layer_norms" not in plain.arrays
        await page.ask("watch", run, views={"inside": True})
        frame = await page.until(lambda message: message["type"] == "frame")
        answer = await page.ask("check", run)
    for name, dtype, shape in [
        ("activation_counts", "i4", (3, 40)),
        ("activation_ranges", "f4", (3, 2)),
        ("gradient_counts", "i4", (3, 40)),
        ("gradient_ranges", "f4", (3, 2)),
        ("layer_norms", "f4", (3, 3)),
        ("layer_shares", "f4", (3, 2)),
        ("confusion", "i4", (2, 2, 2)),
    ]:
        assert (frame.arrays[name].dtype, frame.arrays[name].shape) == (np.dtype(dtype), shape), name
    assert answer["type"] == "done" and answer["check"]["difference"] < 1e-6
    assert answer["check"]["place"]["letter"] in ("W", "b")


async def test_a_run_that_slept_while_its_page_was_away_is_woken_by_the_next_acknowledgement() -> None:
    # So long that it does not sleep before the page is shown it, on a busy machine either.
    with serving(CHALKNET_RUN_IDLE_MINUTES="0.15", CHALKNET_LOG_LEVEL="info") as server:
        visitor = server.visitor()
        run = run_of(visitor)
        async with live(server, visitor) as page:
            page.acknowledges = False
            await page.ask("watch", run)
            await page.until(lambda message: message["type"] == "frame")
            while "and sleeps" not in server.log:
                await asyncio.sleep(0.1)
            await page.acknowledge(page.frames[-1])
            again = await page.until(lambda message: message["type"] == "frame")
    assert (again["number"], again["full"]) == (1, True)
