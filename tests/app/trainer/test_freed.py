"""Memory that a step has freed serves the next step, and of much more than that, most goes back to the system."""

import platform
import subprocess
import sys

import pytest

PROGRAM = """
import resource
import sys
import numpy as np
from app.trainer import freed

if sys.argv[1] == "keep":
    freed.keep()

def step(blocks):
    return [np.ones(2**21, np.uint8) for _ in range(blocks)]

def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1])

step(10), step(10)
before = faults()
for _ in range(10):
    step(10)
again = faults() - before
before = resident()
step(150)
print(again, resident() - before)
"""
PAGES = 20 * 2**20 // 4096
"""Of a step."""


def run(argument: str) -> tuple[int, int]:
    """The pages that ten steps asked the system for, and those that a step of 300 MB leaves behind."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, argument], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    again, left = map(int, done.stdout.split())
    return again, left


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="it is glibc that gives memory back")
def test_what_a_step_has_freed_serves_the_next_one() -> None:
    again, left = run("keep")
    assert again < PAGES < run("give back")[0]
    assert left < 6 * PAGES  # of fifteen
