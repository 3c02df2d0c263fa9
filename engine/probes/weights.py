"""Incoming weights as pictures: where the inputs are pixels, so is what a unit looks for in them."""

from engine.cohort import Cohort
from engine.layers.stages import weighted
from engine.probes.boundary import MOST_SHOWN, Maps, quantized


def weight_pictures(cohort: Cohort, picture: tuple[int, int]) -> Maps:
    """W[1] of each of the first units over the pixels of a picture (height, width): (R, units, height, width) as bytes;
    row 0 is the lowest. Where a pixel has several channels, it is the mean of their weights."""
    W = weighted(cohort.network.layers)[0].W[:, :MOST_SHOWN]
    R, units, _ = W.shape
    pictures = W.reshape(R, units, -1, *picture).mean(axis=2)[..., ::-1, :]
    return quantized(pictures, [None] * units)
