"""Graphs show each layer's own function."""

import numpy as np

from engine.experiment import Experiment
from engine.probes.graph import graphs


def test_a_graph_for_every_hidden_layer_with_its_own_slope() -> None:
    network = {"hidden": [2, 3, 1], "activations": ["sigmoid", "prelu", "linear"], "slope": 0.25}
    found = graphs(Experiment().changed({"network": network}))
    Z = np.linspace(-4, 4, 81)
    sigmoid = 1 / (1 + np.exp(-Z))
    np.testing.assert_allclose(found[0], [sigmoid, sigmoid * (1 - sigmoid)])
    np.testing.assert_allclose(found[1], [np.where(Z > 0, Z, Z / 4), np.where(Z > 0, 1, 0.25)])
    np.testing.assert_allclose(found[2], [Z, np.ones(81)])
    assert graphs(Experiment().changed({"network": {"hidden": []}})).shape == (0, 2, 81)
