"""Versions of the run document. A function leads from each version to the next, so that every released one opens.

| version | since           | what changed                                         |
|---------|-----------------|------------------------------------------------------|
| 1       | first release   | steps of the histories had four bytes; no `version`  |
| 2       | November 2026   | they have eight: a run takes more than 2^31 of them  |
| 3       | November 2026   | `weights_edited`: whether a person has set weights   |
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from app.errors import Refusal

Document = dict[str, Any]

VERSION = 3


def to_2(document: Document) -> Document:
    """From version 1."""
    histories = {
        name: {
            **document[name],
            "steps": np.frombuffer(document[name]["steps"], "<i4").astype("<i8").tobytes(),
        }
        for name in ("losses", "evaluations")
    }
    return {**document, **histories}


def to_3(document: Document) -> Document:
    """From version 2."""
    return {**document, "weights_edited": False}


UPGRADES: dict[int, Callable[[Document], Document]] = {1: to_2, 2: to_3}
"""The function from each version to the next; a released function is never changed."""


def check_known(document: Document) -> None:
    """Raises Refusal where its version is not known yet: nothing else of it can be judged then."""
    version = document.get("version", 1)
    if isinstance(version, int | float) and version > VERSION:
        raise Refusal(
            "newer-document",
            None,
            "This network was saved by a newer release: its format is {version}, and this server knows {known}.",
            version=version,
            known=VERSION,
        )


def upgraded(document: Document) -> Document:
    """The same run in the present version. Raises Refusal where its version is not known yet."""
    check_known(document)
    version = document.get("version", 1)
    if "members" in document:  # a family: see `app.document.family`
        document = {**document, "members": [upgraded(member) for member in document["members"]]}
    else:
        for number in range(version, VERSION):
            document = UPGRADES[number](document)
    return {**document, "version": VERSION}
