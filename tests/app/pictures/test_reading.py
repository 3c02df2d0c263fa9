"""Archives: folders are classes, each bad file is named with its reason, and none takes more than its share."""

import zipfile

import numpy as np
import pytest

from app.csv.remarks import WrongFile
from app.pictures import archive, reading
from app.pictures.reading import read
from engine.data.album import NUMBERS
from tests.app.pictures.files import encoded, plain, striped, two_classes, zipped


def reasons(content: bytes) -> list[str]:
    """Why it is refused."""
    with pytest.raises(WrongFile) as refused:
        read(content)
    return [each.sentence() for each in refused.value.remarks]


def test_folders_are_classes_in_the_order_of_their_names() -> None:
    table, notes = read(zipped(two_classes()))
    [column] = table.columns
    assert (column.kind, column.classes) == ("pictures", ("blue", "red")) and notes == []
    assert table.values.dtype == np.uint8 and table.values.shape == (1 + NUMBERS, 12)
    red, _green, blue = table.values[1:].reshape(3, -1, 12).mean(axis=1)
    np.testing.assert_array_equal(table.values[0] == 1, red == 255)
    np.testing.assert_array_equal(table.values[0] == 0, blue == 255)


def test_each_bad_file_is_named_and_left_out() -> None:
    files = two_classes() | {
        "red/broken.png": plain()[:60],
        "red/notes.txt": b"hello",
        "blue/cut.jpg": encoded(striped(300, 300), "JPEG")[:900],
        "alone.png": plain(),
        "__MACOSX/red/._1.png": b"?",
        "red/.DS_Store": b"?",
        "red/Thumbs.db": b"?",
    }
    table, notes = read(zipped(files))
    assert table.values.shape[1] == 12
    assert [note.sentence() for note in notes] == [
        "alone.png is in no folder, which would name its class: left out",
        "blue/cut.jpg is damaged: left out",
        "red/broken.png is damaged: left out",
        "red/notes.txt is no PNG or JPEG picture: left out",
    ]


def test_names_are_read_as_they_were_written() -> None:
    gbk = zipped(two_classes()).replace(b"blue/", "小狗".encode("gbk") + b"/")
    assert read(gbk).table.columns[0].classes == ("red", "小狗")
    for name, encoding in (("Äste", "cp850"), ("fête", "cp850"), ("über", "cp437"), ("いぬ", "cp932")):
        of_dos = zipped(two_classes()).replace(b"blue/", name.encode(encoding) + b"/")
        assert read(of_dos).table.columns[0].classes == tuple(sorted(("red", name)))
    unmarked = zipped(two_classes()).replace(b"blue/", "çä".encode() + b"/")
    assert read(unmarked).table.columns[0].classes == ("red", "çä")
    files = {name.replace("red", "狗").replace("blue", "Käse"): file for name, file in two_classes().items()}
    assert read(zipped(files)).table.columns[0].classes == ("Käse", "狗")
    outer = {f"animals/{name}": file for name, file in two_classes().items()}
    assert read(zipped(outer)).table.columns[0].classes == ("blue", "red")
    windows = zipped(two_classes()).replace(b"red/", b"red\\").replace(b"blue/", b"blue\\")
    assert read(windows).table.columns[0].classes == ("blue", "red")
    evil = {f"../../etc/{name}": file for name, file in two_classes().items()}
    assert read(zipped(evil)).table.columns[0].classes == ("blue", "red")


def test_classes_with_long_names_stay_apart() -> None:
    long = {f"{'x' * 100}{name}": file for name, file in two_classes().items()}
    table, notes = read(zipped(long))
    assert notes == [] and table.columns[0].classes == ("x" * 79 + "…", "x" * 76 + " (2)")
    assert sorted(table.values[0]) == [0] * 6 + [1] * 6


def test_a_wrong_layout_is_told() -> None:
    flat = {name.replace("/", ""): file for name, file in two_classes().items()}
    first, *rest = reasons(zipped(flat))
    assert "folder that is named for it" in first and rest[0].startswith("blue0.png is in no folder")
    one = {name: file for name, file in two_classes(12).items() if name.startswith("red")}
    assert "two such folders" in reasons(zipped(one))[0]
    many = {f"{number}/a.png": plain() for number in range(21)}
    assert reasons(zipped(many)) == [
        "There are 21 folders with pictures, but 20 classes at most are allowed."
    ]
    assert reasons(zipped(two_classes(2)))[0].startswith("There are too few pictures: 4")
    assert "two such folders" in reasons(zipped({}))[0]


def test_what_is_no_archive_or_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = zipped(two_classes())
    for broken in (b"", b"PK", b"hello" * 100, plain(), whole[:200], whole[:-30]):
        assert reasons(broken) == ["This is no ZIP archive, or a damaged one."]
    assert reasons(zipped({f"{n % 2}/{n}.png": b"" for n in range(501)})) == [
        "The archive has 501 files, but 500 pictures at most are allowed."
    ]
    assert reasons(zipped({f"{n}/": b"" for n in range(2001)})) == [
        "The archive has more than 2,000 entries."
    ]
    monkeypatch.setattr(archive, "MOST_UNPACKED", 25_000_000)
    bomb = zipped({f"{n}/a.png": bytes(15_000_000) for n in range(5)}, compression=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 200_000
    assert reasons(bomb) == ["Unpacked, the files would take more than 25,000,000 bytes."]


def test_all_pictures_together_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_IN_ALL", 40 * 40 * 9)
    assert reasons(zipped(two_classes())) == ["The pictures have more than 14,400 pixels together."]


def test_what_cannot_be_unpacked_is_left_out() -> None:
    files = two_classes() | {"red/large.png": bytes(10_000_001)}
    packed = zipped(files, compression=zipfile.ZIP_DEFLATED)
    notes = read(packed).notes
    assert [note.sentence() for note in notes] == ["red/large.png has more than 10,000,000 bytes: left out"]
    damaged = bytearray(zipped(two_classes()))
    start = damaged.index(b"IDAT")
    damaged[start : start + 4] = b"XXXX"  # The checksum of the archive tells.
    assert [note.sentence() for note in read(bytes(damaged)).notes] == [
        "red/0.png cannot be unpacked: left out"
    ]
    encrypted = bytearray(zipped(two_classes()))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        encrypted[encrypted.index(mark) + flags] |= 1
    assert [note.sentence() for note in read(bytes(encrypted)).notes] == [
        "red/0.png cannot be unpacked: left out"
    ]
