"""The receptive field of a cell: the cells of earlier maps, and of the input, on which it depends."""

from typing import NamedTuple

from engine.layers.layer import Form, Region, Shown, Weighted, whole
from engine.layers.wiring import End, Stage, Wiring


class FieldPart(NamedTuple):
    """A part of a receptive field: a region of cells in the maps of A[layer], cut off at their edges."""

    layer: int
    region: Region


def receptive_field(wiring: Wiring, layer: int, cell: Region) -> list[FieldPart]:
    """The receptive field of a cell of A[layer]: its parts in the layers that it reads, the input, layer 0, last."""
    stage = wiring.stages[layer]
    window = weights_of(stage).reach(cell)
    near = [FieldPart(end.stage, through(end, window)) for end in stage.reads if end.stage]
    far = FieldPart(0, in_input(wiring, layer, cell))
    return [FieldPart(number, clipped(region, shape_of(wiring, number))) for number, region in [*near, far]]


def through(end: End, region: Region) -> Region:
    """A region in front of what the answers of a layer have gone through since."""
    for layer in reversed(end.passed):
        region = layer.reach(region)
    return region


def in_input(wiring: Wiring, layer: int, region: Region) -> Region:
    """The cells of the input on which a region of A[layer] depends, along all ways that lead there."""
    known = {layer: region}
    for number in range(layer, 0, -1):
        if number not in known:
            continue
        region = known[number]
        read = weights_of(wiring.stages[number]).reach(region)
        ways = [(end.stage, through(end, read)) for end in wiring.stages[number].reads]
        for shortcut in wiring.shortcuts:
            if shortcut.end == number and shortcut.projection is None:
                ways += [(end.stage, through(end, region)) for end in shortcut.starts]
            elif shortcut.end == number and shortcut.projection is not None:
                ways.append((shortcut.projection, region))
        for source, cells in ways:
            known[source] = united(known[source], cells) if source in known else cells
    return known[0]


def united(one: Region, other: Region) -> Region:
    """The least region that holds both."""
    return Region(*map(min, one[:2], other[:2]), *map(max, one[2:], other[2:]))


def shape_of(wiring: Wiring, layer: int) -> Form:
    """The shape of A[layer] for one sample."""
    if layer:
        return shown_of(wiring.stages[layer]).shape_out
    first = wiring.stages[1]
    return first.reads[0].passed[0].shape_in if first.reads[0].passed else weights_of(first).shape_in


def clipped(region: Region, shape: Form) -> Region:
    edge = whole(shape)
    return Region(
        max(0, region.top),
        max(0, region.left),
        min(edge.bottom, region.bottom),
        min(edge.right, region.right),
    )


def weights_of(stage: Stage) -> Weighted:
    return next(layer for layer in stage.layers if isinstance(layer, Weighted))


def shown_of(stage: Stage) -> Shown:
    """The layer whose output is A of the stage."""
    return [layer for layer in stage.layers if isinstance(layer, Shown)][-1]
