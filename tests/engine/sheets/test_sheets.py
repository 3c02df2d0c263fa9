"""Sheets: every sample and every loss, as numbers that read back as the same; and texts that no spreadsheet runs."""

import csv
import io
from typing import Any

import numpy as np
import pytest

from engine.cohort import Cohort
from engine.data import dataset_of, tables
from engine.evaluation import evaluations_of
from engine.experiment import Experiment
from engine.fault import Fault
from engine.run import Run
from engine.sheets import SHEETS, Sheet, written
from engine.sheets.sheet import harmless

ID = "5" * 32


def read(file: bytes) -> tuple[list[str], list[dict[str, str]]]:
    """The header and the rows, as any reader of RFC 4180 has them."""
    text = file.decode("utf-8-sig")
    assert text.endswith("\r\n") and text.replace("\r\n", "").count("\n") == 0
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    rows = [*reader]
    return [*(reader.fieldnames or [])], rows


def trained(steps: int = 0, **parts: Any) -> Run:
    run = Run(Experiment.model_validate(parts))
    cohort = Cohort.of([run])
    [evaluation] = evaluations_of(cohort.network, [run])
    run.evaluations.note(0, np.array(evaluation.losses))
    if steps:
        cohort.train(steps)
    return run


def sheet_of(run: Run, name: str) -> tuple[list[str], list[dict[str, str]]]:
    [evaluation] = evaluations_of(Cohort.of([run]).network, [run])
    return read(written(SHEETS[name](run, evaluation)))


@pytest.mark.parametrize("precision", ["single", "double"])
def test_every_point_reads_back_as_the_same_number(precision: str) -> None:
    data = {"kind": "blobs", "samples": 60, "validation_share": 0.2, "standardize": True}
    run = trained(data=data, training={"precision": precision})
    header, rows = sheet_of(run, "data")
    assert header == ["split", "x1", "x2", "label"]
    assert [row["split"] for row in rows] == ["training"] * 18 + ["validation"] * 12 + ["test"] * 30
    points = np.array([[row["x1"], row["x2"]] for row in rows], run.dtype)
    np.testing.assert_array_equal(points.T, run.dataset.points)
    assert [int(row["label"]) for row in rows] == run.dataset.labels[0].tolist()


@pytest.mark.parametrize(
    ("data", "header", "rows"),
    [
        ({"kind": "xor_gate"}, ["split", "x1", "x2", "label"], 4),
        ({"kind": "sine", "samples": 20}, ["split", "x1", "label"], 20),
        (
            {"kind": "parity", "bits": 3, "standardize": True},
            ["split", "bit_1", "bit_2", "bit_3", "label"],
            8,
        ),
        ({"kind": "numbers", "rows": [[0, 1, 1], [1, 0, 1]]}, ["split", "number_1", "number_2", "label"], 2),
    ],
)
def test_rows_are_measured_values(data: dict[str, Any], header: list[str], rows: int) -> None:
    run = trained(data=data, training={"batch_size": 2})
    found, lines = sheet_of(run, "data")
    assert (found, len(lines)) == (header, rows)
    if data["kind"] != "sine":
        assert {value for row in lines for name, value in row.items() if name != "split"} == {"0", "1"}


def test_a_picture_is_a_row_of_bytes_with_its_box() -> None:
    run = trained(data={"kind": "shapes", "samples": 10, "pixels": 16}, training={"batch_size": 2})
    header, rows = sheet_of(run, "data")
    assert header[1] == "red_1_1" and header[2 * 256] == "green_16_16"
    assert header[-5:] == ["label", "box_x", "box_y", "box_width", "box_height"]
    images = dataset_of(run.experiment.data).X_train.bytes(slice(1))
    assert [int(rows[0][name]) for name in header[1:-5]] == images[0].tolist()
    assert {row["label"] for row in rows} <= {"disc", "square", "triangle", "cross"}


def test_ones_own_columns_keep_names_values_and_classes() -> None:
    values = np.array([[0.1 + 0.2 * n for n in range(12)], [7.0] * 11 + [np.nan], [n % 2 for n in range(12)]])
    names = ('=HYPERLINK("a")', "身高, cm", "kind")
    tables.add(ID, tables.Content(names, (None, None, ("-1", "@sum")), values))
    table = {"id": ID, "rows": 11, "inputs": [1, 0], "label": 2, "classes": 2}
    run = trained(data={"kind": "table", "table": table, "standardize": True}, training={"batch_size": 2})
    file = written(SHEETS["data"](run, evaluations_of(Cohort.of([run]).network, [run])[0]))
    assert file.startswith(b"\xef\xbb\xbf")
    header, rows = read(file)
    assert header == ["split", "身高, cm", '\'=HYPERLINK("a")', "kind"]
    pairs = {(float(row[header[2]]), row["kind"]) for row in rows}
    assert pairs == {(values[0, n], ("-1", "'@sum")[n % 2]) for n in range(11)}
    assert {row["身高, cm"] for row in rows} == {"7"}


def test_the_curve_has_what_there_is() -> None:
    run = trained(data={"validation_share": 0.2}, training={"batch_size": 15}, steps=20)
    header, rows = sheet_of(run, "curve")
    sets = ["training", "validation", "test"]
    losses, accuracies = ([f"{each}_{what}" for each in sets] for what in ("loss", "accuracy"))
    assert header == ["step", "epoch", "batch_loss", *losses, *accuracies]
    assert [int(row["step"]) for row in rows] == [*range(21)]
    assert rows[0]["batch_loss"] == "" and rows[0]["training_loss"] != ""
    assert float(rows[10]["epoch"]) == 150 / 150
    np.testing.assert_array_equal(
        np.array([row["batch_loss"] for row in rows[1:]], np.float32), run.losses.values[:, 0]
    )
    assert rows[10]["test_accuracy"] == "" and 0 <= float(rows[-1]["test_accuracy"]) <= 1


def test_an_accuracy_at_each_step_has_the_digits_of_float32() -> None:
    run = trained(
        data={"kind": "echo", "samples": 20}, network={"layers": [{"kind": "recurrent", "units": 3}]}
    )
    _header, rows = sheet_of(run, "curve")
    digits = [rows[-1][f"{each}_accuracy"] for each in ("training", "test")]
    assert digits == [str(np.float32(each)) for each in digits]
    assert any(0 < float(each) < 1 for each in digits)


def test_a_regression_has_no_accuracy_and_a_truth_table_no_test() -> None:
    assert sheet_of(trained(data={"kind": "sine"}), "curve")[0][-1] == "test_loss"
    header, _ = sheet_of(trained(data={"kind": "and_gate"}, training={"batch_size": 2}), "curve")
    assert header == ["step", "epoch", "batch_loss", "training_loss", "training_accuracy"]


def test_texts_are_no_formulas_and_too_many_are_refused() -> None:
    assert [harmless(text) for text in ("=1+1", "+a", "-2.5", "a=b", "＝1")] == [
        "'=1+1",
        "'+a",
        "-2.5",
        "a=b",
        "'＝1",
    ]
    with pytest.raises(Fault, match="more than 16 MB: take fewer samples"):
        written(Sheet(["text"], (["x" * 10_000] for _ in range(2_000))))
