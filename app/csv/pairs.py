"""Pairs in a CSV file: two columns of text, of which the second is to be written when the first was read."""

from typing import NamedTuple

from app.csv.dialect import dialect_of, with_plain_delimiters
from app.csv.encoding import decoded
from app.csv.numbers import is_number
from app.csv.remarks import Remark, WrongFile, check_least, check_most, few, remark, wrong
from app.csv.rows import rows_of
from engine.data.own_pairs import (
    ASKS,
    ENDS,
    FEWEST_PAIRS,
    MOST_IN_ALL,
    MOST_LETTERS,
    MOST_PAIRS,
    MOST_SYMBOLS,
)
from engine.data.pairs import Pair

COLUMNS = 2


class ReadPairs(NamedTuple):
    """The pairs of a file, and remarks on what was left out."""

    pairs: list[Pair]
    notes: list[Remark]


def read(content: bytes) -> ReadPairs:
    """The pairs in a file, in their order. Nothing tells a header from a pair of words: a first line without number is
    named in the remarks. Raises WrongFile, which names the lines."""
    text, _ = decoded(content, None)
    text = with_plain_delimiters(text)
    first, rest, columns, notes = rows_of(text, dialect_of(text))
    if columns > COLUMNS:
        wrong(
            first.line,
            "there are {count} columns: pairs have two, a text and what is to be written for it",
            count=columns,
        )
    pairs: list[Pair] = []
    left_out: list[Remark] = []
    faults: list[Remark] = []
    for line, cells, _ in (first, *rest):
        pair = [" ".join(cell.split()) for cell in [*cells, "", ""][:COLUMNS]]
        if not all(pair):
            left_out.append(remark(line, None, "one of the two texts is missing: left out"))
            continue
        if line == first.line and not any(map(is_number, pair)):
            notes.append(
                remark(
                    line,
                    None,
                    "is read as a pair, “{source}” and “{target}”: delete it if it is a header",
                    source=pair[0],
                    target=pair[1],
                )
            )
        faults += [fault for each in pair if (fault := fault_of(line, each)) is not None]
        pairs.append((pair[0], pair[1]))
        if len(pairs) > MOST_PAIRS:
            wrong(line, "the file has more than {most} pairs, the maximum", most=MOST_PAIRS)
    if faults:
        raise WrongFile(faults)
    check_least(
        len(pairs),
        "The file has too few pairs: {count}, where {least} at least are needed.",
        least=FEWEST_PAIRS,
    )
    everything = "".join(text for pair in pairs for text in pair)
    check_most(
        len({*everything}),
        "The pairs have {count} different letters: {most} at most are allowed.",
        most=MOST_SYMBOLS,
    )
    check_most(
        len(everything),
        "The pairs have {count} letters in all: {most} at most are allowed.",
        most=MOST_IN_ALL,
    )
    return ReadPairs(pairs, [*notes, *few(left_out)])


def fault_of(line: int, text: str) -> Remark | None:
    """Why a text cannot be learned; None: it can."""
    if len(text) > MOST_LETTERS:
        return remark(
            line,
            None,
            "a text has {count} letters: {most} at most are allowed",
            count=len(text),
            most=MOST_LETTERS,
        )
    if not text.isprintable():
        return remark(line, None, "a text has signs that are no letters")
    for sign in (ASKS, ENDS):
        if sign in text:
            return remark(line, None, "a text has {sign}, which stands for the end of a text here", sign=sign)
    return None
