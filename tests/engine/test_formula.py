"""Formulas: precedence as in mathematics, values as NumPy's, faults with their place, and nothing is ever executed."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.array import Array
from engine.data.features import MOST_FORMULAS, feature_of
from engine.data.kinds import described
from engine.data.sharing import dataset_of
from engine.experiment import Experiment
from engine.fault import Fault
from engine.formula import DEEPEST, MOST_CHARACTERS, cleaned, parsed
from engine.probes.boundary import feature_maps
from engine.term import source_of, values

X: dict[str, Array] = {"x1": np.array([2.0, -1.5, 0.5]), "x2": np.array([3.0, 0.25, -4.0])}


def value(text: str) -> list[float]:
    found: list[float] = values(parsed(text), X).tolist()
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-x1^2", -(X["x1"] ** 2)),
        ("2^-x1", 2 ** -X["x1"]),
        ("2^3^2 + x1*0", np.full(3, 512.0)),
        ("-2^2*x1", -4 * X["x1"]),
        ("x1-x2-1", X["x1"] - X["x2"] - 1),
        ("x1/x2/2", X["x1"] / X["x2"] / 2),
        ("x1/x2*2", X["x1"] / X["x2"] * 2),
        ("1+2*x1^2", 1 + 2 * X["x1"] ** 2),
        ("--x1 + +x2", X["x1"] + X["x2"]),
        ("x1*-x2", -X["x1"] * X["x2"]),
        ("sin(x1)^2", np.sin(X["x1"]) ** 2),
        ("exp(-abs(x1)/.5) + sqrt(x2^2) - tanh(cos(x1)) + log(1e1)", None),
        ("  ( x1 )  ", X["x1"]),
        ("1.5e-1*x1", 0.15 * X["x1"]),
        ("x1² - x2**2", X["x1"] ** 2 - X["x2"] ** 2),
        ("x2^10 - x2¹⁰", 0 * X["x1"]),
        (cleaned("ｓｉｎ（Ｘ１）＋ X₂×０．５"), np.sin(X["x1"]) + 0.5 * X["x2"]),
    ],
)
def test_a_formula_has_the_value_that_mathematics_gives_it(text: str, expected: Array | None) -> None:
    if expected is None:
        x1, x2 = X.values()
        expected = np.exp(-np.abs(x1) / 0.5) + np.sqrt(x2**2) - np.tanh(np.cos(x1)) + np.log(10)
    assert np.allclose(value(text), expected, rtol=1e-14, atol=1e-14)


def test_values_are_limited_and_there_is_always_one() -> None:
    assert value("exp(exp(x2)) - 0.5") == [
        1000.0,
        pytest.approx(np.exp(np.exp(0.25)) - 0.5),
        pytest.approx(0.5184, abs=1e-3),
    ]
    assert value("sqrt(x1)") == [pytest.approx(2**0.5), 0.0, pytest.approx(0.5**0.5)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sin(x1", "At character 7: a closing parenthesis is missing"),
        ("(x1+x2))", "At character 8: no parenthesis is open"),
        ("2x1", "At character 2: an operator such as . is missing"),
        ("x1 x2", "At character 4: an operator such as . is missing"),
        ("(x1 x2)", "At character 5: an operator or a closing parenthesis is missing"),
        ("", "At character 1: the formula ends where"),
        ("x1+", "At character 4: the formula ends where"),
        ("x1 + * x2", "At character 6: . stands where a number or a variable is missing"),
        ("sin x1", "At character 5: sin needs a parenthesis"),
        ("x3", "At character 1: x3 is not known; allowed are x1, x2, sin"),
        ("x1 & x2", "At character 4: & is not understood"),
        ("x1.real", "At character 3: . is not understood"),
        ("__import__('os')", "At character 1: __import__ is not known"),
        ("1e999*x1", "At character 1: this number is too large"),
        ("x1 + 1/0", "At character 7: this part has no finite value, such as 1/0"),
        ("x1*log(-2)", "At character 4: this part has no finite value"),
        ("x1+(-2)^.5", "At character 8: this part has no finite value"),
        ("x1 + 9^9^9", "At character 7: this part has no finite value"),
        ("(" * 25 + "x1" + ")" * 25, f"more than {DEEPEST} levels"),
        ("-" * 40 + "x1", f"more than {DEEPEST} levels"),
        ("x1^" * 25 + "1", f"more than {DEEPEST} levels"),
        ("x1+" * 40 + "x1", f"{MOST_CHARACTERS} characters at most"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, message: str) -> None:
    with pytest.raises(Fault, match=message):
        parsed(text)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="x12()+-*/^. sincoexp,e9_[]é²", max_size=MOST_CHARACTERS + 5))
def test_any_text_is_a_formula_or_a_fault(text: str) -> None:
    try:
        term = parsed(text)
    except Fault:
        return
    found = values(term, X)
    assert found.shape == (3,) and np.isfinite(found).all()
    # Python reads its source as the same formula.
    with np.errstate(all="ignore"):
        again = eval(source_of(term, "np.", {"x1": "x1", "x2": "x2"}), {"np": np}, dict(X))
        assert np.array_equal(np.clip(np.nan_to_num(again + 0 * X["x1"]), -1000, 1000), found)


def test_signs_of_other_keyboards_are_taken() -> None:
    assert cleaned(" x1×（x2−1）÷2 ") == "x1*(x2-1)/2"
    assert cleaned("x1\n+\u30001\t") == "x1 + 1"  # a comment in an exported script holds it
    assert cleaned("（x1＋2．5）／x2 – x1＾2⋅x2＊3") == "(x1+2.5)/x2 - x1^2*x2*3"


def features(*chosen: str, **data: Any) -> Experiment:
    return Experiment().changed({"data": {"features": chosen, **data}})


def test_a_formula_is_a_feature_like_any_other() -> None:
    experiment = features("x1", " x1^2 − x2 ", "sin_x2")
    assert experiment.data.chosen_features == ("x1", "x1^2 - x2", "sin_x2")
    data = dataset_of(experiment.data)
    assert np.allclose(
        data.X_train[1], data.X_train[0] ** 2 - data.points[1, : data.X_train.shape[1]], atol=1e-5
    )
    maps = feature_maps(20, 2, (-6.0, 6.0), experiment.data.formulas)
    assert maps.values.shape == (8, 10, 10)
    assert Experiment.model_validate(experiment.model_dump(mode="json")) == experiment


@pytest.mark.parametrize(
    ("chosen", "data", "message"),
    [
        (["x1", "log(x1)"], {}, "no finite value at x1 = -6, but"),
        (["1/x1"], {}, "no finite value at x1 = 0, but"),
        (["sqrt(x1*x2)"], {}, "no finite value at x1 = .*, x2 = "),
        (["2*3"], {}, "depends on x1, x2: 2.3 is the same everywhere"),
        (["x1*x2", "x1*x2"], {}, "named once"),
        ([f"x1^{power}" for power in range(3, 4 + MOST_FORMULAS)], {}, "4 formulas at most"),
        (["x1", "x2^2"], {"kind": "sine"}, "At character 1: x2 is not known"),
        (["x1^" * 100], {}, "at most"),
    ],
)
def test_a_feature_that_cannot_be_one_is_refused(
    chosen: list[str], data: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        features(*chosen, **data)


def test_a_line_has_formulas_of_its_one_input() -> None:
    experiment = features("x1", "x1^3/100", kind="sine")
    assert np.allclose(feature_of(np.array([[2.0]]), experiment.data.formulas[0]), 0.08)


def test_classes_lie_above_and_below_the_curve() -> None:
    data = described({"kind": "curve", "formula": "x^2/4 - 2"})
    dataset = dataset_of(data)
    x, y = dataset.points.astype(float)
    away = np.abs(y - (x**2 / 4 - 2)) > 1e-5
    assert np.array_equal((dataset.labels[0] == 1)[away], (y > x**2 / 4 - 2)[away])
    assert 0 < dataset.labels.mean() < 1
    noisy = dataset_of(described({"kind": "curve", "formula": "x^2/4 - 2", "noise": 30}))
    assert 0.01 < (noisy.labels != dataset.labels).mean() < 0.4
    assert described({"kind": "curve", "formula": "x1"}).subject != data.subject
    for formula, message in (
        ("x2", "x2 is not known"),
        ("log(x)", "finite value at x = -6"),
        ("3*", "At character 3"),
    ):
        with pytest.raises(ValueError, match=message):
            described({"kind": "curve", "formula": formula})
