"""A session whose run is put to sleep, with a line and a run that only remember what they were told."""

import asyncio
from typing import Any, cast

import pytest

from app.frames.views import Views
from app.limits import Limits
from app.live.session import Session
from app.live.subscription import Subscription
from app.metrics import Metrics
from app.runs.owned import ASLEEP
from app.settings import Settings
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
    await asyncio.gather(*session._waking)
    if drawn == "one waits for its acknowledgement":
        assert (host.told, [*session.asleep]) == ([], ["r"])
        assert session.hear(b'{"do": "ack", "run": "r", "number": 1}')
        await asyncio.gather(*session._waking)
    assert (host.told, [*session.asleep], [*session.subscriptions]) == (["watch"], [], ["r"])


def session_with(subscription: Subscription) -> Session:
    class OneRun:
        async def of(self, *_: object) -> object:
            return subscription.run

    class FreeLine:
        is_free = True
        push = print

    limits = Limits(Settings())
    session = Session(
        cast(Any, FreeLine()), "v", "a", cast(Any, OneRun()), cast(Any, None), limits, Metrics([])
    )
    limits.subscribe("v", "a")
    session.subscriptions["r"] = subscription
    subscription.watch(Views())
    return session
