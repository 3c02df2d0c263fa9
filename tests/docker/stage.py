"""A stage of a Dockerfile, built step by step in a folder that becomes its root: Docker without its engine.

Debian's Python in a virtual environment stands for the base image. Each command has its mounts to itself, so that
nothing is mounted in the folder when it is thrown away.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Self

import pathspec

BASE = {
    "PATH": "/opt/python/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LANG": "C.UTF-8",
}
NETWORK = ("PIP_CERT", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "http_proxy", "https_proxy", "no_proxy")
"""What a command that asks a registry must know of this machine's network, while it is built."""
CERTIFICATES = "etc/ssl/certs/ca-certificates.crt"


class Stage:
    """A file system that is being built, and what the steps so far have set."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.environment = dict(BASE)
        self.folder = "/"
        self.user = "0:0"
        self.volumes: list[str] = []
        self.health = ""
        self.entrypoint: list[str] = []
        self.command: list[str] = []

    @classmethod
    def on(cls, debian: Path, root: Path) -> Self:
        """The base image: a Debian of its own, whose pip knows of the network that this machine is in."""
        subprocess.run(["cp", "--archive", debian, root], check=True)
        shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
        shutil.copy(f"/{CERTIFICATES}", root / CERTIFICATES)
        stage = cls(root)
        stage.run("python3 -m venv --upgrade-deps /opt/python")
        return stage

    def step(self, instruction: str, value: str, context: Path, stages: dict[str, Self]) -> None:
        """Carry out one instruction; raises ValueError for one that this cannot, CalledProcessError if it fails."""
        match instruction:
            case "RUN":
                self.run(value, stages)
            case "COPY":
                self.copy(value, context)
            case "ENV":
                self.environment |= dict(pair.split("=", 1) for pair in shlex.split(value))
            case "WORKDIR":
                self.folder = value
                (self.root / value.lstrip("/")).mkdir(parents=True, exist_ok=True)
            case "USER":
                self.user = value
            case "VOLUME":
                self.volumes += value.split()
            case "HEALTHCHECK":
                self.health = value.split("CMD ", 1)[1]
            case "ENTRYPOINT":
                self.entrypoint = json.loads(value)
            case "CMD":
                self.command = json.loads(value)
            case "EXPOSE":
                pass
            case _:
                raise ValueError(f"{instruction} is not known here: add it to tests/docker/stage.py")

    def run(self, value: str, stages: dict[str, Self] | None = None) -> None:
        """RUN: a shell command, with folders of earlier stages where it asks for them."""
        options, command = re.fullmatch(r"((?:--\S+\s+)*)(.*)", value, re.DOTALL).groups()  # type: ignore[union-attr]
        mounts = [f"mount -t proc proc {self.root}/proc"]
        for option in options.split():
            wanted = dict(pair.split("=", 1) for pair in option.removeprefix("--mount=").split(","))
            target = self.root / wanted["target"].lstrip("/")
            target.mkdir(parents=True, exist_ok=True)
            source = (stages or {})[wanted["from"]].root / wanted["source"].lstrip("/")
            mounts.append(f"mount --bind {source} {target}")
        known = {name: os.environ[name] for name in NETWORK if name in os.environ}
        subprocess.run(
            ["unshare", "--mount", "--pid", "--fork", "sh", "-ec", "; ".join([*mounts, self.enter(command)])],
            env={**self.environment, **known},
            check=True,
        )

    def enter(self, command: str) -> str:
        """A shell command on the outside that runs one on the inside, as the user and in the folder of this step."""
        inside = f"cd {self.folder} && {command}"
        return f"exec setpriv --no-new-privs chroot --userspec={self.user} {self.root} /bin/sh -c {shlex.quote(inside)}"

    def copy(self, value: str, context: Path) -> None:
        """COPY: everything of the context that .dockerignore lets through; all must be of one source, the context."""
        source, target = value.split()
        if source != ".":
            raise ValueError(f"COPY {value}: only all of the context can be copied here")
        ignored = pathspec.PathSpec.from_lines(
            "gitwildmatch", (context / ".dockerignore").read_text().split("\n")
        )
        destination = self.root / self.folder.lstrip("/") / target
        for path in sorted(ignored.match_tree_files(context, negate=True)):
            to = destination / path
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(context / path, to)

    def start(self) -> subprocess.Popen[bytes]:
        """What `docker run --read-only --network none` would: ENTRYPOINT and CMD, with volumes and /tmp writable."""
        volumes = [volume.lstrip("/") for volume in self.volumes]
        steps = [
            "ip link set lo up",
            f"mount --bind {self.root} {self.root}",
            *(f"mount --bind {self.root}/{volume} {self.root}/{volume}" for volume in volumes),
            f"mount -o remount,bind,ro {self.root}",
            f"mount -t proc proc {self.root}/proc",
            f"mount -t tmpfs -o size=64m,mode=1777 tmpfs {self.root}/tmp",
            f"mount -t tmpfs -o size=64m,mode=1777 tmpfs {self.root}/dev/shm",
            self.enter(f"exec {shlex.join(self.entrypoint + self.command)}"),
        ]
        namespaces = ["--mount", "--pid", "--net", "--ipc", "--fork", "--kill-child"]
        return subprocess.Popen(
            ["unshare", *namespaces, "sh", "-ec", "; ".join(steps)],
            env=self.environment,
        )

    def ask(self, process: int, command: str) -> "subprocess.CompletedProcess[str]":
        """Run a command beside the started `process`: as the user, on its file system and its network."""
        return subprocess.run(
            ["nsenter", f"--target={process}", "--mount", "--net", "--pid", "sh", "-ec", self.enter(command)],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
