"""Every kind of PNG and JPEG that a camera or a program writes is read as it looks; what is none is refused."""

import struct
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image

from app.pictures.decoding import Undecodable, opened, pixels_of
from engine.data.album import SIDE
from tests.app.pictures.files import encoded, plain, striped


def color_at(content: bytes, x: int, y: int) -> list[int]:
    found = pixels_of(opened(content))
    assert found.shape == (3, SIDE, SIDE) and found.dtype == np.uint8
    color: list[int] = found[:, y, x].tolist()
    return color


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_cut_to_a_square_about_its_middle(kind: str) -> None:
    wide = encoded(striped(300, 100), kind)
    assert color_at(wide, 8, 16) == pytest.approx([255, 0, 0], abs=6)
    assert color_at(wide, 24, 16) == pytest.approx([0, 0, 255], abs=6)
    small = encoded(striped(8, 8), kind)
    assert color_at(small, 2, 16) == pytest.approx([255, 0, 0], abs=40)


@pytest.mark.parametrize(
    ("orientation", "place"),
    [
        (1, (4, 16)),
        (2, (27, 16)),
        (3, (27, 16)),
        (4, (4, 16)),
        (5, (16, 4)),
        (6, (16, 4)),
        (7, (16, 27)),
        (8, (16, 27)),
    ],
)
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_it_stands_as_its_camera_was_held(kind: str, orientation: int, place: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert color_at(encoded(striped(), kind, exif=exif), *place) == pytest.approx([255, 0, 0], abs=6)


def palette(**options: Any) -> bytes:
    return encoded(striped().quantize(4), "PNG", **options)


def test_palettes_grey_and_cmyk_are_read_as_they_look() -> None:
    assert color_at(palette(), 4, 4) == pytest.approx([255, 0, 0], abs=6)
    assert color_at(encoded(Image.new("L", (40, 40), 77)), 4, 4) == [77, 77, 77]
    assert color_at(encoded(Image.new("1", (40, 40), 1)), 4, 4) == [255, 255, 255]
    cmyk = encoded(Image.new("CMYK", (40, 40), (0, 255, 255, 0)), "JPEG")
    assert color_at(cmyk, 4, 4) == pytest.approx([255, 0, 0], abs=6)


def test_a_photograph_of_a_phone_is_the_first_picture_of_its_file() -> None:
    depths = Image.new("RGB", (40, 40), "blue")
    photo = encoded(Image.new("RGB", (40, 40), "red"), "MPO", save_all=True, append_images=[depths])
    assert color_at(photo, 4, 4) == pytest.approx([255, 0, 0], abs=6)
    odd = encoded(striped(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
    assert color_at(odd, 4, 4) == pytest.approx([255, 0, 0], abs=6)


def test_a_picture_may_be_a_line_or_a_point() -> None:
    for size in ((1, 1), (20_000, 1), (1, 20_000)):
        assert color_at(plain(size=size), 4, 4) == [255, 0, 0]


def test_sixteen_bits_keep_their_brightness() -> None:
    for value, byte in ((0, 0), (0x4D00, 0x4D), (0xFFFF, 0xFF)):
        grey = Image.fromarray(np.full((40, 40), value, np.uint16))
        assert color_at(encoded(grey), 4, 4) == [byte] * 3
        assert color_at(encoded(grey, transparency=value), 4, 4) == [255] * 3


def test_what_is_transparent_shows_white_paper() -> None:
    for mode, half in (("RGBA", (0, 0, 0, 128)), ("LA", (0, 128))):
        assert color_at(encoded(Image.new(mode, (40, 40), half)), 4, 4) == pytest.approx([127] * 3, abs=1)
    for mode, clear in (("RGBA", (9, 9, 9, 0)), ("LA", (9, 0))):
        assert color_at(encoded(Image.new(mode, (40, 40), clear)), 4, 4) == [255] * 3
    index = striped().quantize(4).getpixel((4, 4))
    assert color_at(palette(transparency=index), 4, 4) == [255] * 3
    assert color_at(palette(transparency=index), 27, 4) == pytest.approx([0, 0, 255], abs=6)


def bomb(side: int) -> bytes:
    """A PNG of a few bytes that would be `side` squared pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


ANIMATED = encoded(Image.new("RGB", (9, 9)), save_all=True, append_images=[Image.new("RGB", (9, 9), "red")])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is no PNG or JPEG"),
        (b"hello", "is no PNG or JPEG"),
        (encoded(Image.new("RGB", (9, 9)), "GIF"), "is no PNG or JPEG"),
        (encoded(Image.new("RGB", (9, 9)), "TIFF"), "is no PNG or JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is no PNG or JPEG"),
        (encoded(striped(300, 300))[:-200], "is damaged"),
        (encoded(striped(300, 300), "JPEG")[:900], "is damaged"),
        (plain()[:20], "is damaged"),
        (bomb(40_000), "pixels"),
        (bomb(100), "is damaged"),
        (ANIMATED, "is animated"),
    ],
)
def test_what_is_no_picture_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(Undecodable) as refused:
        pixels_of(opened(content))
    assert reason in refused.value.text
    assert "a.png" in refused.value.text.format(file="a.png", **refused.value.values)
