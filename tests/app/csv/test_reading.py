"""What is read out of a CSV file, and what is said of one that is wrong."""

import csv
import io
import time

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from app.csv_file import Table, read
from app.errors import Refusal

ROWS = [(n, n / 4, "abc"[n % 3]) for n in range(12)]


def text(rows: object = ROWS, delimiter: str = ",", end: str = "\n", header: str | None = None) -> str:
    lines = [delimiter.join(map(str, row)) for row in rows]  # type: ignore[attr-defined]
    return end.join([*([] if header is None else [header.replace(",", delimiter)]), *lines, ""])


def fault(content: str | bytes) -> str:
    with pytest.raises(Refusal) as refused:
        read(content if isinstance(content, bytes) else content.encode())
    assert refused.value.code == "wrong-file"
    return refused.value.message


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_files_of_all_common_forms_are_read(delimiter: str, end: str, encoding: str) -> None:
    table = read(text(delimiter=delimiter, end=end, header="宽,height,kind").encode(encoding))
    assert [column.name for column in table.columns] == ["宽", "height", "kind"]
    assert [column.classes for column in table.columns] == [None, None, ("a", "b", "c")]
    assert [(column.lowest, column.highest) for column in table.columns] == [(0, 11), (0, 2.75), (0, 2)]
    expected = [[n, w, "abc".index(kind)] for n, w, kind in ROWS]
    np.testing.assert_array_equal(table.values, np.array(expected, np.float32).T)
    assert table.values.dtype == np.float32


def test_without_a_header_the_columns_are_numbered() -> None:
    table = read(text().encode())
    assert [column.name for column in table.columns] == ["column 1", "column 2", "column 3"]
    assert table.values.shape == (3, 12)


def test_quotes_blank_lines_and_spaces_are_understood() -> None:
    content = ' a ,"b, ""c"""\n\n' + "".join(f' {n} ,"x, {n % 2}"\n\n' for n in range(12))
    table = read(content.encode())
    assert [column.name for column in table.columns] == ["a", 'b, "c"']
    assert table.columns[1].classes == ("x, 0", "x, 1")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("abc,1,a", "line 14, column n: 'abc' is not a number"),
        ("1,,a", "line 14, column w: the cell is empty"),
        ("1,nan,a", "line 14, column w: 'nan' is not a number"),
        ("1,-Infinity,a", "line 14, column w: '-Infinity' is not a number"),
        ("1,1_0,a", "line 14, column w: '1_0' is not a number"),
        ("1,٣,a", "line 14, column w: '٣' is not a number"),
        ("1,1e39,a", "line 14, column w: '1e39' is too large"),
        ('1,"1,5",a', "line 14, column w: '1,5' is not a number; decimals are written with a point"),
        ("1,1,", "line 14, column kind: the cell is empty"),
        ("1,1,NaN", "line 14, column kind: 'NaN' is not a number"),
        ("1,2", "line 14: the row has 2 cells, but the first line has 3"),
        ('1,2,"a', "line 14: unexpected end of data"),
        ("1,2,a\x00", "line 14, column kind: the name of a class is one line of text"),
    ],
)
def test_a_fault_is_named_with_its_line_and_column(wrong: str, message: str) -> None:
    assert fault(text(header="n,w,kind") + wrong).startswith(message)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf \n\n", "the file is empty"),
        (text().encode("utf-16"), "line 1: this is not UTF-8; save the file as CSV UTF-8, please"),
        (b"a,b\n1,\xe4\n", "line 2: this is not UTF-8"),
        ("a\n" + "1\n" * 20, "line 1: there is only one column"),
        ("a,b\n1,2\n", "the file has 1 rows of data; at least 10 are needed"),
        ("a,b,a\n" + "1,2,3\n" * 10, "line 1, column 3: another column is called 'a', too"),
        (f"a,{'b' * 81}\n" + "1,2\n" * 10, "line 1, column 2: its name has more than 80 characters"),
        ("a,b\x00\n" + "1,2\n" * 10, "line 1, column 2: A name is one line of text"),
        ("1,x\n" * 12, "line 1, column 2: 'x' is the only class; a column of text needs two at least"),
        (text((n, f"k{n}") for n in range(12)), "line 11, column 2: 'k10' is one class too many"),
        ("1,2\n" * 20_001, "line 20001: the file has more than 20000 rows"),
        ("a,b\n" + "\n" * 200_000, "line 100001: the file has more than 100000 lines"),
        (",".join("1" * 41) + "\n", "line 1: the row has 41 columns; 40 are allowed"),
        ("1,2\n" + "1" * 200_000 + ",2\n", "line 2: field larger than field limit"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words(content: str | bytes, message: str) -> None:
    assert fault(content).startswith(message)


def test_only_the_first_faults_are_told_in_their_order() -> None:
    message = fault(text(header="n,w,kind") + "x,y,\n" * 3)
    assert message.split("\n") == [
        "line 14, column n: 'x' is not a number",
        "line 14, column w: 'y' is not a number",
        "line 14, column kind: the cell is empty",
        "line 15, column n: 'x' is not a number",
        "line 15, column w: 'y' is not a number",
        "and 4 more",
    ]


def test_the_largest_table_is_read_whole() -> None:
    values = np.random.default_rng(0).normal(size=(20_000, 21)).astype(np.float32)
    table = read("\n".join(",".join(map(str, row)) for row in values.tolist()).encode())
    np.testing.assert_array_equal(table.values, values.T)


@pytest.mark.parametrize(
    "content",
    [
        "1,2\n" + ("1" * 130_000 + "x,2\n") * 60,  # digits over which a careless pattern despairs
        "a,b\n" + '"' * 8_000_000,
        "," * 8_000_000,
        "\n" * 8_000_000,
        " " * 8_000_000,
        "a,b\n" + "1,\n" * 20_000,
    ],
)
def test_no_file_takes_long(content: str) -> None:
    begun = time.process_time()
    fault(content)
    assert time.process_time() - begun < 10  # about a second; a quadratic one takes minutes


cells = (
    some.text(max_size=12) | some.floats().map(str) | some.sampled_from(["", "nan", "a", "1", "__proto__"])
)
tables = some.lists(some.lists(cells, min_size=1, max_size=4), max_size=30)


def written(rows: list[list[str]]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode("utf-8", "surrogatepass")


@given(
    some.binary() | some.text().map(lambda each: each.encode("utf-8", "surrogatepass")) | tables.map(written)
)
@example(b"\x00,\x00\n" * 20)
@example(b"a,b\r" * 20)
def test_whatever_is_sent_is_a_finite_table_or_a_clear_refusal(content: bytes) -> None:
    try:
        table = read(content)
    except Refusal as refusal:
        code, message = refusal.code, refusal.message
    else:
        check(table)
        return
    assert code == "wrong-file"
    assert 0 < len(message.encode()) < 2000


def check(table: Table) -> None:
    assert np.isfinite(table.values).all()
    assert table.values.shape[0] == len(table.columns) <= 40
    for column, values in zip(table.columns, table.values, strict=True):
        assert (values.min(), values.max()) == (np.float32(column.lowest), np.float32(column.highest))
        if column.classes is not None:
            assert set(values) == set(range(len(column.classes)))
