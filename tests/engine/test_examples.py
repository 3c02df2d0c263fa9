"""The examples that the page offers run with the numbers that are printed elsewhere."""

import numpy as np
import pytest

from engine.cohort import Cohort
from engine.examples import EXAMPLES
from engine.probes.worked_example import Choice, worked_example
from engine.run import Run


def nine(value: float) -> float:
    """With nine significant digits, as the worked example shows it."""
    return float(f"{value:.9g}")


def test_back_propagation_is_as_matt_mazur_printed_it_digit_for_digit() -> None:
    """M. Mazur, A Step by Step Backpropagation Example (mattmazur.com, 2015)."""
    run = Run(EXAMPLES["back-propagation"].experiment)
    shown = worked_example(run, Choice(layer=1, unit=0, parameter=0))
    assert shown is not None
    assert [nine(a) for a in shown.a] == [0.593269992, 0.596884378, 0.75136507, 0.772928465]
    assert nine(shown.loss) == 0.298371109
    assert nine(shown.numbers["delta"]) == 0.138498562
    data, after = shown.columns.index("data"), shown.columns.index("after")
    assert nine(shown.parameters[0, data]) == 0.0821670406 and nine(shown.parameters[0, after]) == 0.35891648
    hidden = worked_example(run, Choice(layer=0, unit=0, parameter=0))
    assert hidden is not None and nine(hidden.parameters[0, after]) == 0.149780716
    assert f"{hidden.parameters[0, data]:.9f}" == "0.000438568"
    cohort = Cohort([run])
    [losses] = cohort.train(1).T
    assert nine(losses[0]) == 0.298371109
    printed = [0.149780716, 0.19956143, 0.24975114, 0.29950229, 0.35, 0.35]
    printed += [0.35891648, 0.408666186, 0.511301270, 0.561370121, 0.6, 0.6]
    np.testing.assert_allclose(run.theta, printed, rtol=0, atol=5e-9)
    assert f"{cohort.evaluate()[0].train_loss:.9f}" == "0.291027774"
    # The error of the 10,000th pass, and its outputs.
    assert f"{cohort.train(9999)[-1, 0]:.10f}" == "0.0000351085"


def test_a_judges_vote() -> None:
    run = Run(EXAMPLES["vote"].experiment)
    shown = worked_example(run, Choice())
    assert shown is not None
    assert shown.z.tolist() == [1] and shown.loss == 2 and shown.delta.tolist() == [-2]
    data, after = shown.columns.index("data"), shown.columns.index("after")
    assert shown.parameters[:, data].tolist() == [-2, -6, -4]
    np.testing.assert_allclose(shown.parameters[:, after], [4.1, 1.3, -2.8], rtol=1e-15)
    Cohort([run]).train(100)
    assert Cohort([run]).evaluate()[0].train_loss == pytest.approx(0, abs=1e-20)
