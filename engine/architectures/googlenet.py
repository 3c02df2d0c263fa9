"""GoogLeNet: Inception blocks, in which windows of several sizes look side by side."""

from engine.architectures.parts import AVERAGE, RELU, Layers, convolution, pooling
from engine.architectures.ready_made import IMAGENET, ReadyMade
from engine.layers import DropoutDescription, InceptionDescription
from engine.layers.layer import Form


def inception(
    ones: int, to_threes: int, threes: int, to_fives: int, fives: int, pooled: int
) -> InceptionDescription:
    """1 by 1; 3 by 3 and 5 by 5, each of fewer channels that a 1 by 1 made; and pooling with a 1 by 1 after it."""
    branches: list[Layers] = [
        [convolution(ones, 1), RELU],
        [convolution(to_threes, 1), RELU, convolution(threes, 3), RELU],
        [convolution(to_fives, 1), RELU, convolution(fives, 5), RELU],
        [pooling(3, 1, 1), convolution(pooled, 1), RELU],
    ]
    return InceptionDescription(branches=tuple(tuple(branch) for branch in branches))


def whole(shape: Form) -> Layers:
    """Table 1, without the side outputs, which are there for the training only, and without the local response
    normalisation, which has no parameters."""
    shrink = pooling(3, 2, 1)
    return [
        *(convolution(64, 7, 2, 3), RELU, shrink),
        *(convolution(64, 1), RELU, convolution(192, 3), RELU, shrink),
        inception(64, 96, 128, 16, 32, 32),
        inception(128, 128, 192, 32, 96, 64),
        shrink,
        inception(192, 96, 208, 16, 48, 64),
        inception(160, 112, 224, 24, 64, 64),
        inception(128, 128, 256, 24, 64, 64),
        inception(112, 144, 288, 32, 64, 64),
        inception(256, 160, 320, 32, 128, 128),
        shrink,
        inception(256, 160, 320, 32, 128, 128),
        inception(384, 192, 384, 48, 128, 128),
        AVERAGE,
        DropoutDescription(rate=0.4),
    ]


def small(shape: Form) -> Layers:
    """Three blocks for small pictures. A side output reads the first, and another the second behind its pooling."""
    return [
        *(convolution(16, 3), RELU, pooling(2, 2)),
        inception(8, 8, 16, 4, 8, 8),
        inception(16, 16, 24, 4, 8, 8),
        pooling(2, 2),
        inception(16, 16, 32, 8, 16, 16),
        AVERAGE,
        DropoutDescription(rate=0.2),
    ]


SOURCE = "Szegedy et al., 2015"
GOOGLENET_SMALL = ReadyMade("googlenet_small", "GoogLeNet", SOURCE, small, sides=(3, 5), is_small=True)
GOOGLENET = ReadyMade(
    "googlenet", "GoogLeNet", SOURCE, whole, trains=False, shape_in=IMAGENET, n_classes=1000
)
