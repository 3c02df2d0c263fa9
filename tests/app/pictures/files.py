"""Pictures as files, good ones and bad ones, and archives of them."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
from PIL import Image


def encoded(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def plain(color: str = "red", size: tuple[int, int] = (40, 40), kind: str = "PNG") -> bytes:
    return encoded(Image.new("RGB", size, color), kind)


def zipped(files: Mapping[str, bytes], **options: Any) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", **options) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return archive.getvalue()


def two_classes(count: int = 6) -> dict[str, bytes]:
    """Red and blue pictures, `count` of each."""
    return {
        f"{color}/{number}.png": plain(color, (40 + number, 40))
        for color in ("red", "blue")
        for number in range(count)
    }


def with_boxes(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same pictures, and a box of 20 by 20 pixels in the upper left corner of each."""
    lines = [f"{name},0,0,20,20" for name in files]
    return {**files, "boxes.csv": "\n".join(["file,x,y,width,height", *lines]).encode()}


def striped(width: int = 64, height: int = 64) -> Image.Image:
    """Red on the left, blue on the right."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[:, : width // 2, 0] = pixels[:, width // 2 :, 2] = 255
    return Image.fromarray(pixels)
