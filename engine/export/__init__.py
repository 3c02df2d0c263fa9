"""Export: a trained network in formats that other programs read. Each is a module, which is registered here."""

from engine.export.format import FORMATS as FORMATS
from engine.export.format import Export as Export
from engine.export.format import Format as Format
from engine.export.format import register as register
from engine.export.keras_model import Keras
from engine.export.notebook import Notebook
from engine.export.numpy_script import NumPy
from engine.export.onnx_model import Onnx
from engine.export.program import Program as Program
from engine.export.program import Weights as Weights
from engine.export.program import program_of as program_of
from engine.export.pytorch import PyTorch

register("numpy", NumPy)
register("onnx", Onnx)
register("pytorch", PyTorch)
register("keras", Keras)
register("notebook", Notebook)
