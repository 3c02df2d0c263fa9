"""The receptive field of a cell: the cells of earlier maps, and of the input, on which it depends."""

from typing import NamedTuple

from engine.layers.layer import Box, Form, Shown, Weighted, whole
from engine.layers.wiring import End, Stage, Wiring


class FieldPart(NamedTuple):
    """A part of a receptive field: a box of cells in the maps of A[layer], cut off at their edges."""

    layer: int
    box: Box


def receptive_field(wiring: Wiring, layer: int, cell: Box) -> list[FieldPart]:
    """Of a cell of A[layer], in the layers that it reads, and as the last one in the input, layer 0."""
    stage = wiring.stages[layer]
    window = weights_of(stage).reach(cell)
    near = [FieldPart(end.stage, through(end, window)) for end in stage.reads if end.stage]
    far = FieldPart(0, in_input(wiring, layer, cell))
    return [FieldPart(number, clipped(box, shape_of(wiring, number))) for number, box in [*near, far]]


def through(end: End, box: Box) -> Box:
    """A box in front of what the answers of a layer have gone through since."""
    for layer in reversed(end.passed):
        box = layer.reach(box)
    return box


def in_input(wiring: Wiring, layer: int, box: Box) -> Box:
    """The cells of the input on which a box of A[layer] depends, along all ways that lead there."""
    known = {layer: box}
    for number in range(layer, 0, -1):
        if number not in known:
            continue
        box = known[number]
        read = weights_of(wiring.stages[number]).reach(box)
        ways = [(end.stage, through(end, read)) for end in wiring.stages[number].reads]
        for shortcut in wiring.shortcuts:
            if shortcut.end == number and shortcut.projection is None:
                ways += [(end.stage, through(end, box)) for end in shortcut.starts]
            elif shortcut.end == number and shortcut.projection is not None:
                ways.append((shortcut.projection, box))
        for source, cells in ways:
            known[source] = united(known[source], cells) if source in known else cells
    return known[0]


def united(one: Box, other: Box) -> Box:
    """The least box that holds both."""
    return Box(*map(min, one[:2], other[:2]), *map(max, one[2:], other[2:]))


def shape_of(wiring: Wiring, layer: int) -> Form:
    """Of A[layer] of a sample."""
    if layer:
        return shown_of(wiring.stages[layer]).shape_out
    first = wiring.stages[1]
    return first.reads[0].passed[0].shape_in if first.reads[0].passed else weights_of(first).shape_in


def clipped(box: Box, shape: Form) -> Box:
    edge = whole(shape)
    return Box(max(0, box.top), max(0, box.left), min(edge.bottom, box.bottom), min(edge.right, box.right))


def weights_of(stage: Stage) -> Weighted:
    return next(layer for layer in stage.layers if isinstance(layer, Weighted))


def shown_of(stage: Stage) -> Shown:
    """The layer whose output is A of the stage."""
    return [layer for layer in stage.layers if isinstance(layer, Shown)][-1]
