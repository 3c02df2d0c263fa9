"""Blocks: large arrays are worked on part by part, each small enough to stay in the processor's cache meanwhile."""

from collections.abc import Iterator

CACHED = 2**18
"""Numbers of a block (1 MB)."""


def blocks(count: int, numbers: int, least: int = 1) -> Iterator[slice]:
    """`count` things of so many numbers each, in blocks of `least` or more of them."""
    at_once = max(least, CACHED // max(1, numbers))
    for start in range(0, count, at_once):
        yield slice(start, min(count, start + at_once))
