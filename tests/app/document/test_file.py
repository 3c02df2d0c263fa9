"""A run's file opens as the same document, bit for bit; whatever else arrives in its place is refused in words."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.csv.table import Column, Table
from app.document import entries
from app.document.checking import checked
from app.document.entries import MOST_JSON
from app.document.file import MOST_ENTRIES, MOST_LISTED, Contents, OwnData, contents_of, packed
from app.document.summary import without_past
from app.document.versions import VERSION, Document
from app.errors import Refusal
from app.pictures.boxes import BOXES
from engine.array import Array
from engine.data.album import boxes_in, n_rows
from engine.data.album import packed as packed_edges
from tests.app.bench import Bench

RELEASED = Path(__file__).parent / "released"


def document(precision: str = "single") -> Document:
    """Of a run that has a part of everything: slots, statistics, chance, a best state, histories and a milestone."""
    bench = Bench()
    bench.start(
        "a",
        {
            "data": {"validation_share": 0.2},
            "network": {"hidden": [4, 2], "normalization": "batch", "dropout": "inverted"},
            "optimizer": {"kind": "adam"},
            "training": {"patience": 1000, "precision": precision},
        },
    )
    for change in ({"learning_rate": 0.02}, {"learning_rate": 0.01}):
        bench.do("a", "step", iterations=60)
        while bench.host.runs["a"].owed:
            bench.frames(0.5)
        bench.do("a", "change", changes={"optimizer": change})
    return bench.host.checkpoint("a")


FILE = (RELEASED / "2026-11-25.chalknet").read_bytes()
"""Such a run, as it was saved on that day."""
DOCUMENT = contents_of(FILE).document


def with_entries(changes: dict[str, bytes | None], file: bytes = FILE) -> bytes:
    """The file with some entries replaced; None: left out."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        found: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (found | changes).items():
            if content is not None:
                archive.writestr(name, content)
    return made.getvalue()


def with_run(change: Callable[[dict[str, Any]], object]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(FILE)) as archive:
        run = json.loads(archive.read("run.json"))
    change(run)
    return with_entries({"run.json": json.dumps(run).encode()})


def npy(array: Any, **options: Any) -> bytes:
    file = io.BytesIO()
    np.save(file, np.asarray(array), **options)
    return file.getvalue()


def refusal(file: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        checked(contents_of(file).document)
    return refused.value.message


@pytest.mark.parametrize(("precision", "dtype"), [("single", "<f4"), ("double", "<f8")])
def test_it_opens_bit_for_bit(precision: str, dtype: str) -> None:
    made = document(precision)
    assert made["best"] and made["milestones"] and json.loads(made["chance"])
    file = packed(Contents(made, None))
    found, experiment = checked(contents_of(file).document)
    bench = Bench()
    bench.host.start("b", experiment, found)
    assert without_past(bench.host.checkpoint("b")) == {**without_past(made), "playing": False}
    assert packed(Contents(bench.host.checkpoint("b"), None)) == file
    # Whoever unpacks it can read it without Chalknet.
    with np.load(io.BytesIO(file)) as arrays:
        np.testing.assert_array_equal(arrays["theta"], np.frombuffer(made["theta"], dtype))


@pytest.mark.parametrize("name", sorted(path.name for path in RELEASED.glob("*.chalknet")))
def test_files_of_every_release_open(name: str) -> None:
    document, experiment = checked(contents_of((RELEASED / name).read_bytes()).document)
    bench = Bench()
    bench.host.start("a", experiment, document)
    assert bench.host.checkpoint("a")["theta"] == document["theta"]


def damaged(file: bytes) -> bytes:
    """The same with a wrong byte in the middle of an array."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        entry = archive.getinfo("theta.npy")
    place = entry.header_offset + 30 + len("theta.npy") + entry.compress_size // 2
    return file[:place] + bytes([file[place] ^ 0xFF]) + file[place + 1 :]


def set_to(*path: str, value: Any) -> bytes:
    def change(run: dict[str, Any]) -> None:
        for name in path[:-1]:
            run = run[name]
        run[path[-1]] = value

    return with_run(change)


def more_entries(count: int) -> dict[str, bytes | None]:
    return {f"{number}.npy": b"" for number in range(count)}


ARRAY = {"array": "theta.npy"}
THETA = np.frombuffer(DOCUMENT["theta"], "<f4")
WRONG = {
    "nothing": (b"", "This is no file of a Chalknet network, or it is damaged."),
    "a text": (b"x,y\n1,2\n", "This is no file of a Chalknet network, or it is damaged."),
    "cut off": (FILE[: len(FILE) // 2], "or it is damaged"),
    "cut off at its end": (FILE[:-1], "or it is damaged"),
    "a wrong byte": (damaged(FILE), "The file is damaged: theta.npy cannot be unpacked."),
    "another archive": (with_entries({"run.json": None}), "run.json is missing in it"),
    "another format": (set_to("format", value="other"), "This is no file of a Chalknet network."),
    "an array is missing": (with_entries({"theta.npy": None}), "theta.npy is missing in it"),
    "no JSON": (with_entries({"run.json": b"{"}), "run.json is no JSON with named fields"),
    "a list": (with_entries({"run.json": b"[]"}), "run.json is no JSON with named fields"),
    "deep JSON": (with_entries({"run.json": b"[" * 100_000}), "run.json is no JSON with named fields"),
    "deep fields": (
        with_run(lambda run: run.update(best=json.loads('{"a":' * 60 + "1" + "}" * 60))),
        "fields lie more than 40 deep in one another",
    ),
    "NaN in JSON": (with_entries({"run.json": b'{"step": NaN}'}), "run.json is no JSON with named fields"),
    "long JSON": (with_entries({"run.json": b" " * (MOST_JSON + 1)}), "run.json has more than 1,000,000 bytes"),
    "many entries": (
        with_entries(more_entries(MOST_ENTRIES)),
        "more than 400 entries",
    ),
    "very many entries": (
        with_entries(more_entries(MOST_LISTED), set_to("version", value=VERSION + 1)),
        "more than 10,000 entries",
    ),
    "a newer version": (set_to("version", value=VERSION + 1), "saved by a newer release"),
    "a newer version with many entries": (
        with_entries(more_entries(MOST_ENTRIES), set_to("version", value=VERSION + 1)),
        "saved by a newer release",
    ),
    "a newer version that writes arrays otherwise": (
        with_run(lambda run: run.update(version=999, theta={"array": "theta.bf16"})),
        "its format is 999",
    ),
    "no version": (set_to("version", value="2"), "version is not valid"),
    "an older version than it is": (set_to("version", value=1), "does not fit together"),
    "a wrong shape": (
        with_entries({"theta.npy": npy(THETA[:-1])}),
        f"theta has {len(THETA) - 1} numbers, but the network takes {len(THETA)}",
    ),
    "a matrix": (with_entries({"theta.npy": npy(THETA[:, np.newaxis])}), "theta.npy is no array of numbers"),
    "other numbers": (with_entries({"theta.npy": npy(THETA.astype(complex))}), "theta.npy is no array"),
    "an object": (with_entries({"theta.npy": npy([None], allow_pickle=True)}), "theta.npy is no array"),
    "no array": (with_entries({"theta.npy": b"\x93NUMPY"}), "theta.npy is no array of numbers"),
    "a shape without numbers": (
        with_entries({"theta.npy": npy(THETA).replace(b"(", b"(9", 1)}),
        "theta.npy is no array of numbers",
    ),
    "NaN": (with_entries({"theta.npy": npy(np.full_like(THETA, np.nan))}), "theta has numbers that are not finite"),
    "infinity": (
        with_entries({"slots.npy": npy(np.full(2 * len(THETA), np.inf, np.float32))}),
        "slots has numbers that are not finite",
    ),
    "another network": (
        set_to("experiment", "network", "hidden", value=[5]),
        "the network takes",
    ),
    "no experiment": (set_to("experiment", "network", "hidden", value=[9999]), "512 at most"),
    "an unknown field": (set_to("more", value=1), "more is not valid"),
    "a negative step": (set_to("step", value=-1), "step is not valid"),
    "a history beyond the run": (set_to("step", value=3), "losses.steps is not valid"),
    "half a history": (
        with_entries({"losses.values.npy": npy(np.zeros(3, np.float32))}),
        "losses.values has 3 numbers",
    ),
    "no generator": (set_to("generator", value="{}"), "generator is not valid"),
    "a deep generator": (set_to("generator", value="[" * 100_000), "generator is not valid"),
    "a place behind the last sample": (set_to("position", value=10**6), "position is not valid"),
    "a milestone of anything": (set_to("milestones", value=[[1, {"a": [{}, 2]}]]), "milestones.0.1.a"),
    "a speed": (set_to("speed", value=1e9), "speed is not valid"),
    "a foreign origin": (
        set_to("origin", value=[{"shapes": [[2, 2]], "theta": ARRAY, "statistics": ARRAY}]),
        "origin.0 has",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("file", "message"), WRONG.values(), ids=WRONG)
def test_what_is_none_is_refused(file: bytes, message: str) -> None:
    assert message in refusal(file)


def test_parameters_of_double_precision_are_within_those_that_frames_hold() -> None:
    file = packed(Contents(document("double"), None))
    huge = np.full(len(THETA), 1e39)
    assert "theta has numbers that are not finite" in refusal(with_entries({"theta.npy": npy(huge)}, file))


def test_a_bomb_is_unpacked_no_further_than_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "MOST_UNPACKED", 50_000)
    bomb = with_entries({"theta.npy": bytes(10_000_000)})
    assert len(bomb) < 20_000 and "The file is too large: theta.npy has more than" in refusal(bomb)


TABLE = Table(
    (Column("size", None, 0, 11, unit="cm"), Column("kind", ("a", "b"), 0, 1, "classes", 1)),
    np.array([np.arange(12.0), [0, 1] * 5 + [1, np.nan]]),
)


def test_a_table_comes_along() -> None:
    data = OwnData("leaves", TABLE)
    found = contents_of(packed(Contents(DOCUMENT, data))).data
    assert found is not None and found.name == "leaves" and found.table.columns == TABLE.columns
    np.testing.assert_array_equal(found.table.values, TABLE.values)


def test_boxes_that_are_none_are_refused() -> None:
    edges = np.array([[0.1], [0.2], [0.5], [0.9]]) * np.ones(12)
    pixels = np.zeros((n_rows(False), 12), np.uint8)
    pixels[0, 6:] = 1
    pictures = Column("pictures", ("a", "b"), 0, 1, "pictures")

    def file(columns: tuple[Column, ...], edges: Array) -> bytes:
        table = Table(columns, np.concatenate([pixels, packed_edges(edges)]))
        return packed(Contents(DOCUMENT, OwnData("own", table)))

    found = contents_of(file((pictures, BOXES), edges)).data
    assert found is not None and found.table.columns == (pictures, BOXES)
    np.testing.assert_allclose(
        boxes_in(found.table.values.astype(np.uint8))[:, 0], [0.3, 0.55, 0.4, 0.7], atol=2e-5
    )
    for columns, wrong, message in (
        ((pictures, BOXES), edges[[2, 1, 0, 3]], "the column boxes has no valid values"),
        ((BOXES, pictures), edges, "neither a table nor pictures"),
        ((BOXES,), edges, "neither a table nor pictures"),
        ((pictures, BOXES, BOXES), edges, "neither a table nor pictures"),
        ((pictures,), edges, "columns and 12 rows"),
    ):
        assert message in refusal(file(columns, wrong))


@pytest.mark.parametrize(
    ("entry", "content", "message"),
    [
        ("data.json", b'{"name": "x", "columns": []}', "no valid columns"),
        ("data.json", b'{"name": "a\\nb", "columns": []}', "no valid name"),
        (
            "data.json",
            b'{"name": "x", "columns": [{"name": "y", "kind": "number"}]}',
            "2 columns and 12 rows",
        ),
        ("data.json", b'{"name": "x", "columns": [{"name": "y", "kind": "pictures"}]}', "neither"),
        ("data.npy", npy(np.zeros((2, 9))), "2 columns and 9 rows"),
        ("data.npy", npy(np.full((2, 12), 0.5)), "the column kind has no valid values"),
        ("data.npy", npy(np.full((2, 12), np.inf)), "the column size has no valid values"),
        ("data.npy", npy(np.full((2, 12), np.nan)), "the column size has no valid values"),
        ("data.npy", npy(np.zeros((2, 12), np.uint8)), "neither"),
        ("data.npy", npy(np.zeros((2, 12), object), allow_pickle=True), "data.npy is no array of numbers"),
        ("data.npy", None, "data.npy is missing"),
    ],
)
def test_data_that_are_none_are_refused(entry: str, content: bytes | None, message: str) -> None:
    file = packed(Contents(DOCUMENT, OwnData("leaves", TABLE)))
    assert message in refusal(with_entries({entry: content}, file))
