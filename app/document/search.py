"""The document of a search: what was asked, all trials, and the runs of those that are in training.

| field          | what                                                                                          |
|----------------|-----------------------------------------------------------------------------------------------|
| version        | that of its members' documents                                                                |
| experiment     | the base, as `Experiment` dumps it                                                            |
| search         | as `engine.search.search.Search` dumps it                                                     |
| trials         | in the order in which they began: `strategy`, `point`, `values`, `losses`, `state`, `steps`   |
|                | (see `engine.search.contender.Trial`)                                                         |
| finals         | of each strategy whose best trial is trained once more for the test set, that trial            |
| results        | of each strategy the test loss and the test accuracy of its best trial, once they are known   |
| seats          | the strategies whose trials are in training                                                   |
| members        | a run document for each of these                                                              |
| step           | the steps that each has taken together                                                        |
| playing, speed | as in a run document                                                                          |
"""

from dataclasses import asdict
from typing import Any

import msgpack

from app.document.versions import VERSION, Document
from engine.experiment import Experiment
from engine.search.contender import Trial
from engine.search.search import Search, space_of


def beginning(base: Experiment, search: Search) -> bytes:
    """The document of a search that has not begun."""
    packed: bytes = msgpack.packb(
        {
            "version": VERSION,
            "experiment": base.model_dump(mode="json"),
            "search": search.model_dump(mode="json"),
            "trials": [],
            "finals": {},
            "results": {},
            "seats": [],
            "members": [],
            "step": 0,
        }
    )
    return packed


def search_in(document: Document) -> Search:
    return Search.model_validate(document["search"])


def side_by_side(base: Experiment, search: Search) -> list[Experiment]:
    """As many of the largest experiment as it may train side by side: one of each strategy."""
    return [space_of(base, search).largest] * len(search.strategies)


def as_plain(trial: Trial) -> dict[str, Any]:
    """A trial as plain values."""
    return asdict(trial)


def trial_of(plain: dict[str, Any]) -> Trial:
    """The trial of plain values."""
    values = tuple(tuple(value) if isinstance(value, list) else value for value in plain["values"])
    return Trial(**{**plain, "point": tuple(plain["point"]), "values": values})
