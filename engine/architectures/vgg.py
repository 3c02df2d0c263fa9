"""VGG: convolutions of 3 by 3 only, twice as many channels after each pooling."""

from engine.architectures.parts import RELU, Layers, convolution, dense, pooling
from engine.architectures.ready_made import IMAGENET, ReadyMade
from engine.layers import DropoutDescription
from engine.layers.layer import Form
from engine.layers.window import picture


def stack(channels: int, count: int) -> Layers:
    """`count` convolutions, and then a pooling that halves the picture."""
    return [*[convolution(channels), RELU] * count, pooling(2, 2)]


def vgg16(shape: Form) -> Layers:
    """Configuration D: 13 convolutions and 3 dense layers."""
    plan = [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]
    head: Layers = [dense(4096), RELU, DropoutDescription(rate=0.5)] * 2
    return [*[layer for channels, count in plan for layer in stack(channels, count)], *head]


def small(shape: Form) -> Layers:
    """The same for small pictures: 16 channels at first, and pooling until fewer than 4 pixels are left of a side."""
    _, height, width = picture(shape)
    layers, channels, side = Layers(), 16, min(height, width)
    while side >= 4 and channels <= 64:
        layers += stack(channels, 2)
        channels, side = 2 * channels, side // 2
    return [*layers, dense(64), RELU]


SOURCE = "Simonyan and Zisserman, 2015"
VGG_SMALL = ReadyMade("vgg_small", "VGG", SOURCE, small, is_small=True)
VGG16 = ReadyMade("vgg16", "VGG-16", SOURCE, vgg16, trains=False, shape_in=IMAGENET, n_classes=1000)
