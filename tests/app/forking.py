"""Servers that are forked from a process which has imported all of them: their imports, and what each server prepares
alike, most of a start, cost once.

The server itself is the real one, in a process of its own. Tests of the start itself run the command instead.
"""

import atexit
import fcntl
import gc
import json
import multiprocessing.util
import os
import select
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import IO, Any, NoReturn

IMPORTED = ["app.trainer.blas", "app.main", "app.server", "jinja2.ext", "psycopg", "pydantic.v1", "uvloop"]
"""What a start imports, at once or later; NumPy comes after the variables that it reads."""
LONGEST_REQUEST = 2**17
HIGH = 512
"""The first number for files that may not lie where a program expects its own."""


class Forked:
    """A server's process, as far as tests use `subprocess.Popen`."""

    def __init__(self, environment: Mapping[str, str], complaints: IO[str]) -> None:
        """Raises OSError where it cannot be forked."""
        reading, writing = os.pipe()
        news, telling = os.pipe()
        self.stdout: IO[str] = os.fdopen(reading)
        self._news: IO[str] = os.fdopen(news)
        request = json.dumps(dict(environment)).encode()
        assert len(request) <= LONGEST_REQUEST
        try:
            socket.send_fds(stem(), [request], [writing, complaints.fileno(), telling])
        except OSError:
            self.close()
            raise
        finally:
            os.close(writing)
            os.close(telling)
        forked = self._news.readline()
        if not forked:
            self.close()
            raise OSError("no server could be forked: see the standard error of the tests")
        self.pid = int(forked)
        self.returncode: int | None = None

    def __enter__(self) -> "Forked":
        return self

    def __exit__(self, *error: object) -> None:
        self.wait()
        self.close()

    def close(self) -> None:
        self.stdout.close()
        self._news.close()

    def wait(self, timeout: float | None = None) -> int:
        """Raises TimeoutExpired."""
        if (status := self.poll(timeout)) is None:
            raise subprocess.TimeoutExpired("chalknet serve", timeout or 0.0)
        return status

    def poll(self, timeout: float | None = 0.0) -> int | None:
        if self.returncode is None and select.select([self._news], [], [], timeout)[0]:
            self.returncode = int(self._news.readline())
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            with suppress(ProcessLookupError):  # It has ended, and this is not told yet.
                os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


@cache
def stem() -> socket.socket:
    """The way to the process that servers are forked from, which ends with this one."""
    own, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    program = f"from tests.app.forking import serve; serve({other.fileno()})"
    process = subprocess.Popen([sys.executable, "-W", "error", "-c", program], pass_fds=[other.fileno()])
    other.close()

    def end() -> None:
        own.close()
        process.wait()

    atexit.register(end)
    return own


def serve(descriptor: int) -> None:
    """The life of that process, and of every server after its fork."""
    from app.cli import main

    for name in IMPORTED:
        import_module(name)
    prepare()
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=descriptor) as requests:
        while not forked(requests):
            pass
    main(["serve"])


def prepare() -> None:
    """What every server does alike at its start and for its first page: a third of a start."""
    from app.web.data_kinds import properties_of_kinds
    from app.web.fields import experiment_schema
    from app.web.rendering import templates_in
    from app.web.translation import DEFAULT, languages

    experiment_schema()
    properties_of_kinds()
    templates = templates_in(languages()[DEFAULT])
    for name in templates.list_templates(["html"]):
        templates.get_template(name)


def forked(requests: socket.socket) -> bool:
    """Fork a server for the next request; whether this is its process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    request, files, _, _ = socket.recv_fds(requests, LONGEST_REQUEST, 3)
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    if not request:
        os._exit(0)
    out, complaints, news = files
    try:
        is_stem = bool(os.fork())
    except OSError:  # Too many processes: the next request may find room.
        traceback.print_exc()
        is_stem = True
    if is_stem:
        for file in files:
            os.close(file)
        return False
    # A process between the two tells of the server's end.
    if process := os.fork():
        os.close(out)
        os.write(news, f"{process}\n".encode())
        _, status = os.waitpid(process, 0)
        os.write(news, f"{os.waitstatus_to_exitcode(status)}\n".encode())
        os._exit(0)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.dup2(out, 1)
    os.dup2(complaints, 2)
    for file in files:
        os.close(file)
    os.environ.clear()  # A test may have had variables of its own when the first server was asked for.
    os.environ.update(json.loads(request))
    fork_forkserver()
    return True


def fork_forkserver() -> None:
    """Keep a fork of this server, to become the forkserver of its training processes: it has their imports."""
    own, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    pid = os.fork()
    if pid == 0:
        own.close()
        become(other)
    other.close()
    spawn = multiprocessing.util.spawnv_passfds

    def start(path: bytes, arguments: Sequence[Any], files: Sequence[int]) -> int:
        is_used = own.fileno() < 0  # Another one takes the place of one that has died.
        if is_used or "forkserver" not in arguments[-1]:
            return spawn(path, arguments, files)
        with own:
            socket.send_fds(own, [json.dumps([arguments[-1], files]).encode()], files)
        return pid

    multiprocessing.util.spawnv_passfds = start  # type: ignore[assignment]


def become(requests: socket.socket) -> NoReturn:
    """Run the program that arrives, with its files where it looks for them."""
    try:
        request, files, _, _ = socket.recv_fds(requests, LONGEST_REQUEST, 8)
        if request:
            program, places = json.loads(request)
            moved = [fcntl.fcntl(file, fcntl.F_DUPFD, HIGH) for file in files]
            requests.detach()
            os.closerange(3, HIGH)
            for file, place in zip(moved, places, strict=True):
                os.dup2(file, place, inheritable=False)
                os.close(file)
            exec(program, {})
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(0)
