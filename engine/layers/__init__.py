"""Layers: each module has a description and the layer that computes, which is registered here.

A layer has a `forward`, and a `backward` that turns the gradient of its output into that of its input.
"""

from engine.layers.activation import ActivationDescription as ActivationDescription
from engine.layers.activation import ActivationLayer as ActivationLayer
from engine.layers.activation import ParametricReLU as ParametricReLU
from engine.layers.center_loss import CenterLoss as CenterLoss
from engine.layers.center_loss import CenterLossDescription as CenterLossDescription
from engine.layers.convolution import Convolution as Convolution
from engine.layers.convolution import ConvolutionDescription as ConvolutionDescription
from engine.layers.dense import Dense as Dense
from engine.layers.dense import DenseDescription as DenseDescription
from engine.layers.dropout import Dropout as Dropout
from engine.layers.dropout import DropoutDescription as DropoutDescription
from engine.layers.encoder_decoder import EncoderDecoderDescription as EncoderDecoderDescription
from engine.layers.gru import GRU as GRU
from engine.layers.gru import GRUDescription as GRUDescription
from engine.layers.inception import InceptionDescription as InceptionDescription
from engine.layers.kinds import register
from engine.layers.layer import Layer as Layer
from engine.layers.lstm import LSTM as LSTM
from engine.layers.lstm import LSTMDescription as LSTMDescription
from engine.layers.noise import NoiseDescription as NoiseDescription
from engine.layers.normalization import BatchNormalization as BatchNormalization
from engine.layers.normalization import BatchNormalizationDescription as BatchNormalizationDescription
from engine.layers.pooling import GlobalAverageDescription as GlobalAverageDescription
from engine.layers.pooling import PoolingDescription as PoolingDescription
from engine.layers.reshape import ReshapeDescription as ReshapeDescription
from engine.layers.residual import ResidualDescription as ResidualDescription
from engine.layers.simple_recurrent import SimpleRecurrent as SimpleRecurrent
from engine.layers.simple_recurrent import SimpleRecurrentDescription as SimpleRecurrentDescription
from engine.layers.time_distributed import TimeDistributed as TimeDistributed
from engine.layers.time_distributed import TimeDistributedDescription as TimeDistributedDescription
from engine.layers.transposed_convolution import (
    TransposedConvolutionDescription as TransposedConvolutionDescription,
)
from engine.layers.upsampling import UpsamplingDescription as UpsamplingDescription

register(DenseDescription)
register(ActivationDescription)
register(BatchNormalizationDescription)
register(DropoutDescription)
register(NoiseDescription)
register(CenterLossDescription)
register(ConvolutionDescription)
register(PoolingDescription)
register(GlobalAverageDescription)
register(UpsamplingDescription)
register(TransposedConvolutionDescription)
register(ReshapeDescription)
register(ResidualDescription)
register(InceptionDescription)
register(SimpleRecurrentDescription)
register(GRUDescription)
register(LSTMDescription)
register(TimeDistributedDescription)
register(EncoderDecoderDescription)
