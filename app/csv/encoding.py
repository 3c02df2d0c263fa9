"""The encoding of a file: which characters its bytes stand for."""

import codecs
import re

import chardet

from app.csv.remarks import wrong

ENCODINGS = {
    "utf-8": "utf-8",
    "utf-16": "utf-16",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "cp932": "cp932",
    "cp949": "cp949",
    "windows-1252": "windows-1252",
    "windows-1250": "windows-1250",
    "windows-1251": "windows-1251",
    "koi8-r": "koi8-r",
    "macroman": "mac-roman",
}
"""The encodings that spreadsheets write: chardet's name and Python's. With more candidates, the few foreign letters of
a small table would be misread."""
WESTERN, EASTERN, MAC = "windows-1252", "windows-1250", "macroman"
CYRILLIC, UNIX_CYRILLIC = "windows-1251", "koi8-r"
FAR_EASTERN = {"gb18030": 4, "big5": 1, "cp949": 1}
"""How much more often each of these encodings occurs."""
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u2060\ufeff]+")
"""Invisible control characters: some databases reject them, and text copied from web pages contains them."""
RUN = re.compile(rb"[\x80-\xff]+")
FREQUENT = re.compile(rb"(?:[\xb0-\xd7][\xa1-\xfe])+")
"""The frequent characters of Chinese and Korean, as pairs of bytes. Text in other encodings rarely consists of such
pairs alone."""
SYMBOLS = re.compile(
    rb"(?:\xb0[CFK]?|\xb5[mglsAVFWHS]?|[\x80\xa0\xa3\xa5\xa7\xb1-\xb3\xb7\xbc-\xbe\xd7])(?![@-~\x80-\xff])"
    rb"|[^\x80-\xff]+"
)
"""Degrees, micro, squares, currencies: in many Western files the only characters outside ASCII."""
LEAST_WESTERN = {EASTERN: 0.7, MAC: 0.95}
"""Encodings that share most letters with Windows-1252, which is far more frequent: it is chosen where it is nearly
as likely, by these ratios."""
GUESSED_BY = 200_000
"""The number of bytes in lines with foreign letters that a guess uses."""
FOREIGN = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*[\r\n]?")

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""The first bytes of files of Excel, LibreOffice and Numbers, in their present and former formats."""
IN_WORKBOOKS = (b"[Content_Types].xml", b"mimetype", b"xl/", b"Index/")
"""Names that the archive of a workbook contains, and an ordinary archive does not."""
OTHER_FORMS = {
    "ZIP": rb"PK\x03\x04",
    "GZIP": rb"\x1f\x8b",
    "PDF": rb"%PDF-",
    "PNG": rb"\x89PNG",
    "JPEG": rb"\xff\xd8\xff",
    "Parquet": rb"PAR1",
    "RTF": rb"\{\\rtf",
    "HTML": rb"\s*<(?:!doctype html|html)",
    "JSON": rb"\s*(?:\[\s*)?\{\s*\"",
}
"""The first bytes of other files that are mistaken for tables."""

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)


def decoded(content: bytes, chosen: str | None = None) -> tuple[str, str]:
    """The text of a file, and its encoding, which is guessed unless one is chosen. Raises WrongFile."""
    is_archive = content.startswith(WORKBOOKS[0]) and not any(name in content[:4096] for name in IN_WORKBOOKS)
    if content.startswith(WORKBOOKS) and not is_archive:
        wrong(None, "This is a workbook of a spreadsheet: save it as CSV first.")
    without_mark = content.removeprefix(codecs.BOM_UTF8)
    for form, beginning in OTHER_FORMS.items():
        if re.match(beginning, without_mark[:200], re.IGNORECASE):
            wrong(None, "The file is {form}, not CSV: export the table as CSV first.", form=form)
    for mark, codec, name in MARKS:
        if content.startswith(mark) and chosen in (None, name):
            return as_text(content, codec), name
    name = chosen or guessed(content)
    codec = ENCODINGS[name]
    if name == "utf-16":
        codec = "utf-16-be" if content[:200:2].count(0) > content[1:200:2].count(0) else "utf-16-le"
    return as_text(content, codec), name


def as_text(content: bytes, codec: str) -> str:
    try:
        return CONTROL.sub("", content.decode(codec))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        wrong(line, "this is not {encoding}: choose another encoding", encoding=codec)


def guessed(content: bytes) -> str:
    """The likely encoding: UTF-8 where the bytes are valid UTF-8, else by the frequencies of neighbouring letters."""
    start = content[:200]
    if len(start) > 3 and max(start[::2].count(0), start[1::2].count(0)) > len(start) // 4:
        return "utf-16"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    sample = bytearray()
    for line in FOREIGN.finditer(content):
        sample += line[0][:GUESSED_BY]
        if len(sample) > GUESSED_BY:
            break
    if not SYMBOLS.sub(b"", sample):
        return WESTERN
    found = chardet.detect_all(sample, include_encodings=ENCODINGS, ignore_threshold=True)
    likely = {str(each["encoding"]).lower().removesuffix("hkscs"): each["confidence"] for each in found}
    best = next((name for name in likely if name in ENCODINGS), WESTERN)
    if best in (WESTERN, EASTERN, MAC, CYRILLIC, UNIX_CYRILLIC) and all(
        FREQUENT.fullmatch(run) for run in RUN.findall(sample)
    ):
        return max(FAR_EASTERN, key=lambda name: FAR_EASTERN[name] * likely.get(name, 0))
    least = LEAST_WESTERN.get(best)
    return WESTERN if least and likely.get(WESTERN, 0) >= least * likely[best] else best
