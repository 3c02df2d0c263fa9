"""Dropout: the hidden units that took part in the latest step."""

from collections.abc import Mapping
from typing import Any

from app.frames.look import Entry, Look, Watched


class KeptUnits(Look):
    when = "with dropout"
    entries = (
        Entry(
            "kept",
            "which hidden units took part (1) in the latest step, for the first sample of its batch, and which were "
            "out (0)",
            "u1",
            "(U,)",
        ),
    )

    def of(self, watched: Watched) -> Mapping[str, Any]:
        kept = watched.run.kept
        return {} if kept is None else {"kept": kept}
