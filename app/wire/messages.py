"""The wire: the one description of every message that crosses the live socket.

**From the page: commands** (`app.wire.commands`), JSON text, at most 64 KiB. Each has `do`, all but `ping` have
`run`, and each may carry an `id` of the page's choice, which the answer repeats. Where WebSockets are blocked, the
same commands and messages go over polls (`app.live.polling`).

| do       | fields                              | effect                                                      |
|----------|-------------------------------------|-------------------------------------------------------------|
| watch    | run, views                          | subscribe; the first frame is full. Again: other views      |
| unwatch  | run                                 | no more frames of this run                                  |
| ack      | run, number                         | frame `number` has been drawn; no answer                    |
| play     | run                                 | train                                                       |
| pause    | run                                 | stop training between two steps                             |
| step     | run, iterations or epochs           | pause, then train exactly so many                           |
| speed    | run, iterations_per_second or null  | the speed; null is as fast as the engine can                |
| reset    | run                                 | back to the same initial weights, step 0, paused            |
| reseed   | run                                 | new initial weights from a new seed, step 0, paused         |
| change   | run, changes, and perhaps           | `{"optimizer": {"learning_rate": 0.3}}`: from the next step |
|          | keep_weights, begins, gesture       | see below                                                   |
| set      | run, parameter, layer, unit, value, | one parameter has this value in the next step: see below    |
|          | and perhaps input, gesture          |                                                             |
| put      | run, ground, at, and perhaps        | the parameters of a point of a watched plane: see below     |
|          | gesture                             |                                                             |
| undo     | run                                 | back to the state before the latest change, repeatable      |
| redo     | run                                 | repeat the change that was undone last                      |
| travel   | run, and step, iterations or epochs | a moment of the past, or back to the present: see below     |
| check    | run                                 | check the gradient; `done` contains `check`: below          |
| ping     |                                     | `done` comes at once, whatever else is being carried out    |

A change to another data set or to other initial weights begins the training anew, unless `keep_weights` is true. Any
other change keeps the weights that fit, unless `begins` is true, as where another architecture is chosen. The effects
of `reset`, `reseed`, `change`, `set` and `put` can be undone; consecutive changes of one `gesture` (a number of the
page's choice) are undone as one. Where the change lost weights, steps or history, or where no step has been taken
since, `undo` and `redo` restore the exact state; otherwise the training continues under the former conditions.

`done` has the `state` and the `experiment` after the command, and when that was, as a frame says when it was `taken`:
a frame that was taken before still shows what was before the command.

`set` names a `parameter` of a layer as `places` of a frame does, such as W or b; layers count from 1, units and inputs
from 0. The optimiser's state and the history stay, `weights_edited` is true from then on, and undo restores the exact
state before.

`put` names a plane as `views.ground` does, and a point `at` of it; all parameters become those of that point. Of a
plane of two weights the others stay as they are.

`travel` shows the run as it was after a `step`, or so many `iterations` or `epochs` away from where it is (negative:
back); without any, in the present as it was left. The run is paused, and takes the steps from the keyframe before that
moment again; `goal` of a frame is the moment, `present` the step of the present. `play`, `step` and changes go on from
where the run then is; undo returns to the present that was left.

**From the server: messages**, binary. Two little-endian uint32 give the length of the header and the number of the
frame (0 for other messages); the header is one MessagePack map; zeros fill up to the next multiple of four; the body
holds raw little-endian arrays, each starting at a multiple of four, so that a browser can view them without a copy
(except those of f8, which are few and small). The losses of a frame come last and extend to the end of the message;
their shape is therefore -1. The server alone knows the number and the losses of replaced frames, and inserts them
without parsing the rest.

| type    | header                                    | meaning                                              |
|---------|-------------------------------------------|------------------------------------------------------|
| welcome | version, visitor (a mark of whose it is)  | the first message on every socket                    |
| done    | id, and the results of the command        | the command was carried out                          |
| error   | id or null, and of the refusal code,      | it was not, and nothing changed; the socket is open  |
|         | where or null, message, text, values      |                                                      |
| notice  | run or null, code, message                | something happened: see below                        |
| frame   | see below                                 | one snapshot of a run, taken between two steps       |

A notice's code: `run-closed` (the page may not watch the run any more, and gets no more frames of it),
`host-restarted` (the run continues from about a second ago), `run-stopped` (it repeatedly crashed its training
process, and was paused), `run-lost` (it could not be restored after a crash, and sends no more frames: a page that
watches it again restores its last saved state), `run-gone` (it was ended), `run-asleep` (it was put to sleep while the
page was away, and cannot be woken now: a page that watches it again wakes it later), `not-saved` (training continues,
but the database cannot be written), `saved` (it can be written again).

A frame's number counts this page's frames of this run from 1. Its header has

| field  | what                                                                                                     |
|--------|----------------------------------------------------------------------------------------------------------|
| run    | the run of the frame                                                                                     |
| full   | whether it has the fields of full frames                                                                 |
| taken  | when the snapshot was taken, in seconds since 1970                                                       |
| arrays | `{name: [dtype, shape, byte offset in the body]}`; one of them is `losses`, f4, (k,): the batch loss of  |
|        | each step since the last frame, up to `step`                                                             |

and the fields of the looks. Each look (`app.frames`) describes its fields of `views`, its fields of the header and its
arrays; the server's page /docs lists all of them in tables.

`check` is a map of the fields of `engine.probes.gradient_check.LargestDifference`: `difference` (the largest), its
`place` (`letter`, `layer`, `row`, `column` or null), `analytic`, `numeric`, `checked` (the number of parameters tried),
`parameters` (the number of all), `samples` (in the batch). The run itself does not change.

A page has at most two unacknowledged frames. Until it has drawn one, newer snapshots replace each other in its one
slot, and their losses are collected. A slow page therefore gets fewer frames, never old ones. Every change of the
experiment is followed by a full frame.
"""

import math
import struct
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import msgpack
import numpy as np

from app.frames.looks import names_in_full

VERSION = 2

DTYPES = {np.dtype(name): name for name in ("f4", "f8", "i1", "u1", "i4")}
"""Little-endian, as are all supported machines. Steps are f8, in which a browser counts exactly up to 2^53."""


def pack(header: dict[str, Any], arrays: dict[str, np.ndarray] | None = None) -> bytes:
    """One message as bytes. `arrays` become the body, and the header lists their places."""
    body: list[bytes] = []
    if arrays is not None:
        places, _ = places_of(arrays, body)
        header = {**header, "arrays": places}
    return joined(header, body)


def pack_frame(header: dict[str, Any], arrays: dict[str, np.ndarray]) -> bytes:
    """A frame without its number and its losses, which `finished` adds."""
    body: list[bytes] = []
    places, end = places_of(arrays, body)
    places["losses"] = ("f4", (-1,), end)
    return joined({"type": "frame", **header, "arrays": places}, body)


def finished(frame: bytes, number: int, losses: Iterable[bytes]) -> bytes:
    """A packed frame with its number and losses, as bytes for the wire."""
    # A view, since many pages may watch one run: a slice would copy the frame once more for each of them.
    return b"".join([frame[:4], number.to_bytes(4, "little"), memoryview(frame)[8:], *losses])


@lru_cache(maxsize=4)
def replaced(before: bytes, frame: bytes) -> bytes:
    """A packed frame with the full-frame fields of the frame before it, and therefore full itself.

    No other field of the older frame is kept: a frame shows its own step. Pages that watch one run share the result.
    """
    lasting = names_in_full()
    old_header, old_arrays = (
        {name: field for name, field in fields.items() if name in lasting} for fields in unpack_frame(before)
    )
    header, arrays = unpack_frame(frame)
    return pack_frame({**old_header, **header, "full": True}, {**old_arrays, **arrays})


def places_of(arrays: dict[str, np.ndarray], body: list[bytes]) -> tuple[dict[str, Any], int]:
    """The place of each array in the body, to which it is appended, and the end of the last one."""
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


def pack_board(header: dict[str, Any], frames: Mapping[str, bytes]) -> bytes:
    """One message with several packed frames, each as it would come alone; the header lists the place and the length of
    each in the body."""
    places: dict[str, Any] = {}
    body: list[bytes] = []
    offset = 0
    for name, frame in frames.items():
        whole = finished(frame, 0, ())
        places[name] = (offset, len(whole))
        body += [whole, bytes(-len(whole) % 4)]
        offset += len(whole) + -len(whole) % 4
    return joined({**header, "frames": places}, body)


def unpack_frame(frame: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """The header of a packed frame and its arrays, without losses."""
    [length] = struct.unpack_from("<I", frame)
    header = msgpack.unpackb(frame[8 : 8 + length])
    body = frame[8 + length + -length % 4 :]
    arrays = {}
    for name, (dtype, shape, offset) in header.pop("arrays").items():
        if name != "losses":
            array = np.frombuffer(body, dtype, math.prod(shape), offset)
            arrays[name] = array.reshape(shape)
    return header, arrays
