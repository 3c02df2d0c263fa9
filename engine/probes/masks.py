"""Dropout as an ensemble: the thinned networks that masks leave of one network, each of which answers for itself.

Training with dropout trains all thinned networks, which share their weights; the network that is used, with all of its
units, stands for the mean of their answers (Srivastava et al., Dropout, 2014, section 1).
"""

from collections.abc import Iterator

import numpy as np

from engine.cohort import Cohort
from engine.fault import Fault
from engine.network import Network
from engine.probes.ensemble import are_alike
from engine.rates import read_rates
from engine.run import Run

MASKS = 32
FEWEST = 8
"""Of a large network there are fewer masks, but not fewer than these."""
STREAM = 3
"""The masks come from a stream of their own, the same in every frame: the run's generators do not move."""
MOST_NUMBERS = 2**20
"""The most parameters of thinned networks that are computed together."""


class ThinnedNetworks(Cohort):
    """Some thinned networks of one run, as a cohort that only answers. The run stays where it is."""

    def __init__(self, cohort: Cohort, run: Run, masks: np.random.Generator, count: int) -> None:
        self.runs = [run] * count
        self.shape, self.dtype, self.loss = cohort.shape, cohort.dtype, cohort.loss
        row = cohort.runs.index(run)
        self.theta, self.statistics = (
            each[row : row + 1].repeat(count, axis=0) for each in (cohort.theta, cohort.statistics)
        )
        self.network = self._network()
        read_rates(self.network, self.runs)
        # One mask for all samples: it is one network that answers.
        self.network.draw(masks.random((count, self.network.n_random, 1), dtype=np.float32))
        thin(self.network)


def thin(network: Network) -> None:
    """From now on the units that the masks leave out are out in use, too."""
    for layer in network.drawing:
        if layer.role == "dropout":
            layer.predict = layer.forward  # type: ignore[method-assign]


def thinned(cohort: Cohort, run: Run) -> Iterator[ThinnedNetworks]:
    """Thinned networks of a run of the cohort, some at a time. Fault: there are none, or they are no ensemble."""
    if not any(layer.role == "dropout" for layer in cohort.network.leaves):
        raise Fault(
            "The network has no dropout: choose one under “More” of the network, or add a dropout layer to its "
            "layers."
        )
    masks = np.random.default_rng([run.experiment.training.seed, STREAM])
    together = max(1, MOST_NUMBERS // cohort.theta.shape[-1])
    count = min(MASKS, max(FEWEST, together))
    for start in range(0, count, together):
        found = ThinnedNetworks(cohort, run, masks, min(together, count - start))
        if not are_alike([found]):
            raise Fault(
                "An ensemble votes on classes or takes the mean of numbers: this network does neither."
            )
        yield found
