"""The marks of missing values."""

from collections.abc import Mapping

ALWAYS = {
    "",
    "NA",
    "N/A",
    "n/a",
    "N.A.",
    "n.a.",
    "#N/A",
    "#NA",
    "<NA>",
    "NaN",
    "NAN",
    "-NaN",
    "NaT",
    "NULL",
    "Null",
    "null",
}
ALWAYS |= {
    "(null)",
    "\\N",
    "?",
    "k.A.",
    "k. A.",
    "缺失",
    "#NULL!",
    "#DIV/0!",
    "#VALUE!",
    "#REF!",
    "#NAME?",
    "#NUM!",
    # Excel's errors in German, French and Spanish.
    "#NV",
    "#WERT!",
    "#BEZUG!",
    "#ZAHL!",
    "#N/D",
    "#VALEUR!",
    "#NOMBRE!",
    "#NOM?",
    "#¡VALOR!",
    "#¡DIV/0!",
    "#¡REF!",
    "#¡NUM!",
    "#¿NOMBRE?",
}

AMONG_TEXTS = {"nan", "na", "n.v.", "-", "--", "---", "–", "—", ".", "..", "...", "…"}
"""Marks that are classes where they are as frequent as the other texts: + and -, mum and nan."""

AMONG_NUMBERS = (
    ALWAYS
    | AMONG_TEXTS
    | {
        "Na",
        "nA",
        "nil",
        "None",
        "none",
        "NONE",
        "*",
        "x",
        "X",
        "missing",
        "Missing",
        "unknown",
        "Unknown",
        "UNKNOWN",
    }
    | {"N/D", "n/d", "n.d.", "nd", "ND", "fehlt", "unbekannt", "无", "未知", "暂无", "不详"}
)


def missing_among_texts(counts: Mapping[str, int]) -> set[str]:
    """The texts of a column that mark a missing value. `counts` is the number of occurrences of each text."""
    others = [count for text, count in counts.items() if text not in ALWAYS | AMONG_TEXTS]
    if len(others) < 2:
        return ALWAYS
    return ALWAYS | {text for text in AMONG_TEXTS if counts.get(text, 0) < min(others)}
