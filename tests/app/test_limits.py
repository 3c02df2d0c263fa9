"""What one visitor, one address and everybody together may ask."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from app import limits as module
from app.errors import Refusal
from app.limits import Limits, Rate
from app.settings import Settings
from tests.app.client import live, run_of, serving


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_gives_its_burst_and_then_as_much_as_flows_in() -> None:
    clock = Clock()
    rate = Rate(10, burst_seconds=2, clock=clock)
    assert [rate.spend("a") for _ in range(20)] == [0] * 20
    assert rate.spend("a") == pytest.approx(0.1)
    assert rate.spend("b") == 0
    clock.now += 0.35
    assert [rate.spend("a") == 0 for _ in range(5)] == [True, True, True, False, False]
    clock.now += 100
    assert [rate.spend("a") == 0 for _ in range(21)] == [True] * 20 + [False]


def test_what_is_owed_is_waited_for() -> None:
    clock = Clock()
    rate = Rate(1000, burst_seconds=1, clock=clock)
    assert rate.owe("a", 1000) == 0
    assert rate.owe("a", 500) == pytest.approx(0.5)
    clock.now += 2
    assert rate.owe("a", 500) == 0


def test_those_who_have_gone_are_forgotten() -> None:
    clock = Clock()
    rate = Rate(10, burst_seconds=2, clock=clock)
    for number in range(100 * module.FEWEST_REMEMBERED):
        rate.spend(str(number))
        clock.now += 0.001
    assert len(rate.full_at) <= 2 * module.FEWEST_REMEMBERED


def test_sockets_and_subscriptions_count_for_the_visitor_and_for_the_address() -> None:
    limits = Limits(
        Settings(
            sockets_per_visitor=2,
            sockets_per_address=3,
            subscriptions_per_visitor=1,
            subscriptions_per_address=1,
        )
    )
    with limits.socket("a", "x"), limits.socket("a", "x"):
        with pytest.raises(Refusal, match="You have 2 pages open"), limits.socket("a", "y"):
            pass
        with limits.socket("b", "x"):
            with pytest.raises(Refusal, match="Your network address has 3"), limits.socket("c", "x"):
                pass
            with limits.socket("c", "y"):
                pass
    with limits.socket("a", "x"), limits.socket("a", "x"):
        pass
    limits.subscribe("a", "x")
    with pytest.raises(Refusal, match="Your network address watches 1 network"):
        limits.subscribe("b", "x")
    limits.subscribe("b", "y")
    limits.unsubscribe("a", "x")
    limits.subscribe("c", "x")


def test_a_class_of_200_behind_one_address_fits_the_defaults() -> None:
    limits = Limits(Settings())
    for number in range(200):
        limits.new_visitor("school")
        for _ in range(2):
            limits.socket(str(number), "school").__enter__()
            limits.subscribe(str(number), "school")
        for _ in range(30):
            limits.command(str(number), "school", 300)
        with limits.upload(str(number), "school") as count:
            count(500_000)
    assert Settings().runs_per_address >= 2 * 200
    assert Settings().connections_per_address >= 2 * 4 * 200


def test_a_school_of_2000_that_opens_the_page_at_nine_fits_the_defaults() -> None:
    limits, settings = Limits(Settings()), Settings()
    for number in range(2000):
        limits.new_visitor("school")
        limits.socket(str(number), "school").__enter__()
        limits.subscribe(str(number), "school")
    for most in (settings.runs_per_address, settings.runs_per_server, settings.connections_per_address):
        assert most >= 2000


def test_files_are_counted_as_they_come_and_given_back_when_they_end() -> None:
    limits = Limits(Settings(upload_bytes_at_once_per_address=1000))
    with limits.upload("a", "x") as count:
        count(900)
        with pytest.raises(Refusal, match="one file at a time"), limits.upload("a", "x"):
            pass
        with pytest.raises(Refusal, match="Too many files"), limits.upload("b", "x") as second:
            second(200)
        with limits.upload("b", "y") as elsewhere:
            elsewhere(900)
    with limits.upload("b", "x") as count:
        count(900)


def test_a_visitor_who_asks_too_fast_over_rest_gets_429_and_others_do_not() -> None:
    with serving(CHALKNET_COMMANDS_PER_SECOND="2") as server, ThreadPoolExecutor(8) as pool:
        visitor, other = server.visitor(), server.visitor()
        # They come at once, so that a slow machine has no time to allow them all.
        answers = [*pool.map(visitor.get, ["/api/runs/nobodys"] * 60)]
        codes = Counter(answer.json()["error"]["code"] for answer in answers)
        assert codes["unknown-run"] >= 10 and codes["too-many-commands"] >= 1
        assert {answer.status_code for answer in answers} == {404, 429} and codes.total() == 60
        assert other.get("/api/runs/nobodys").status_code == 404


def test_runs_are_limited_by_address_and_in_all_and_so_are_new_visitors() -> None:
    with serving(
        CHALKNET_RUNS_PER_ADDRESS="2",
        CHALKNET_RUNS_PER_SERVER="3",
        CHALKNET_VISITORS_PER_MINUTE_PER_ADDRESS="3",
    ) as server:
        visitors = [server.visitor() for _ in range(3)]
        elsewhere = {"X-Forwarded-For": "192.0.2.7"}
        for visitor in visitors[:2]:
            run_of(visitor)
        full = visitors[2].post("/api/runs", json={})
        assert (full.status_code, full.json()["error"]["code"]) == (429, "too-many-runs")
        assert visitors[2].post("/api/runs", json={}, headers=elsewhere).status_code == 201
        full = visitors[2].post("/api/runs", json={}, headers=elsewhere)
        assert (full.status_code, full.json()["error"]["code"]) == (429, "server-full")

        late = server.stranger().get("/")
        assert (late.status_code, late.json()["error"]["code"]) == (429, "too-many-visitors")
        assert int(late.headers["retry-after"]) >= 1
        opened = server.stranger().get("/", headers={"Accept": "text/html", "Accept-Language": "zh"})
        assert opened.status_code == 429 and int(opened.headers["retry-after"]) >= 1
        assert "again.js" in opened.text and "自动重试" in opened.text
        assert visitors[0].get("/").status_code == 200
        assert server.stranger().get("/", headers=elsewhere).status_code == 200


@pytest.mark.anyio
async def test_a_page_that_sends_too_much_is_told_so_and_read_slowly_but_may_draw() -> None:
    with serving(CHALKNET_COMMANDS_PER_SECOND="4", CHALKNET_SUBSCRIPTIONS_PER_VISITOR="1") as server:
        visitor = server.visitor()
        first, second = run_of(visitor), run_of(visitor)
        async with live(server, visitor) as page:
            await page.ask("watch", first)
            assert (await page.ask("watch", second))["code"] == "too-many-subscriptions"
            await page.ask("play", first)
            # They come at once, so that a slow machine has no time to allow them all.
            for number in range(40):
                await page.socket.send(json.dumps({"do": "unwatch", "run": "nobodys", "id": 100 + number}))
            answers = [await page.until(lambda message: message["type"] != "frame") for _ in range(40)]
            assert [answer.header.get("code") for answer in answers].count("too-many-commands") >= 3
            assert (await page.ask_text(json.dumps(["x" * 60_000])))["code"] == "too-many-commands"
            drawn = len(page.frames)
            await page.until(lambda message: message["type"] == "frame" and message["number"] > drawn + 20)
