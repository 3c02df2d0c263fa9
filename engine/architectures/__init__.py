"""Ready-made architectures, by their names: those that are trained here, and plans of some that are larger."""

from engine.architectures.alexnet import ALEXNET
from engine.architectures.autoencoder import AUTOENCODER, AUTOENCODER_CONVOLUTIONAL
from engine.architectures.googlenet import GOOGLENET, GOOGLENET_SMALL
from engine.architectures.lenet5 import LENET5, LENET5_1998
from engine.architectures.ready_made import ReadyMade as ReadyMade
from engine.architectures.resnet import PLAIN, RESNET50, RESNET152, RESNETS
from engine.architectures.vgg import VGG16, VGG_SMALL

ARCHITECTURES = {
    each.name: each
    for each in (
        LENET5_1998,
        LENET5,
        VGG_SMALL,
        *PLAIN,
        *RESNETS,
        GOOGLENET_SMALL,
        AUTOENCODER,
        AUTOENCODER_CONVOLUTIONAL,
        ALEXNET,
        VGG16,
        GOOGLENET,
        RESNET50,
        RESNET152,
    )
}
