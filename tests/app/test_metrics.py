"""The figures for Prometheus, against what a page has seen."""

import os
import signal

import httpx
import pytest

from app.live.subscription import MAX_UNACKNOWLEDGED
from tests.app.client import Server, holds, live, reaches, run_of, serving
from tests.app.connections.test_doors import figure

pytestmark = pytest.mark.anyio


async def test_the_figures_tell_what_happened() -> None:
    with serving(CHALKNET_METRICS_PUBLIC="true") as server:
        visitor = server.visitor()
        run, _other = run_of(visitor), run_of(visitor)
        async with live(server, visitor) as page:
            await page.ask("watch", run)
            await page.ask("play", run)
            await page.until(lambda message: message["type"] == "frame" and message["step"] > 500)
            await page.ask("play", "nobodys")
            page.acknowledges = False
            last = page.frames[-1]["number"] + MAX_UNACKNOWLEDGED
            await page.frame(where=lambda frame: frame["number"] == last)
            await reaches(visitor, run, page.frames[-1]["step"] + 500)
            holds(lambda: figure(figures(server), "chalknet_frames_conflated_total") > 1)
            holds(lambda: figure(figures(server), "chalknet_loop_lateness_seconds_count") > 5)
            now = figures(server)
            assert figure(now, "chalknet_sockets") == 1
            assert figure(now, "chalknet_frames_sent_total") == len(page.frames)
            assert figure(now, "chalknet_frame_age_seconds_count") == len(page.frames)
            assert figure(now, "chalknet_frame_age_seconds_sum") > 0
            assert figure(now, "chalknet_frame_bytes_total") > sum(len(frame.body) for frame in page.frames)
            assert figure(now, 'chalknet_runs{state="playing"}') == 1
            assert figure(now, 'chalknet_runs{state="paused"}') == 1
            assert figure(now, 'chalknet_steps_total{host="host-1"}') > 500
            assert figure(now, 'chalknet_rejections_total{reason="unknown-run"}') == 1
            assert figure(now, 'chalknet_host_restarts_total{host="host-1"}') == 0
            os.kill(server.training_processes()[0], signal.SIGKILL)
            await page.until(lambda message: message["type"] == "notice")
        assert figure(figures(server), 'chalknet_host_restarts_total{host="host-1"}') == 1
        holds(lambda: figure(figures(server), "chalknet_sockets") == 0)


def figures(server: Server) -> httpx.Response:
    return server.stranger().get("/metrics")
