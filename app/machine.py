"""The machine: its cores, and its memory or that of its container."""

import math
import os
from contextlib import suppress
from pathlib import Path

UNKNOWN_MEMORY = 4e9


def cores_for_hosts() -> int:
    """One host a core. Training processes have a lower priority than the web server, and use the time that it
    leaves."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def memory_for_runs() -> int:
    """Three fifths of the memory that this process may use: of the machine's memory, or of its container's."""
    return int(0.6 * min(machine_memory(), container_memory()))


def machine_memory() -> float:
    try:
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):  # Windows has no such figure
        return UNKNOWN_MEMORY


def container_memory() -> float:
    """The memory that Linux allows this process' control group."""
    for name in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        with suppress(OSError, ValueError):  # "max" where there is no limit
            return float(int(Path(name).read_text()))
    return math.inf
