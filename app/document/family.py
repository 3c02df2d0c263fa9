"""The document of a family: one document for all of its runs, so that they are stored, restored and lost as one.

| field          | what                                                                                        |
|----------------|---------------------------------------------------------------------------------------------|
| version        | that of its members' documents                                                              |
| experiment     | the base, as `Experiment` dumps it                                                          |
| variations     | `[{field, values}]`, as `engine.family.Variation` dumps them                                |
| members        | a run document for each member, in their order; none before the family has begun            |
| step           | the steps that it has taken                                                                 |
| playing, speed | as in a run document                                                                        |
"""

from collections.abc import Sequence
from typing import Any

import msgpack

from app.document.search import search_in, side_by_side
from app.document.versions import VERSION, Document
from engine.experiment import Experiment
from engine.family import Variation, members_of

PREFIX = "family-"
"""The ids of families begin with it; those of runs are too short for it."""
SEARCH_PREFIX = "search-"
"""The same of searches, which are families whose members come over time (see `app.document.search`)."""


def is_family(id: str) -> bool:
    """Whether this is the id of a family or a search, and not of a single run."""
    return id.startswith((PREFIX, SEARCH_PREFIX))


def beginning(base: Experiment, variations: Sequence[Variation]) -> bytes:
    """The document of a family that has not begun."""
    packed: bytes = msgpack.packb(
        {
            "version": VERSION,
            "experiment": base.model_dump(mode="json"),
            "variations": [each.model_dump(mode="json") for each in variations],
            "members": [],
            "step": 0,
        }
    )
    return packed


def variations_in(document: Document) -> list[Variation]:
    return [Variation.model_validate(each) for each in document["variations"]]


def experiments_in(document: Document) -> list[Experiment]:
    """The experiment of each member; of a search the largest that it may train side by side. Raises ValueError where
    the document is broken."""
    if "search" in document:
        return side_by_side(Experiment.model_validate(document["experiment"]), search_in(document))
    members: list[dict[str, Any]] = document["members"]
    if members:
        return [Experiment.model_validate(member["experiment"]) for member in members]
    return list(members_of(Experiment.model_validate(document["experiment"]), variations_in(document)))
