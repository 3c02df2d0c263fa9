"""Functions: the graphs of the layers' activation functions."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from app.frames.look import Entry, Look, Watched
from engine.probes.graph import graphs


class Functions(Look):
    entries = (
        Entry("graphs", "each hidden layer's g and g' over -4 .. 4", "f4", "(H, 2, 81)", is_full=True),
    )

    def of(self, watched: Watched) -> Mapping[str, Any]:
        return {"graphs": graphs(watched.run.experiment).astype(np.float32)}
