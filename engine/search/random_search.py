"""Random search: points drawn evenly from the cube. Bergstra and Bengio, Random Search for Hyper-Parameter
Optimization, JMLR 13 (2012): where few fields matter, it tries more values of each than a grid of the same budget."""

import numpy as np

from engine.search.cube import Cube
from engine.search.strategy import Proposals


def random_search(cube: Cube) -> Proposals:
    generator = np.random.default_rng(cube.seed)
    while True:
        yield tuple(generator.random(len(cube.sides)).tolist())
