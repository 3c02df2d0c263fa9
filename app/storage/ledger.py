"""The ledger: the stored bytes of each visitor, of each address and of all, counted without the database.

An entry is made before its data are written, so that simultaneous requests cannot exceed a bound together.
"""

from collections import Counter
from collections.abc import Iterable
from hashlib import blake2b
from math import inf
from typing import NamedTuple

from app.errors import Refusal
from app.hosts.memory import megabytes

DIGEST_BYTES = 16


class Bounds(NamedTuple):
    """The most bytes that may be stored."""

    per_visitor: float = inf
    per_address: float = inf
    in_all: float = inf


UNBOUNDED = Bounds()


class LedgerEntry(NamedTuple):
    """Something that is stored, or is about to be."""

    visitor: str
    address: str
    """A digest by `digest_of`; empty for entries from before addresses were stored."""
    size: int
    """Bytes, or the most that it may grow to."""


class Ledger:
    """Entries by key: a kind of things, and an id."""

    def __init__(self, bounds: Bounds = UNBOUNDED, entries: Iterable[tuple[str, LedgerEntry]] = ()) -> None:
        self.bounds = bounds
        self.in_all = 0
        self.of_visitor: Counter[str] = Counter()
        self.of_address: Counter[str] = Counter()
        self._entries: dict[str, LedgerEntry] = {}
        for key, entry in entries:
            self._count(key, entry)

    def get(self, key: str) -> LedgerEntry | None:
        return self._entries.get(key)

    def enter(self, key: str, entry: LedgerEntry) -> None:
        """Count an entry, in place of the one with its key. Raises Refusal where it is too large."""
        before = self._entries.get(key)
        more = entry.size - (0 if before is None else before.size)
        if more > 0:
            self._check(entry, more)
        self.put(key, entry)

    def put(self, key: str, entry: LedgerEntry) -> None:
        """The same without a check, for an entry that existed before."""
        self.strike(key)
        self._count(key, entry)

    def strike(self, key: str) -> None:
        """Remove an entry, if it exists."""
        entry = self._entries.pop(key, None)
        if entry is None:
            return
        self.in_all -= entry.size
        for counter, name in ((self.of_visitor, entry.visitor), (self.of_address, entry.address)):
            counter[name] -= entry.size
            if not counter[name]:
                del counter[name]

    def _count(self, key: str, entry: LedgerEntry) -> None:
        self._entries[key] = entry
        self.in_all += entry.size
        self.of_visitor[entry.visitor] += entry.size
        self.of_address[entry.address] += entry.size

    def _check(self, entry: LedgerEntry, more: int) -> None:
        kept = self.of_visitor[entry.visitor] + more
        if kept > self.bounds.per_visitor:
            raise Refusal(
                "too-many-bytes",
                None,
                "Your runs, networks and files would take {kept} MB, but {most} are allowed: delete some first.",
                kept=megabytes(kept),
                most=megabytes(self.bounds.per_visitor),
            )
        kept = self.of_address[entry.address] + more
        if entry.address and kept > self.bounds.per_address:
            raise Refusal(
                "too-many-bytes",
                None,
                "The data stored from your network address would take {kept} MB, but {most} are allowed: delete some "
                "first.",
                kept=megabytes(kept),
                most=megabytes(self.bounds.per_address),
            )
        kept = self.in_all + more
        if kept > self.bounds.in_all:
            raise Refusal(
                "server-full",
                None,
                "The server's stored data would take {kept} MB, but {most} are allowed: please ask its administrator.",
                kept=megabytes(kept),
                most=megabytes(self.bounds.in_all),
            )


def digest_of(address: str, key: str) -> str:
    """A digest that identifies an address without revealing it."""
    return blake2b(address.encode(), key=key.encode()[:64], digest_size=DIGEST_BYTES).hexdigest()


def run_key(run: str) -> str:
    return f"run {run}"


def network_key(network: str) -> str:
    return f"network {network}"


def dataset_key(visitor: str, dataset: str) -> str:
    return f"dataset {visitor} {dataset}"
