"""The wire: every message that crosses the live socket, written down once.

**From the page: commands** (`app.wire.commands`), JSON text, at most 64 KiB. Each has `do`, all but `ping` have
`run`, and each may carry an `id` of the page's choice, which comes back in the answer. Where WebSockets do not get
through, the same commands and messages go over polls (`app.live.polling`).

| do       | fields                              | effect                                                      |
|----------|-------------------------------------|-------------------------------------------------------------|
| watch    | run, views                          | subscribe; the first frame is full. Again: other views      |
| unwatch  | run                                 | no more frames of this run                                  |
| ack      | run, number                         | frame `number` has been drawn; no answer                    |
| play     | run                                 | train                                                       |
| pause    | run                                 | stop training between two steps                             |
| step     | run, iterations or epochs           | pause, then train exactly so far                            |
| speed    | run, iterations_per_second or null  | how fast to play; null is as fast as the engine goes        |
| reset    | run                                 | back to the same initial weights, step 0, paused            |
| reseed   | run                                 | new initial weights from a new seed, step 0, paused         |
| change   | run, changes, and perhaps           | `{"optimizer": {"learning_rate": 0.3}}`: from the next step |
|          | keep_weights, gesture               | see below                                                   |
| undo     | run                                 | back to the state before the latest change; and again       |
| redo     | run                                 | make the change again that was undone last                  |
| check    | run                                 | check the gradient; `done` carries `check`, see below       |
| ping     |                                     | `done` comes at once, whatever else is being carried out    |

A change to another data set or to other initial weights begins the training anew, unless `keep_weights` is true. What
`reset`, `reseed` and `change` have done can be undone; changes of one `gesture` (a number of the page's choice) that
follow each other are undone as one. Where weights, steps or the history were lost, or where no step was taken since,
`undo` and `redo` lead to the very state; else the training goes on under the conditions of before.

**From the server: messages**, binary. Two little-endian uint32 give the length of the header and the number of the
frame (0: it is none); the header is one MessagePack map; zeros fill up to the next multiple of four; the body holds
raw little-endian arrays, each starting at a multiple of four, so that a browser can view them without a copy (but for
those of f8, which are few and small). The losses of a frame come last and go on to the end of the message, which their
shape gives as -1: what only the server knows, the number and the losses of frames that were replaced, is put in without
looking at the rest.

| type    | header                                    | meaning                                              |
|---------|-------------------------------------------|------------------------------------------------------|
| welcome | version                                   | the first message on every socket                    |
| done    | id, and what the command answers          | the command was carried out                          |
| error   | id or null, and of the refusal code,      | it was not, and nothing changed; the socket is open  |
|         | where or null, message, text, values      |                                                      |
| notice  | run or null, code, message                | something happened: see below                        |
| frame   | see below                                 | one snapshot of a run, taken between two steps       |

A notice's code: `host-restarted` (the run goes on from about a second ago), `run-stopped` (it brought its training
process down time after time, and was paused), `run-lost` (it could not be brought back after that, and is shown no
more: a page that watches it again wakes it as it was last saved), `run-gone` (it was ended), `not-saved` (it trains on,
but the database cannot be written), `saved` (it can again).

A frame's number counts this page's frames of this run from 1. Its header has

| field  | what                                                                                                     |
|--------|----------------------------------------------------------------------------------------------------------|
| run    | whose frame it is                                                                                        |
| full   | whether it carries what only full frames do                                                              |
| taken  | when the snapshot was taken, in seconds since 1970                                                       |
| arrays | `{name: [dtype, shape, byte offset in the body]}`; one of them is `losses`, f4, (k,): the batch loss of  |
|        | each step since the last frame, up to `step`                                                             |

and what the looks put into it. Each look (`app.frames`) describes what it may be asked in `views`, its fields of the
header and its arrays; the server's page /docs shows all of them in tables.

`check` is a map of what `engine.probes.gradient_check.Finding` has: `difference` (the largest), `place` (`letter`,
`layer`, `row`, `column` or null, where it is), `analytic`, `numeric`, `checked` (parameters that were tried),
`parameters` (of so many), `samples` (in the batch). The run itself does not move.

A page has at most two frames unacknowledged. Until it has drawn one, later snapshots replace each other
in its one slot, and only their losses are added up, so a slow page sees fewer frames, never old ones. Every
change of the experiment is followed by a full frame.
"""

import math
import struct
from collections.abc import Iterable
from typing import Any

import msgpack
import numpy as np

from app.frames.looks import names_in_full

VERSION = 2

DTYPES = {np.dtype(name): name for name in ("f4", "f8", "i1", "u1", "i4")}
"""Little-endian, as are all machines that this runs on. Steps are f8, in which a browser counts to 2^53."""


def pack(header: dict[str, Any], arrays: dict[str, np.ndarray] | None = None) -> bytes:
    """One message as bytes. `arrays` become the body, and their places are noted in the header."""
    body: list[bytes] = []
    if arrays is not None:
        places, _ = places_of(arrays, body)
        header = {**header, "arrays": places}
    return joined(header, body)


def pack_frame(header: dict[str, Any], arrays: dict[str, np.ndarray]) -> bytes:
    """A frame, but for its number and its losses: `finished` adds those."""
    body: list[bytes] = []
    places, end = places_of(arrays, body)
    places["losses"] = ("f4", (-1,), end)
    return joined({"type": "frame", **header, "arrays": places}, body)


def finished(frame: bytes, number: int, losses: Iterable[bytes]) -> bytes:
    """A packed frame as it goes over the wire."""
    return b"".join([frame[:4], number.to_bytes(4, "little"), frame[8:], *losses])


def replaced(before: bytes, frame: bytes) -> bytes:
    """A packed frame with all that only full ones have of the one before it, and so full itself.

    Nothing else of the older one is kept: what a frame shows is of its own step.
    """
    lasting = names_in_full()
    old_header, old_arrays = (
        {name: field for name, field in fields.items() if name in lasting} for fields in unpack_frame(before)
    )
    header, arrays = unpack_frame(frame)
    return pack_frame({**old_header, **header, "full": True}, {**old_arrays, **arrays})


def places_of(arrays: dict[str, np.ndarray], body: list[bytes]) -> tuple[dict[str, Any], int]:
    """Where each array begins in the body, to which they are added, and where the last one ends."""
    places: dict[str, Any] = {}
    offset = 0
    for name, array in arrays.items():
        places[name] = (DTYPES[array.dtype], array.shape, offset)
        body.append(array.tobytes())
        offset += array.nbytes
        if padding := -offset % 4:
            body.append(bytes(padding))
            offset += padding
    return places, offset


def joined(header: dict[str, Any], body: list[bytes]) -> bytes:
    packed: bytes = msgpack.packb(header)
    return b"".join([struct.pack("<II", len(packed), 0), packed, bytes(-len(packed) % 4), *body])


def unpack_frame(frame: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """The header of a packed frame and its arrays; it has no losses yet."""
    [length] = struct.unpack_from("<I", frame)
    header = msgpack.unpackb(frame[8 : 8 + length])
    body = frame[8 + length + -length % 4 :]
    arrays = {}
    for name, (dtype, shape, offset) in header.pop("arrays").items():
        if name != "losses":
            array = np.frombuffer(body, dtype, math.prod(shape), offset)
            arrays[name] = array.reshape(shape)
    return header, arrays
