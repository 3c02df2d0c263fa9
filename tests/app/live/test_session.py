"""A session, with a line and a run that only remember what they were told."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

import pytest

from app.errors import Refusal
from app.frames.views import Views
from app.limits import Limits
from app.live.session import Session
from app.live.subscription import Subscription
from app.metrics import Metrics
from app.runs.owned import ASLEEP
from app.settings import Settings
from tests.app.client import read
from tests.app.live.test_subscription import snapshot, subscribed, taken

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("drawn", ["nothing was sent", "all is drawn", "one waits for its acknowledgement"])
async def test_a_run_that_sleeps_is_woken_at_once_if_its_page_owes_no_acknowledgement(drawn: str) -> None:
    """A run is awake for whoever has drawn a frame: that of a page which has had none yet may be put to sleep."""
    subscription, host = subscribed()
    if drawn != "nothing was sent":
        subscription.offer(*snapshot(0, 10))
        number = taken(subscription)["number"]
        if drawn == "all is drawn":
            subscription.acknowledge(number)
    session = session_with(subscription)
    host.told.clear()
    session.tell("r", ASLEEP, "")
    await asyncio.gather(*session._tasks)
    if drawn == "one waits for its acknowledgement":
        assert (host.told, [*session.asleep]) == ([], ["r"])
        assert session.hear(b'{"do": "ack", "run": "r", "number": 1}')
        await asyncio.gather(*session._tasks)
    assert (host.told, [*session.asleep], [*session.subscriptions]) == (["watch"], [], ["r"])


@pytest.mark.parametrize("does", ["unwatches", "watches otherwise", "leaves"])
async def test_what_a_page_does_while_its_run_is_woken_counts(does: str) -> None:
    subscription, host = subscribed()
    session = session_with(subscription)
    session.limits.unsubscribe("v", "a")
    session.subscriptions.clear()
    runs: Any = session.runs
    runs.gate = asyncio.Event()
    host.told.clear()
    session.wake_soon("r", Views(resolution=20))
    await asyncio.sleep(0)
    if does == "leaves":
        conversation = asyncio.create_task(session.converse())
        await asyncio.sleep(0)
        conversation.cancel()
        await conversation
    elif does == "unwatches":
        await session.answer('{"do": "unwatch", "run": "r"}')
    else:
        session.watch(subscription.run, Views(resolution=30))
    runs.gate.set()
    await asyncio.gather(*session._tasks)
    shown = {run: each.views.resolution for run, each in session.subscriptions.items()}
    assert shown == ({"r": 30} if does == "watches otherwise" else {})
    assert host.told == ["watch"] * len(shown) and not session.waking


@pytest.mark.parametrize(("refused", "told"), [("unknown-run", "run-gone"), ("server-full", "run-asleep")])
async def test_a_run_that_cannot_be_woken_now_is_not_gone(refused: str, told: str) -> None:
    subscription, _ = subscribed()
    session = session_with(subscription)
    line: Any = session.line

    async def refuse(*_: object) -> None:
        raise Refusal(refused, None, "Not now.")

    session.subscriptions.clear()
    session.runs.of = refuse  # type: ignore[assignment]
    session.wake_soon("r", Views())
    await asyncio.gather(*session._tasks)
    assert [read(message)["code"] for message in line.pushed] == [told]


@pytest.mark.parametrize("at_the_same_moment", ["an earlier frame may be sent", "the line becomes free"])
async def test_what_a_command_makes_is_shown_after_its_answer(at_the_same_moment: str) -> None:
    subscription, _ = subscribed()
    session = session_with(subscription)
    line: Any = session.line
    subscription._wake = session.send_next
    conversation = asyncio.create_task(session.converse())
    while not line.is_answering:
        await asyncio.sleep(0)
    if at_the_same_moment == "an earlier frame may be sent":
        subscription.offer(*snapshot(0, 10))
    line.answered.set_result({})
    subscription.offer(*snapshot(10, 20))
    if at_the_same_moment == "the line becomes free":
        line.on_free()
    while len(line.pushed) < 3:
        await asyncio.sleep(0)
    conversation.cancel()
    await conversation
    assert [read(message)["type"] for message in line.pushed] == ["welcome", "done", "frame"]
    assert read(line.pushed[-1])["step"] == 20


class FreeLine:
    """A line whose page gives one command, and the run that carries it out when it is `answered`."""

    is_free = True
    frame_seconds = 0.0

    def __init__(self) -> None:
        self.pushed: list[bytes] = []
        self.answered: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self.is_answering = False
        self.push = self.pushed.append

    def listen(self, hear: object, on_free: Callable[[], None] | None) -> None:
        self.on_free = on_free

    async def send(self, message: bytes) -> None:
        self.push(message)

    async def receive(self) -> str:
        if self.is_answering:
            await asyncio.Event().wait()
        return '{"do": "play", "run": "r", "id": 1}'

    async def control(self, *_: object) -> dict[str, Any]:
        self.is_answering = True
        return await self.answered


def session_with(subscription: Subscription) -> Session:
    line: Any = FreeLine()
    subscription.run.control = line.control  # type: ignore[method-assign]

    class OneRun:
        def __init__(self) -> None:
            self.gate = asyncio.Event()
            self.gate.set()

        async def of(self, *_: object) -> object:
            await self.gate.wait()
            return subscription.run

        def may(self, *_: object) -> bool:
            return True

    limits = Limits(Settings())
    session = Session(line, "v", "a", cast(Any, OneRun()), cast(Any, None), limits, Metrics([]))
    limits.subscribe("v", "a")
    session.subscriptions["r"] = subscription
    subscription.watch(Views())
    return session
