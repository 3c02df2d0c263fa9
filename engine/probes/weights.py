"""Incoming weights as pictures: where the inputs are pixels, so is what a unit looks for in them; a kernel, too."""

from engine.cohort import Cohort
from engine.layers.stages import weighted
from engine.probes.boundary import MOST_SHOWN, Quantized, quantized


def weight_pictures(cohort: Cohort) -> Quantized | None:
    """W[1] of each of the first units over the pixels that it reads, (R, units, height, width) as bytes; row 0 is the
    lowest. Where a pixel has several channels, it is the mean of their weights. None: it reads no pixels."""
    first = weighted(cohort.network.layers)[0]
    if len(first.read) != 3:
        return None
    W = first.W[:, :MOST_SHOWN]
    pictures = W.reshape(*W.shape[:2], *first.read).mean(axis=2)[..., ::-1, :]
    return quantized(pictures, [None] * W.shape[1])
