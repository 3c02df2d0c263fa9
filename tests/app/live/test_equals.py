"""Two, three and many pages watch one run alike: each gets every loss, whatever the others do."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack

import pytest

from tests.app.client import Message, Page, Server, live, reaches, run_of, serving

pytestmark = pytest.mark.anyio

COUNTS = [2, 3, 20]


@pytest.fixture(scope="module")
def roomy() -> Iterator[Server]:
    """A server on which one visitor may have as many pages."""
    with serving(CHALKNET_SOCKETS_PER_VISITOR="40", CHALKNET_SUBSCRIPTIONS_PER_VISITOR="40") as server:
        yield server


def is_frame(message: Message) -> bool:
    return bool(message["type"] == "frame")


async def past(page: Page, step: int) -> Message:
    return await page.until(lambda message: is_frame(message) and message["step"] > step)


async def paused(page: Page) -> Message:
    """The frame of the pause, which may have come already."""
    last = page.frames[-1]
    if last["state"] == "paused" and last["step"] > 0:
        return last
    return await page.until(lambda message: is_frame(message) and message["state"] == "paused")


def losses_by_step(page: Page) -> dict[int, bytes]:
    """Every loss that came, and none twice."""
    found: dict[int, bytes] = {}
    for frame in page.frames:
        losses = frame.arrays["losses"]
        for step, loss in zip(range(frame["step"] - len(losses) + 1, frame["step"] + 1), losses, strict=True):
            assert step not in found
            found[step] = loss.tobytes()
    return found


@pytest.mark.parametrize("count", COUNTS)
async def test_each_gets_every_loss_though_one_is_slow_one_leaves_one_comes_late_and_one_asks_for_more(
    roomy: Server, count: int
) -> None:
    visitor = roomy.visitor()
    run = run_of(visitor)
    async with AsyncExitStack() as stack:
        pages = [await stack.enter_async_context(live(roomy, visitor)) for _ in range(count)]
        await asyncio.gather(*(page.look(run) for page in pages))
        slow, *others = pages
        await others[0].ask("play", run)
        slow.acknowledges = False
        await asyncio.gather(*(past(page, 100) for page in others))
        async with live(roomy, visitor) as leaver:
            await leaver.look(run)
            left = await past(leaver, leaver.frames[0]["step"] + 50)
        late = await stack.enter_async_context(live(roomy, visitor))
        first = await late.look(run)
        await late.ask("watch", run, views={"inside": True})
        await late.until(lambda message: is_frame(message) and "layer_norms" in message.arrays)
        await late.ask("watch", run, views={})
        await late.until(lambda message: is_frame(message) and "layer_norms" not in message.arrays)
        assert first["full"] and first["step"] >= left["step"] and first.arrays["history_steps"][0] == 1
        await asyncio.gather(*(past(page, first["step"] + 100) for page in [*others, late]))
        await others[0].ask("pause", run)
        ends = await asyncio.gather(*(paused(page) for page in [*others, late]))
        slow.acknowledges = True
        ends.append(await paused(slow))
    assert len(slow.frames) <= 4  # the first, two on their way, and the newest
    end = ends[0]["step"]
    for page, last in zip([*others, late, slow], ends, strict=True):
        assert last["step"] == end
        for name, array in last.arrays.items():
            assert name == "losses" or array.tobytes() == ends[0].arrays[name].tobytes(), name
        assert [frame["number"] for frame in page.frames] == list(range(1, len(page.frames) + 1))
    whole = losses_by_step(others[0])
    assert [*whole] == list(range(1, end + 1))
    for page in [*others, slow]:
        assert losses_by_step(page) == whole
    for page in (late, leaver):
        part, opening = losses_by_step(page), page.frames[0]
        # On a busy server the first frame may have taken the place of an earlier one, with the losses in between.
        start = opening["step"] - len(opening.arrays["losses"])
        assert [*part] == list(range(start + 1, page.frames[-1]["step"] + 1))
        assert part.items() <= whole.items()


@pytest.mark.parametrize("count", COUNTS)
async def test_each_is_answered_its_own_question(roomy: Server, count: int) -> None:
    visitor = roomy.visitor()
    run = run_of(visitor)
    async with AsyncExitStack() as stack:
        pages = [await stack.enter_async_context(live(roomy, visitor)) for _ in range(count)]
        seen = await asyncio.gather(*(page.look(run, {"sample": n}) for n, page in enumerate(pages)))
        again = await asyncio.gather(*(page.look(run, {"sample": 0}) for page in pages[1:]))
    assert [frame["sample"] for frame in seen] == list(range(count))
    answers = [frame.arrays["drawn_outputs"].tobytes() for frame in seen]
    assert len(set(answers)) == count
    assert {frame.arrays["drawn_outputs"].tobytes() for frame in again} == {answers[0]}


@pytest.mark.parametrize("count", COUNTS)
async def test_those_who_command_at_once_are_all_obeyed(roomy: Server, count: int) -> None:
    visitor = roomy.visitor()
    run = run_of(visitor)
    async with AsyncExitStack() as stack:
        pages = [await stack.enter_async_context(live(roomy, visitor)) for _ in range(count)]
        await asyncio.gather(*(page.look(run) for page in pages))
        answers = await asyncio.gather(*(page.ask("step", run, iterations=10) for page in pages))
        assert {answer["type"] for answer in answers} == {"done"}
        await reaches(visitor, run, 10 * count)
        for page in pages:
            if page.frames[-1]["step"] < 10 * count:
                await past(page, 10 * count - 1)
    for page in pages:
        assert page.frames[-1]["step"] == 10 * count
        assert [*losses_by_step(page)] == list(range(1, 10 * count + 1))
    thetas = {page.frames[-1].arrays["theta"].tobytes() for page in pages}
    assert len(thetas) == 1
