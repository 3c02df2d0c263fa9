"""Incoming weights as pictures: where the inputs are pixels, so is what a unit looks for in them; a kernel, too."""

import numpy as np

from engine.cohort import Cohort
from engine.layers.stages import weighted
from engine.probes.boundary import MOST_SHOWN, Quantized, quantized


def weight_pictures(cohort: Cohort) -> Quantized | None:
    """W[1] of each of the first units over the pixels that it reads, (R, units, height, width) as bytes, or (R, units,
    height, width, 3) over pictures in colour; row 0 is the lowest. None: it reads no pixels."""
    first = weighted(cohort.network.layers)[0]
    if len(first.read) != 3:
        return None
    channels, height, width = first.read
    W = first.W[:, :MOST_SHOWN]
    # The colours lie one under the other, so that a unit has one range for all of them.
    pictures = W.reshape(*W.shape[:2], channels, height, width)[..., ::-1, :]
    found = quantized(pictures.reshape(*W.shape[:2], -1, width), [None] * W.shape[1])
    if channels == 1:
        return found
    in_colour = found.values.reshape(*W.shape[:2], channels, height, width)
    return found._replace(values=np.moveaxis(in_colour, 2, -1))
