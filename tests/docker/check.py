"""`make docker-check`: the Dockerfile's steps, run in order in an empty Debian, and the server that comes out of them.

No Docker engine is needed, but root, debootstrap and a network for the build. What was built is then started as the
image would be: as its numeric user, with a read-only root, on a network on which there is nobody else. It must be
healthy, answer with the bundled page, keep its data in its volume alone, and end in good order.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from dockerfile_parse import DockerfileParser

from tests.docker.stage import Stage

CONTEXT = Path(__file__).parents[2]
SUITE = "bookworm"
PACKAGES = "python3,python3-venv,ca-certificates"
START_SECONDS = 60
GRACE_SECONDS = 15
"""As in compose.yaml."""
LOOK = """python -c "
import json, urllib.request
def get(path): return urllib.request.urlopen('http://127.0.0.1:8000' + path, timeout=10)
page = get('/')
cookie = page.headers['Set-Cookie'].split(';')[0]
asked = urllib.request.Request('http://127.0.0.1:8000/api/runs', data=b'{}', headers={
    'Content-Type': 'application/json', 'Cookie': cookie, 'Origin': 'http://127.0.0.1:8000'})
print(json.dumps({'bundled': b'/bundled/page.js' in page.read(), 'ready': get('/readyz').status,
                  'run': urllib.request.urlopen(asked, timeout=10).status}))
" """
"""Asked from the inside: there is no way in."""


def debian(folder: Path) -> Path:
    """An empty Debian with a Python."""
    root = folder / "debian"
    subprocess.run(["debootstrap", "--variant=minbase", f"--include={PACKAGES}", SUITE, root], check=True)
    return root


def build(folder: Path, base: Path) -> Stage:
    """All stages, each on a Debian of its own; the last one is the image."""
    stages: dict[str, Stage] = {}
    stage = None
    for step in DockerfileParser(path=str(CONTEXT)).structure:
        instruction, value = step["instruction"], step["value"]
        if instruction == "COMMENT":
            continue
        print(f"{instruction} {value}", flush=True)
        if instruction == "FROM":
            image, _, name = value.partition(" AS ")
            assert image.startswith("python:"), image
            stage = stages[name] = Stage.on(base, folder / f"stage-{len(stages)}")
        else:
            assert stage is not None
            stage.step(instruction, value, CONTEXT, stages)
    assert stage is not None
    return stage


def check(image: Stage) -> None:
    """Start it, and see whether all is as it should be."""
    user, group = image.user.split(":")
    assert user.isdecimal() and group.isdecimal() and int(user) > 0, image.user
    before = files_of(image)
    with image.start() as container:
        try:
            server = wait_until_healthy(image, container)
            assert psutil.Process(server).uids().real == int(user)
            written = image.ask(server, "touch /usr/written")
            assert "Read-only file system" in written.stderr, written
            answer = image.ask(server, LOOK)
            assert answer.returncode == 0, answer.stderr
            assert json.loads(answer.stdout) == {"bundled": True, "ready": 200, "run": 201}
            psutil.Process(server).terminate()
            assert container.wait(GRACE_SECONDS) == 0
        finally:
            container.kill()
    new = sorted(files_of(image) - before)
    print(f"It wrote {', '.join(new)}")
    assert new and all(path.startswith("data/chalknet.db") for path in new)
    print("The Dockerfile's steps can be run in order, and what they build serves.")


def wait_until_healthy(image: Stage, container: "subprocess.Popen[bytes]") -> int:
    """The id of the server's process, once HEALTHCHECK is content with it."""
    end = time.monotonic() + START_SECONDS
    while True:
        assert container.poll() is None, f"it ended with {container.returncode}"
        children = psutil.Process(container.pid).children()
        if children and image.ask(children[0].pid, image.health).returncode == 0:
            print("It is healthy")
            return children[0].pid
        assert time.monotonic() < end, "it has not become healthy"
        time.sleep(1)


def files_of(image: Stage) -> set[str]:
    return {str(path.relative_to(image.root)) for path in image.root.rglob("*") if path.is_file()}


def main(base: Path | None = None) -> None:
    with TemporaryDirectory() as folder:
        check(build(Path(folder), base or debian(Path(folder))))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
