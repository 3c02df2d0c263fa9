"""A visitor's own runs in a list, each in its newest state."""

import asyncio
from contextlib import suppress
from typing import NamedTuple

from app.document.family import is_family
from app.document.summary import Summary, document_in
from app.document.versions import Document
from app.runs.access import Do
from app.runs.runs import Runs

LISTED_SECONDS = 3.0
"""The time for a list to collect the newest state of every run."""


class OwnRun(NamedTuple):
    """A visitor's run in a list, and whether a page has it open, or is about to."""

    id: str
    about: Summary
    watched: bool


async def own_runs(runs: Runs, visitor: str, prefix: str = "") -> list[OwnRun]:
    """All of the visitor's single runs, or all families or searches by the prefix of their ids, the latest first;
    raises Refusal."""
    own = runs.awake.of_visitor(visitor)
    await asyncio.gather(*(run.save() for run in own))
    if not runs.archive.in_trouble:
        with suppress(TimeoutError):  # the list then shows their last written state
            async with asyncio.timeout(LISTED_SECONDS):
                await runs.archive.flush({run.id for run in own})
    kept = await runs.archive.of_visitor(visitor)
    return [
        OwnRun(run, about, is_watched(runs, run))
        for run, about in kept.items()
        if (run.startswith(prefix) if prefix else not is_family(run))
        and runs.may(visitor, run, visitor, Do.OWN)
    ]


async def own_documents(runs: Runs, visitor: str, prefix: str) -> list[tuple[OwnRun, Document]]:
    """The visitor's families or searches, as `own_runs` lists them, with their documents as they were saved last.
    Raises Refusal."""
    found = []
    for each in await own_runs(runs, visitor, prefix):
        if (kept := await runs.archive.read(each.id)) is not None:
            found.append((each, await asyncio.to_thread(document_in, kept.checkpoint)))
    return found


def is_watched(runs: Runs, run: str) -> bool:
    owned = runs.awake.get(run)
    return owned is not None and owned.is_open
