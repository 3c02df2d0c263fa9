"""A drawing becomes a picture such as MNIST's: in a box of 20, its ink around the middle of 28."""

import numpy as np
import pytest

from engine.data import dataset_of
from engine.data.digits import Digits
from engine.data.drawing import centre_of_mass, normalized, picture_inputs
from engine.data.mnist import published


@pytest.mark.parametrize(("top", "left"), [(0, 0), (30, 4), (9, 35)])
def test_ink_is_fitted_and_centred_wherever_it_was_drawn(top: int, left: int) -> None:
    drawing = np.zeros((56, 56), np.uint8)
    drawing[top : top + 24, left : left + 3] = 255
    drawing[top + 20 : top + 24, left : left + 15] = 255
    picture = normalized(drawing, 28)
    assert np.ptp(np.flatnonzero(picture.any(axis=1))) == 19
    for axis in (0, 1):
        assert abs(centre_of_mass(picture, axis) - 13.5) <= 0.5
    np.testing.assert_array_equal(picture, normalized(np.roll(drawing, (1, 2), (0, 1)), 28))


def test_mnists_own_digits_stay_nearly_as_they_are() -> None:
    """They were normalised before, so doing it again may only move one by a pixel."""
    for pixels in published("t10k").pixels[:50]:
        picture = pixels.reshape(28, 28)
        again = normalized(np.kron(picture, np.ones((2, 2), np.uint8)), 28)
        moved = [np.roll(again, (y, x), (0, 1)) for y in (-1, 0, 1) for x in (-1, 0, 1)]
        assert min(np.abs(each.astype(int) - picture).mean() for each in moved) < 12


@pytest.mark.parametrize("side", [28, 16, 8])
def test_any_drawing_gives_a_picture(side: int) -> None:
    dot, line, full = np.zeros((3, 56, 56), np.uint8)
    dot[55, 55] = 1
    line[0] = 255
    full[:] = 255
    dataset = dataset_of(Digits(side=side, samples=40, standardize=True))
    for drawing in (dot, line, full, np.zeros_like(dot)):
        picture = normalized(drawing, side)
        assert (
            picture.shape == (side, side) and picture.any() == (drawing.any() and side == 28)
        ) or side < 28
        X = picture_inputs(dataset, picture)
        assert X.shape == (side * side, 1) and np.isfinite(X).all()
