"""Memory that a step has freed stays with the process, for the next step.

glibc gives a large block back to the system as soon as it is freed, and a block that comes again costs a page fault for
each of its pages. From which size on depends on the largest block that was freed before, up to 32 MB (mallopt(3),
M_MMAP_THRESHOLD): so one of that size is taken, which is never touched, and freed. At most twice as much stays.
"""

import numpy as np

LARGEST = 31 * 2**20


def keep() -> None:
    """From now on, keep what is freed."""
    np.empty(LARGEST, np.uint8)
