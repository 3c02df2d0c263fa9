"""A still, which the page calls a snapshot: a student's tile at one moment, kept with the class to be presented."""

import base64
import secrets
import zlib
from typing import Any

from pydantic import BaseModel, ConfigDict

from app.errors import Refusal, sentence

MOST_STILLS = 30
MOST_BYTES = 40_000
"""The most bytes of a still's frame, compressed."""

MANY_STILLS = sentence("A class may keep {most} snapshots at most: delete one first.")
LARGE_STILL = sentence("This network is too large for a snapshot.")
NO_STILL = sentence("There is no such snapshot in this class.")
OTHER_STILLS = sentence("The order must name each snapshot of this class once.")


class Still(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str
    member: str
    """With whose seat it is deleted."""
    nickname: str
    """At that moment; empty where the class was anonymous, or where it was to be without."""
    task: str
    """The task's title, or empty."""
    taken_at: float
    """In seconds since 1970."""
    sign: str
    settings: dict[str, Any]
    """By field, what differs from the default experiment with this kind of data."""
    frame: str
    """The frame of the tile as it crosses the wire (`app.wire.messages`), compressed by zlib, in base64."""

    @classmethod
    def of(cls, frame: bytes, **about: Any) -> "Still":
        """Raises Refusal."""
        small = zlib.compress(frame)
        if len(small) > MOST_BYTES:
            raise Refusal("too-large", None, LARGE_STILL)
        return cls(id=secrets.token_urlsafe(6), frame=base64.b64encode(small).decode(), **about)

    @property
    def unpacked(self) -> bytes:
        return zlib.decompress(base64.b64decode(self.frame))

    def shown(self, *, nameless: bool) -> dict[str, Any]:
        """The still as it is told, without its frame."""
        return {**self.model_dump(exclude={"frame", "member"}), **({"nickname": ""} if nameless else {})}
