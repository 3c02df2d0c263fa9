"""ResNet: blocks with shortcuts, so that the gradient reaches the first of many layers."""

from functools import partial

from engine.architectures.parts import AVERAGE, NORMALIZE, RELU, Layers, convolution, pooling
from engine.architectures.ready_made import IMAGENET, ReadyMade
from engine.layers import ResidualDescription
from engine.layers.layer import Form

DEPTHS = (8, 14, 20, 26, 32)
"""6n + 2: the first convolution, three stages of n blocks of two, and the output."""


def small(depth: int, shortcuts: bool, shape: Form) -> Layers:
    """As for CIFAR-10: 16, 32 and then 64 channels, the picture being halved in between (section 4.2); or the plain
    network of the same layers."""
    layers: Layers = [convolution(16), NORMALIZE, RELU]
    for channels, first_stride in ((16, 1), (32, 2), (64, 2)):
        for stride in (first_stride, *[1] * ((depth - 2) // 6 - 1)):
            path: Layers = [
                convolution(channels, stride=stride),
                NORMALIZE,
                RELU,
                convolution(channels),
                NORMALIZE,
            ]
            layers += [ResidualDescription(layers=tuple(path))] if shortcuts else [*path, RELU]
    return [*layers, AVERAGE]


def large(blocks: tuple[int, ...], shape: Form) -> Layers:
    """As for ImageNet: blocks of 1 by 1, 3 by 3 and 1 by 1, which moves by 2 where the channels double."""
    layers: Layers = [convolution(64, 7, 2, 3), NORMALIZE, RELU, pooling(3, 2, 1)]
    for number, count in enumerate(blocks):
        channels = 64 * 2**number
        for stride in (1 if number == 0 else 2, *[1] * (count - 1)):
            path: Layers = [
                convolution(channels, 1),
                NORMALIZE,
                RELU,
                convolution(channels, 3, stride),
                NORMALIZE,
                RELU,
                convolution(4 * channels, 1),
                NORMALIZE,
            ]
            layers.append(ResidualDescription(layers=tuple(path)))
    return [*layers, AVERAGE]


SOURCE = "He, Zhang, Ren and Sun, 2016"
RESNETS = [
    ReadyMade(f"resnet_{depth}", f"ResNet-{depth}", SOURCE, partial(small, depth, True)) for depth in DEPTHS
]
PLAIN = [
    ReadyMade(f"plain_{depth}", f"Plain-{depth}", SOURCE, partial(small, depth, False)) for depth in DEPTHS
]
RESNET50, RESNET152 = (
    ReadyMade(
        f"resnet{depth}",
        f"ResNet-{depth}",
        SOURCE,
        partial(large, blocks),
        trains=False,
        shape_in=IMAGENET,
        n_classes=1000,
    )
    for depth, blocks in ((50, (3, 4, 6, 3)), (152, (3, 8, 36, 3)))
)
