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

A frame's number counts this page's frames of this run from 1. Its header:

| field             | what                                                                                          |
|-------------------|-----------------------------------------------------------------------------------------------|
| run               | whose frame it is                                                                             |
| full              | whether it carries all that is below, too                                                     |
| step, epoch       | steps taken; samples seen / training samples                                                  |
| state             | `paused`, `playing`, `diverged`                                                               |
| diverged_at       | the step at which the loss became infinite, or null                                           |
| stopped_at        | the step after which early stopping ended the training, or null                               |
| best_step         | under early stopping: where the validation loss was lowest, or null                           |
| speed             | iterations a second, or null                                                                  |
| pace              | the share of that speed that the run was given of late, at most 1                             |
| sizes             | units of every layer                                                                          |
| learning_rate     | of the next step, as the schedule has it                                                      |
| taken             | when the snapshot was taken, in seconds since 1970                                            |
| train_loss, validation_loss, test_loss             | over the whole sets; null without such a set                 |
| train_accuracy, validation_accuracy, test_accuracy | the same; null for a regression, too                         |
| heads             | `[{part: {loss, accuracy, mean_error}}]` of each listed head, with the measures that it has;   |
|                   | none where the experiment lists no heads                                                      |
| examined          | null: these six are over the whole sets; else over so many samples of each, the first         |
| focus             | the unit that is shown large, or null                                                         |
| sample            | the sample that was asked about, or null: it was a drawing, or nothing                        |
| worked            | if `views.worked`: what of `engine.probes.worked_example.WorkedExample` is no array; null     |
|                   | where numbers are too large. While the run plays, only about two frames a second have it      |
| arrays            | `{name: [dtype, shape, byte offset in the body]}`                                             |
| *in full frames:* |                                                                                               |
| experiment        | a map                                                                                         |
| n_train           | how many of the points, the first ones, are training samples                                  |
| n_validation      | how many after them are validation samples; of a truth table every set is the table           |
| domain            | from where to where one looks, along every axis                                               |
| targets           | what an output should say to other classes than its own, and to its own; null for a regression |
| names             | null; of a person's own table what its columns are called: `inputs`, `label` and, of classes,   |
|                   | `classes`, else null; a label x stands for `mean` + x `deviation` (0 and 1 unless standardised) |
| milestones        | `[step, {"part.field": [before, after]}]` for each step after which the conditions changed;   |
|                   | null stands for what is too long to be said, too                                              |
| undo, redo        | how many changes can be undone and redone                                                     |
| place             | how many were made and not undone, those included that are not remembered any more            |
| places            | for each layer but the input, where in theta its parameters begin: `W` (row by row), `b` (one |
|                   | for each unit, unless batch normalisation does its work), `gamma` and `beta` (batch           |
|                   | normalisation's, one for each unit), `slope` (parametric ReLU's, the same). Of a network of   |
|                   | more than 4,096 parameters theta is sent without W[1], and of a still larger one not at all;  |
|                   | what is not sent has no place                                                                 |

Maps are over the plane. The samples of `parity`, `digits` and `table` are no points of it: the cells of a map then
stand for samples, ordered by label; `cells` says which, and res and small are both its side.

| array              | dtype | shape           | what                                                            |
|--------------------|-------|-----------------|-----------------------------------------------------------------|
| losses             | f4    | (k,)            | the batch loss of each step since the last frame, up to `step`  |
| theta              | f4    | (P,)            | the parameters; `places` says where each of them is             |
| output             | i1    | (res, res)      | the output over the plane; row 0 is the lowest x2. Of several   |
|                    |       |                 | outputs: what the largest of them says                          |
| units              | i1    | (U, small, small) | the first 16 units of each hidden layer, layer by layer       |
| focus              | i1    | (res, res)      | the unit named in `views.focus`, large                          |
| ranges             | f4    | (U+1, 2)        | the values that -127 and 127 stand for: each unit, each of      |
|                    |       |                 | several outputs, then `output`                                  |
| *with k outputs:*  |       |                 |                                                                 |
| outputs            | i1    | (k, small, small) | every output over the plane                                   |
| winner             | u1    | (res, res)      | which output is the largest there: the class that is answered   |
| *without a plane:* |       |                 |                                                                 |
| wrong              | u1    | (res, res)      | 1: the sample in that cell is taken for another class; not for  |
|                    |       |                 | a regression                                                    |
| *of pictures:*     |       |                 |                                                                 |
| weights            | i1    | (K, side, side) | W[1] of the first 16 units over the pixels, row 0 the lowest    |
| weight_ranges      | f4    | (K, 2)          | their values, as above                                          |
| *if `views.drawing` or `views.sample`:* | | |                                                                  |
| drawn              | u1    | (side, side)    | of pictures: what the network is shown of it, row 0 at the top  |
| drawn_outputs      | f4    | (k,)            | what each output says to it                                     |
| *along a line:*    |       |                 | instead of output, units, focus, outputs and winner             |
| curves             | f4    | (n_out, points) | every output evenly over the domain, both ends included         |
| unit_curves        | f4    | (U, small)      | every hidden unit, at every so many-th of these points          |
| focus_curve        | f4    | (points,)       | the unit named in `views.focus`                                 |
| *of a truth table:* |      |                 |                                                                 |
| table              | f4    | (rows, n_out)   | what the outputs say to each row; its inputs are in `points`    |
| *with dropout:*    |       |                 |                                                                 |
| kept               | u1    | (U,)            | which hidden units took part (1) in the latest step, for the    |
|                    |       |                 | first sample of its batch, and which were out (0)               |
| *if `views.inside`:* |     |                 | the L layers, output last, over up to 500 training samples      |
| activation_counts  | i4    | (L, 40)         | the histogram of A[l], every unit for every sample              |
| activation_ranges  | f4    | (L, 2)          | where its first bin begins and its last one ends                |
| gradient_counts    | i4    | (L, 40)         | the histogram of dW[l], penalty included                        |
| gradient_ranges    | f4    | (L, 2)          | the same for it                                                 |
| layer_norms        | f4    | (L, 3)          | norms of W[l], dW[l], and the step ΔW[l] that would be next     |
| layer_shares       | f4    | (L, 2)          | share of dead units, of saturated answers; -1: does not apply   |
| confusion          | i4    | (2, k, k)       | training and test set, class, answer; not for a regression      |
| *if `views.worked`:* |     |                 | arrays of `WorkedExample`: one sample, and one unit of layer l  |
| worked_inputs      | f4    | (n_0,)          | the sample as the network sees it                               |
| worked_z           | f4    | (U,)            | every unit's sum, layer by layer, output last                   |
| worked_y           | f4    | (U,)            | the same after batch normalisation                              |
| worked_a           | f4    | (U,)            | the same after the activation function                          |
| worked_passed      | f4    | (U,)            | the same after dropout                                          |
| worked_delta       | f4    | (U,) or (0,)    | the slope of the sample's loss along every z                    |
| worked_targets     | f4    | (n_L,)          | what the loss compares the outputs with                         |
| worked_prev        | f4    | (n_(l-1),)      | what the unit's weights are multiplied with                     |
| worked_above       | f4    | (n_(l+1), 2)    | the weights that read the unit, and the deltas they come from   |
| worked_parameters  | f4    | (K, columns)    | the unit's parameters from before the step to after it          |
| worked_terms       | f4    | (up to 100, 8)  | what each sample of the batch adds to the sums over it          |
| *in full frames:*  |       |                 |                                                                 |
| points             | f4    | (n, 3)          | x1, x2 and label (class from 0, or value) of every sample; of a |
|                    |       |                 | line (n, 2): x1 and label; of a truth table each row once,      |
|                    |       |                 | training samples first, then the validation's, then the test's  |
| *without a plane:* |       |                 |                                                                 |
| cells              | i4    | (res, res)      | the sample in each cell, training samples first; -1: none       |
| cell_labels        | f4    | (res, res)      | its label                                                       |
| cell_inputs        | f4    | (res, res, n)   | what the network is shown of it, if that is no picture          |
| cell_pictures      | u1    | (res, res, p, p) | of pictures: each, with up to 14 pixels along a side, row 0    |
|                    |       |                 | at the top                                                      |
| graphs             | f4    | (H, 2, 81)      | each hidden layer's g and g' over -4 .. 4                       |
| features           | i1    | (7, small, small) | of the plane: all seven features, in the order of `Feature`   |
| feature_ranges     | f4    | (7, 2)          | their values, as above                                          |
| feature_curves     | f4    | (3, small)      | instead along a line: x1, x1_squared, sin_x1                    |
| truth              | f4    | (points,)       | along a line: the function from which the samples were taken    |
| history_steps      | f8    | (h,)            | steps of the thinned batch losses since step 1                  |
| history_losses     | f4    | (h,)            | those losses                                                    |
| evaluation_steps   | f8    | (e,)            | steps at which both losses were taken over whole sets           |
| evaluation_train   | f4    | (e,)            | training loss there                                             |
| evaluation_test    | f4    | (e,)            | test loss there                                                 |
| evaluation_validation | f4 | (e,)            | validation loss there; only with a validation set               |

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


ONLY_FULL = frozenset(
    {
        "experiment",
        "n_train",
        "n_validation",
        "domain",
        "targets",
        "names",
        "places",
        "points",
        "cells",
        "cell_labels",
        "cell_inputs",
        "cell_pictures",
        "graphs",
        "features",
        "feature_ranges",
        "feature_curves",
        "truth",
        "history_steps",
        "history_losses",
        "evaluation_steps",
        "evaluation_train",
        "evaluation_test",
        "evaluation_validation",
    }
)
"""What only full frames have, in the header and as arrays: it is of no step, or says of which steps it is."""


def replaced(before: bytes, frame: bytes) -> bytes:
    """A packed frame with all that only full ones have of the one before it, and so full itself.

    Nothing else of the older one is kept: what a frame shows is of its own step.
    """
    old_header, old_arrays = (only_full(each) for each in unpack_frame(before))
    header, arrays = unpack_frame(frame)
    return pack_frame({**old_header, **header, "full": True}, {**old_arrays, **arrays})


def only_full(fields: dict[str, Any]) -> dict[str, Any]:
    """Those of a frame's fields that only full frames have."""
    return {name: field for name, field in fields.items() if name in ONLY_FULL}


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
