"""Every version of the run document leads to the present one; a later one is refused in words."""

import msgpack
import numpy as np
import pytest

from app.document.summary import paused, summary
from app.document.versions import UPGRADES, VERSION, upgraded
from app.errors import Refusal
from engine.experiment import Experiment
from tests.app.bench import Bench


def document() -> dict[str, object]:
    bench = Bench()
    bench.start("a")
    bench.do("a", "step", iterations=30)
    bench.frames(0.5)
    return bench.host.checkpoint("a")


def test_there_is_a_way_from_each_version_to_the_next() -> None:
    assert sorted(UPGRADES) == list(range(1, VERSION))
    made = document()
    assert made["version"] == VERSION and upgraded(made) == made


def test_a_document_without_a_version_is_of_the_first() -> None:
    made = document()
    old = {name: field for name, field in made.items() if name != "version"}
    for name in ("losses", "evaluations"):
        history = dict(old[name])  # type: ignore[call-overload]
        history["steps"] = np.frombuffer(history["steps"], "<i8").astype("<i4").tobytes()
        old[name] = history
    assert upgraded(old) == made
    assert summary(msgpack.packb(old)) == summary(msgpack.packb(made))


def test_a_document_of_a_later_version_is_refused_in_words_on_both_sides() -> None:
    later = {"version": VERSION + 1, "layout": "of another kind"}
    with pytest.raises(Refusal, match=f"format is {VERSION + 1}, and this server knows {VERSION}"):
        summary(msgpack.packb(later))
    with pytest.raises(Refusal, match="saved by a newer release"):
        Bench().host.start("a", Experiment(), later)
    # To stand still it need not be understood.
    assert msgpack.unpackb(paused(msgpack.packb(later))) == {**later, "playing": False}
