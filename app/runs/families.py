"""Families: many runs that are one to their visitor, such as 64 variations of a learning rate and an activation.

On the server's side, a family is a run whose id begins with `family-`: one host, one entry among those awake, one
document in the archive (`app.document.family`), one subscription a page, and `Access` is asked about it as about any
run. So it survives a dead host or server as runs do, and nobody but its visitor sees it. In its host it is many runs
(`app.trainer.family`), with a look of its own (`app.frames.family`).

It is charged as what it is: its time to its visitor's account, its memory and its bytes on the disk as those of all its
members, and each member counts where the runs of a server or an address are counted. A family is one of the runs that a
visitor may have awake, and puts none of another visitor's to sleep.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgpack
from pydantic import ValidationError

from app.document.family import PREFIX, beginning
from app.errors import Refusal, explain, unknown_run
from app.runs.owned import Owned
from app.runs.runs import Runs
from engine.experiment import Experiment
from engine.family import Variation, members_of
from engine.fault import Fault


@contextmanager
def refused_as(code: str) -> Iterator[None]:
    """Refuse a family, or a search, whose members cannot be made."""
    try:
        yield
    except ValidationError as error:
        raise explain(error.errors(), Experiment) from None
    except Fault as fault:
        raise Refusal(code, fault.where, fault.text, **fault.values) from None


class Families:
    """The families of all visitors."""

    def __init__(self, runs: Runs) -> None:
        self.runs = runs

    async def create(
        self, visitor: str, base: Experiment, variations: Sequence[Variation], address: str
    ) -> tuple[Owned, list[Experiment]]:
        """A new family, paused at step 0, and its members. Raises Refusal."""
        with refused_as("not-a-family"):
            members = members_of(base, variations)
        if base.data.lent_id is not None:
            await self.runs.datasets.own(visitor, base.data.lent_id)
        document = beginning(base, variations)
        return await self.runs.create(visitor, base, address, document, members, PREFIX), list(members)

    async def open_member(
        self, visitor: str, family: str, number: int, address: str
    ) -> tuple[Owned, Experiment]:
        """A run of the visitor's own that continues from a member as it is now, paused. Raises Refusal."""
        document = await self.runs.document(visitor, family)
        members: list[dict[str, Any]] = document.get("members", [])
        if number >= len(members):
            raise unknown_run()
        checkpoint = msgpack.packb({**members[number], "speed": document["speed"], "playing": False})
        return await self.runs.open_checkpoint(visitor, checkpoint, address)
