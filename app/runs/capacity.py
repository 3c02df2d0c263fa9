"""Capacity: the number of runs that may be awake, and their memory."""

import math
from collections.abc import Collection
from typing import NamedTuple

from app.errors import Refusal
from app.hosts.memory import Memory, in_all, megabytes


class MayBeAwake(NamedTuple):
    """The limits on awake runs: their numbers, and their bytes of memory."""

    per_visitor: int
    per_address: int
    per_server: int
    bytes_per_visitor: float = math.inf
    bytes_per_host: float = math.inf

    def check(self, memory: Memory, count: int = 1) -> None:
        """Raises Refusal for a run, or a family of `count` runs, that is too large by itself."""
        most = min(self.bytes_per_visitor, self.bytes_per_host)
        if in_all([memory]) > most and count > 1:
            raise Refusal(
                "too-much-memory",
                None,
                "The family's {count} members would take {size} MB of memory, but {most} are allowed: take fewer "
                "members, or smaller networks.",
                count=count,
                size=megabytes(in_all([memory])),
                most=megabytes(most),
            )
        if in_all([memory]) > most:
            raise Refusal(
                "too-much-memory",
                None,
                "This network would take {size} MB of memory, but {most} are allowed: take a smaller one, smaller "
                "batches or fewer samples.",
                size=megabytes(in_all([memory])),
                most=megabytes(most),
            )

    def check_share(self, own: Collection[Memory], memory: Memory) -> None:
        """Raises Refusal where a visitor may not have another run beside their own ones."""
        if len(own) >= self.per_visitor:
            raise Refusal(
                "too-many-runs",
                None,
                "You have {count} networks open, as many as are allowed: close one first.",
                count=len(own),
            )
        size = in_all([memory, *own])
        if size > self.bytes_per_visitor:
            raise Refusal(
                "too-much-memory",
                None,
                "Your networks would take {size} MB of memory, but {most} are allowed: close one first, or take a "
                "smaller one.",
                size=megabytes(size),
                most=megabytes(self.bytes_per_visitor),
            )

    def fits(self, beside: Collection[Memory], memory: Memory) -> bool:
        """Whether a host has memory for a run beside others."""
        return in_all([memory, *beside]) <= self.bytes_per_host


def server_full(memory: Memory) -> Refusal:
    return Refusal(
        "server-full",
        None,
        "The server has no memory left for a network of {size} MB: take a smaller one, or try again later.",
        size=megabytes(in_all([memory])),
    )
