"""Whether a client takes gzip, by its Accept-Encoding header."""

import pytest

from app.door.codings import takes_gzip


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [
        ("gzip, deflate, br, zstd", True),
        ("GZIP", True),
        ("x-gzip", True),
        ("*", True),
        ("deflate;q=1, gzip;q=0.5, *;q=0", True),
        ("identity;q=0, gzip;q=0.001", True),
        ("br , gzip ; q=0.8 , identity;q=0.5", True),
        ("*;q=0, gzip", True),
        ("", False),
        ("br", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip;q=0.0, *", False),
        ("gzip\t;\tQ=0.000", False),
        ("*;q=0", False),
        ("identity;q=0", False),
        ("identity, gzip;q=0.9", False),
        ("notgzip", False),
        ("gzip;q=nan", False),
        ("gzip;q=-1, *;q=0", False),
        (";q=1,,;", False),
    ],
)
def test_gzip_is_taken_by_weight(accepted: str, taken: bool) -> None:
    assert takes_gzip(accepted) is taken
