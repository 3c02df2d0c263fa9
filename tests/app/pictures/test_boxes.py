"""Boxes of one's own pictures: they follow their pictures into the square, and each bad one is named with its line."""

import numpy as np
import pytest
from PIL import Image

from app.csv.remarks import WrongFile
from app.pictures.boxes import ArchivedPaths
from app.pictures.reading import ReadPictures, read
from engine.data.album import boxes_in, n_rows
from tests.app.pictures.files import encoded, two_classes, zipped

HEADER = "file,x,y,width,height"
PICTURES = two_classes()


def lines(but: str = "") -> list[str]:
    """A box in the left upper quarter of each picture, but for one."""
    return [f"{name},0,0,20,20" for name in PICTURES if name != but]


def reading(*rows: str, header: str = HEADER, files: dict[str, bytes] = PICTURES) -> ReadPictures:
    return read(zipped(files | {"boxes.csv": "\n".join([header, *rows]).encode()}))


def test_a_box_is_kept_as_shares_of_the_square() -> None:
    table, notes = reading(*lines())
    assert notes == [] and [column.kind for column in table.columns] == ["pictures", "boxes"]
    assert table.values.shape == (n_rows(True), 12)
    # The pictures are 40 to 45 pixels wide, and 40 high: up to two and a half are cut off on the left.
    widths = sorted([*range(40, 46)] * 2)
    found = boxes_in(table.values.astype(np.uint8))
    assert sorted(found[2]) == pytest.approx(
        sorted((20 - (width - 40) / 2) / 40 for width in widths), abs=1e-4
    )
    assert found[[1, 3]] == pytest.approx(np.array([[0.25], [0.5]]) * np.ones(12), abs=1e-4)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_box_is_of_the_upright_picture(kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    seen = (90, 60) if orientation < 5 else (60, 90)
    marked = Image.new("RGB", (90, 60))
    turned = encoded(marked, kind, exif=exif)
    row = "red/0.png,15,20,30,20"
    table, notes = reading(row, *lines("red/0.png"), files=PICTURES | {"red/0.png": turned})
    assert notes == []
    [column] = np.flatnonzero((table.values[0] == 1) & (table.values[1:3073].max(axis=0) < 9))
    box = boxes_in(table.values[:, [column]].astype(np.uint8))[:, 0]
    left, top = 15 - (seen[0] - 60) / 2, 20 - (seen[1] - 60) / 2
    assert box == pytest.approx(np.array([left + 15, top + 10, 30, 20]) / 60, abs=1e-4)


def test_every_column_order_and_notation_is_read() -> None:
    rows = [f"0,5;{'/'.join(['pets', *name.split('/')])};0px;20 px;20,0;sure" for name in PICTURES]
    table, notes = reading(*rows, header="Y;File;X;Width;Height;note")
    assert notes == [] and boxes_in(table.values.astype(np.uint8))[1] == pytest.approx(
        np.full(12, 10.5 / 40), abs=1e-4
    )
    unique = {f"{name.replace('/', '/' + name[:3])}": content for name, content in PICTURES.items()}
    table, notes = reading(*(f"{name.split('/')[1]},0,0,20,20" for name in unique), files=unique)
    assert notes == [] and table.values.shape[1] == 12


@pytest.mark.parametrize(
    ("row", "note"),
    [
        (
            "red/0.png,0,0,41,20",
            "line 2: the box of red/0.png is not inside of its picture of 40 × 40 pixels: left out",
        ),
        (
            "red/0.png,-1,0,20,20",
            "line 2: the box of red/0.png is not inside of its picture of 40 × 40 pixels: left out",
        ),
        (
            "red/0.png,0,0,1e400,20",
            "line 2: the box of red/0.png is not inside of its picture of 40 × 40 pixels: left out",
        ),
        ("red/0.png,9,9,0,20", "line 2: the box of red/0.png has no width or no height: left out"),
        ("red/0.png,9,9,20,-3", "line 2: the box of red/0.png has no width or no height: left out"),
        (
            "red/0.png,0.1,0.1,0.5,0.5",
            "line 2: the box of red/0.png is less than one pixel wide or high, and boxes are in pixels: left out",
        ),
        ("red/0.png,nine,9,20,20", "line 2, column x: boxes.csv has 'nine' here, which is no number"),
        ("red/0.png,9,nan,20,20", "line 2, column y: boxes.csv has 'nan' here, which is no number"),
        ("red/0.png,9,9,20", "line 2, column height: boxes.csv has '' here, which is no number"),
        ("red/9.png,9,9,20,20", "line 2: boxes.csv names red/9.png, which is not in the archive"),
        (
            "0.png,9,9,20,20",
            "line 2: boxes.csv names 0.png, which is in several folders: write it with its folder",
        ),
        ("blue/0.png,0,0,20,20", "line 8: boxes.csv has another box for blue/0.png: only the first counts"),
    ],
)
def test_a_bad_line_is_named_and_its_picture_left_out(row: str, note: str) -> None:
    table, notes = reading(row, *lines("red/0.png"))
    assert note in [each.sentence() for each in notes] and table.values.shape[1] == 11


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("red/0.png", ["red/0.png"]),
        ("0.png", ["red/0.png", "more/red/0.png", "more/blue/0.png"]),
        ("blue\\0.png", ["more/blue/0.png"]),
        ("pets/./red/0.png", ["red/0.png"]),
        ("pets/more/red/0.png", ["more/red/0.png"]),
        ("1.png", []),
        ("red/", []),
        ("", []),
    ],
)
def test_a_name_may_have_fewer_folders_than_its_path_or_more(name: str, paths: list[str]) -> None:
    assert ArchivedPaths(["red/0.png", "more/red/0.png", "more/blue/0.png"]).named(name) == paths


def test_a_box_beyond_the_square_is_named() -> None:
    wide = PICTURES | {"red/0.png": encoded(Image.new("RGB", (200, 40)))}
    _, notes = reading("red/0.png,10,0,60,40", *lines("red/0.png"), files=wide)
    assert [note.sentence() for note in notes] == [
        "line 2: the box of red/0.png is outside of the middle square, which alone is kept of a picture: left out"
    ]


@pytest.mark.parametrize("content", [b"", bytes(range(256)), HEADER.encode() + b'\n"red/0.png,0,0,20,20'])
def test_a_file_that_cannot_be_read_is_named(content: bytes) -> None:
    with pytest.raises(WrongFile) as refused:
        read(zipped(PICTURES | {"boxes.csv": content}))
    first, reason = [remark.sentence() for remark in refused.value.remarks]
    assert first.startswith("boxes.csv cannot be read.") and reason


def test_what_gives_no_boxes_is_refused() -> None:
    for header, files, reason in (
        ("file,left,top,right,bottom", PICTURES, "must name the columns: file, x, y, width, height"),
        (HEADER, PICTURES | {"red/boxes.csv": b"file"}, "has 2 files boxes.csv"),
    ):
        with pytest.raises(WrongFile) as refused:
            reading(*lines(), header=header, files=files)
        assert any(reason in remark.sentence() for remark in refused.value.remarks)
    with pytest.raises(WrongFile) as refused:
        reading("red/0.png,1,1,9,9")
    first, second, *_ = [remark.sentence() for remark in refused.value.remarks]
    assert first.startswith("With boxes of their own there is 1 picture of 1 class, but 10 pictures")
    assert second == "blue/0.png has no box in boxes.csv: left out"
