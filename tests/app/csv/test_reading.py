"""What is read out of a CSV file, and what is said of one that is wrong."""

import csv
import io
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from app.csv.reading import Choices, read
from app.csv.remarks import WrongFile
from app.csv.table import UNUSABLE, Table
from app.names import printable
from tests.app.csv.corpus import CASES, Case, lines

ROWS = [(n, n / 4, "abc"[n % 3]) for n in range(12)]


def text(rows: object = ROWS, delimiter: str = ",", end: str = "\n", header: str | None = None) -> str:
    made = [delimiter.join(map(str, row)) for row in rows]  # type: ignore[attr-defined]
    return end.join([*([] if header is None else [header.replace(",", delimiter)]), *made, ""])


def first_row(table: Table) -> tuple[object, ...]:
    return tuple(
        None if np.isnan(value) else column.classes[int(value)] if column.classes else value
        for column, value in zip(table.columns, table.values[:, 0], strict=True)
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_is_read_as_a_person_expects(case: Case) -> None:
    table, _, _, header, _, notes = read(case.text.encode(case.encoding))
    assert {column.name: column.kind for column in table.columns} == case.columns
    assert first_row(table) == case.first
    assert table.values.shape[1] == case.rows
    assert header == case.header
    said = [note.sentence() for note in notes]
    assert [one[: len(other)] for one, other in zip(said, case.notes, strict=True)] == list(case.notes), said


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_files_of_all_common_forms_are_read(delimiter: str, end: str, encoding: str) -> None:
    content = text(delimiter=delimiter, end=end, header="宽,height,kind").encode(encoding)
    table, _, found, _, _, notes = read(content)
    assert (found, notes) == (delimiter, [])
    assert [column.name for column in table.columns] == ["宽", "height", "kind"]
    assert [column.classes for column in table.columns] == [None, None, ("a", "b", "c")]
    assert [(column.lowest, column.highest) for column in table.columns] == [(0, 11), (0, 2.75), (0, 2)]
    expected = [[n, w, "abc".index(kind)] for n, w, kind in ROWS]
    np.testing.assert_array_equal(table.values, np.array(expected, float).T)


def test_what_is_guessed_can_be_said_instead() -> None:
    doubtful = lines("a;k", "{dth};{k}").encode()
    values = [read(doubtful, Choices(decimal=mark)).table.values[0, 0] for mark in (".", ",")]
    assert values == [2.137, 2137]
    headless = read(text(header="n,w,kind").encode(), Choices(header=False)).table
    assert [column.name for column in headless.columns] == ["column 1", "column 2", "column 3"]
    assert headless.values.shape == (3, 13)
    german = lines("Größe;Art", "{m};{k}").encode("windows-1252")
    assert read(german, Choices(encoding="macroman")).table.columns[0].name == "Grˆﬂe"


def test_missing_values_are_found_in_every_column() -> None:
    content = "age,sex,kind\n" + "".join(
        f"{mark},{('male', 'female')[n % 2]},{'ab'[n % 2]}\n20,male,b\n2{n},{mark},a\n"
        for n, mark in enumerate(["", "NA", "N/A", "NaN", "null", "-", "?", "#N/A", "<NA>", "n/a"])
    )
    table = read(content.encode()).table
    assert [column.missing for column in table.columns] == [10, 10, 0]
    assert [column.classes for column in table.columns] == [None, ("female", "male"), ("a", "b")]
    np.testing.assert_array_equal(np.isnan(table.values[0]), np.arange(30) % 3 == 0)


def test_numbers_keep_what_single_precision_loses() -> None:
    content = "t,k\n" + "".join(f"{1_700_000_000 + 10 * n},{'ab'[n % 2]}\n" for n in range(40))
    assert len(np.unique(read(content.encode()).table.values[0])) == 40


def test_so_many_classes_are_told_apart() -> None:
    table = read(("x,k\n" + "".join(f"{n % 7}.5,k{n % 20:02}\n" for n in range(60))).encode()).table
    assert table.columns[1].classes is not None and len(table.columns[1].classes) == 20
    table = read(("x,k\n" + "".join(f"{n % 7}.5,k{n % 21}\n" for n in range(63))).encode()).table
    assert table.columns[1].kind == "text" and np.isnan(table.values[1]).all()


def test_classes_are_in_the_order_of_their_numbers() -> None:
    table = read(("x,k\n" + "".join(f"1.5,{['K', 1, 2, 10][n % 4]}\n" for n in range(24))).encode()).table
    assert table.columns[1].classes == ("1", "2", "10", "K")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf \n\n", "The file is empty."),
        (b"\xff\xfea\x00,\x00\x00\xd8x\x00", "line 1: this is not utf-16"),
        (b"PK\x03\x04\x14\x00[Content_Types].xml", "This is a workbook of a spreadsheet"),
        (b"PK\x03\x04\x14\x00train.csv" + bytes(range(256)), "The file is ZIP, not CSV"),
        ("<!DOCTYPE html>\n<p>Sign in</p>\n" * 12, "The file is HTML, not CSV"),
        ('[\n {"a": 1, "b": 2}]', "The file is JSON, not CSV"),
        (b"%PDF-1.4\n%\xe2\xe3", "The file is PDF, not CSV"),
        ("a\n" + "1\n" * 20, "line 1: there is only one column"),
        ("a,b\n1,2\n", "The file has too few rows of data: 1, where 10 at least are needed."),
        (text(header="n,w,kind") + '1,2,"a', "line 14: a quote is opened here, and does not close"),
        (text(header="n,w,kind") + '1,"2"x,a', "line 14: there is text behind a quote that closes"),
        (text(header="n,w,kind") + "1,2,a,b\n", "line 14: the row has 4 cells, but the first line has 3"),
        ("1,2\n" * 50_001, "line 50001: the file has more than 50,000 rows"),
        ("a,b\n" + "\n" * 300_000, "line 250001: the file has more than 250,000 lines"),
        (",".join("1" * 101) + "\n", "line 1: the row has 101 columns: 100 are allowed"),
        ("1,2\n" + "1" * 200_000 + ",2\n", "line 2: a cell has more than 131,072 characters"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words(content: str | bytes, message: str) -> None:
    with pytest.raises(WrongFile) as refused:
        read(content if isinstance(content, bytes) else content.encode())
    assert refused.value.code == "wrong-file"
    assert refused.value.message.startswith(message)


def test_only_the_first_faults_are_told() -> None:
    with pytest.raises(WrongFile) as refused:
        read((text(header="n,w,kind") + "1,2,a,b\n" * 8).encode())
    assert refused.value.message.splitlines()[-1] == "and 3 more"
    told = refused.value.as_dict()["remarks"]
    assert len(told) == 6
    assert told[0] == {
        "line": 14,
        "column": None,
        "text": "the row has {count} cells, but the first line has {first}",
        "values": {"count": 4, "first": 3},
    }


def test_the_data_that_people_try_first_are_read_whole() -> None:
    values = np.random.default_rng(0).normal(size=(20_640, 9))
    content = "\n".join(["a,b,c,d,e,f,g,h,price", *(",".join(map(repr, row)) for row in values.tolist())])
    np.testing.assert_array_equal(read(content.encode()).table.values, values.T)
    # As many digits as scikit-learn has, and pixels that are always white.
    rows = np.random.default_rng(1).integers(0, 17, (1797, 65)).astype(float)
    rows[:, 0], rows[:, -1] = 0, np.arange(1797) % 10
    head = ",".join([*(f"pixel_{n // 8}_{n % 8}" for n in range(64)), "target"])
    digits = read("\n".join([head, *(",".join(map(str, row)) for row in rows)]).encode()).table
    np.testing.assert_array_equal(digits.values, rows.T)
    assert not {column.kind for column in digits.columns} & {*UNUSABLE}


@pytest.mark.parametrize(
    "content",
    [
        "1,2\n" + ("1" * 130_000 + "x,2\n") * 60,  # digits over which a careless pattern despairs
        "a,b\n" + '"' * 8_000_000,
        "," * 8_000_000,
        "1," * 4_000_000,
        "\n" * 8_000_000,
        " " * 8_000_000,
        "a,b\n" + "1,\n" * 20_000,
        "a;b\n" + "1 000 000 000 000 000 000 000 000 000 000 000 ;1\n" * 50_000,
        "a,b\n" + '"x" ,1\n' * 50_000,
        "é" * 4_000_000,
        ("é" * 4_000_000).encode("latin-1"),
    ],
)
def test_no_file_takes_long(content: str | bytes) -> None:
    """About a second each; what is quadratic takes minutes, and the test's time is up."""
    with suppress(WrongFile):
        read(content if isinstance(content, bytes) else content.encode())


cells = some.text(max_size=12) | some.floats().map(str)
cells |= some.sampled_from(["", "nan", "a", "1", "__proto__", "1,5", "1.234", "5 %", "-", "NA", "#"])
tables = some.lists(some.lists(cells, min_size=1, max_size=4), max_size=30)
choices = some.builds(
    Choices,
    encoding=some.sampled_from([None, "utf-8", "utf-16", "gb18030", "windows-1252"]),
    delimiter=some.sampled_from([None, ",", ";", " "]),
    header=some.sampled_from([None, True, False]),
    decimal=some.sampled_from([None, ".", ","]),
)


def written(rows: list[list[str]]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode("utf-8", "surrogatepass")


@given(
    some.binary() | some.text().map(lambda each: each.encode("utf-8", "surrogatepass")) | tables.map(written),
    choices,
)
@example(b"\x00,\x00\n" * 20, Choices())
@example(b"a,b\r" * 20, Choices())
def test_whatever_is_sent_is_a_table_or_a_clear_refusal(content: bytes, chosen: Choices) -> None:
    try:
        table = read(content, chosen).table
    except WrongFile as refusal:
        message = refusal.message
    else:
        check(table)
        return
    assert 0 < len(message.encode()) < 2000


def check(table: Table) -> None:
    assert not np.isinf(table.values).any()
    assert 2 <= len(table.columns) == len(table.values) <= 100
    assert len({column.name for column in table.columns}) == len(table.columns)
    for column, values in zip(table.columns, table.values, strict=True):
        known = values[~np.isnan(values)]
        assert len(column.name) <= 80 and printable(column.name) == column.name
        if column.kind in UNUSABLE:
            assert not len(known)
            continue
        assert column.missing == len(values) - len(known)
        assert (known.min(), known.max()) == (column.lowest, column.highest)
        if column.classes is not None:
            assert set(known) == set(range(len(column.classes)))
