"""A training process for tests, in which a run with a certain seed is the end of it."""

import os
import resource
import signal
import socket
import time
from pathlib import Path

from app.trainer import child, suspects
from engine.cohort import Cohort

DIES = 666
HANGS = 667
EATS = 668

child_main = child.main
train = Cohort.train


def main(end: socket.socket, slate: suspects.Slate, checkpoint_seconds: float) -> None:
    def train_or_die(cohort: Cohort, iterations: int) -> object:
        seeds = {run.experiment.training.seed for run in cohort.runs}
        if DIES in seeds:
            os.kill(os.getpid(), signal.SIGKILL)
        while HANGS in seeds:
            time.sleep(1)
        if EATS in seeds:
            used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (used + 2**26, used + 2**26))
            hoard = []
            while True:
                hoard.append(bytearray(2**20))
        return train(cohort, iterations)

    Cohort.train = train_or_die  # type: ignore[method-assign, assignment]
    child_main(end, slate, checkpoint_seconds)
