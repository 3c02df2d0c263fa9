import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psutil
import pytest

from app import server
from app.connections.live import SHUTTING_DOWN
from tests.app.bad_clients import raw_socket, send
from tests.app.client import SECONDS, live, reaches, run_of, serving, serving_from

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
async def test_it_ends_in_good_order_with_a_page_open(how: signal.Signals) -> None:
    with serving() as server:
        visitor = server.visitor()
        run = run_of(visitor)
        async with live(server, visitor) as page:
            await page.ask("watch", run)
            await page.ask("play", run)
            server.process.send_signal(how)
            await page.socket.wait_closed()
            assert (page.socket.close_code, page.socket.close_reason) == (1012, SHUTTING_DOWN)
        server.process.wait(SECONDS)


@pytest.mark.parametrize("files", [20, 32])
def test_too_few_open_files_are_said_at_the_start(tmp_path: Path, files: int) -> None:
    command = [sys.executable, "-c", "from app.cli import main; main()", "serve", "--port", "0"]
    environment = {"CHALKNET_DATABASE_PATH": str(tmp_path / "chalknet.db"), "CHALKNET_HOSTS": "2"}
    ended = subprocess.run(
        ["prlimit", f"--nofile={files}:{files}", *command],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"chalknet: this process may open {files} files, but needs 76 at least")
    assert ended.stderr.count("\n") == 1


async def test_a_client_that_never_reads_does_not_hold_up_the_end() -> None:
    with serving() as server:
        visitor = server.visitor()
        run = run_of(visitor, network={"hidden": [8, 8, 8]})
        with raw_socket(server, visitor) as client:
            send(client, do="watch", run=run, views={"resolution": 200, "still_resolution": 200, "stride": 1})
            send(client, do="play", run=run)
            await reaches(visitor, run, 300)  # by then more frames are due than it takes
            server.process.send_signal(signal.SIGTERM)
            server.process.wait(SECONDS)


def test_it_may_open_as_many_files_as_the_machine_allows(tmp_path: Path) -> None:
    with serving_from(tmp_path / "chalknet.db", "prlimit", "--nofile=256:2048") as server:
        server.visitor()
        assert psutil.Process(server.process.pid).rlimit(psutil.RLIMIT_NOFILE) == (2048, 2048)


def test_an_address_in_use_is_said_in_a_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-c", "from app.cli import main; main()", "serve", "--port", str(port)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr == f"chalknet: cannot listen on 127.0.0.1 port {port}: Address already in use\n"


def test_every_address_of_a_host_is_listened_on(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")]
    monkeypatch.setattr(server, "addresses_of", lambda host, port: both)
    listening = server.listen("a-name-with-two-addresses", 0)
    try:
        assert len({each.getsockname()[1] for each in listening}) == 1
        assert [each.family for each in listening] == [family for family, _ in both][: 1 + has_ipv6()]
    finally:
        for each in listening:
            each.close()


def has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


def test_both_families_are_served() -> None:
    with serving(CHALKNET_HOST="::") as running:
        port = urlsplit(running.url).port
        assert httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=SECONDS).status_code == 200
        if has_ipv6():
            assert httpx.get(f"http://[::1]:{port}/healthz", timeout=SECONDS).status_code == 200
