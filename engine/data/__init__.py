"""Data sets: each module has a description, which knows its samples and is registered here.

A data set has a `kind`, fields with their bounds, and makes its samples. What several have in common is in
`description` (how samples are split), `points`, `planar` and `pictures`.
"""

from engine.data.adding import Adding
from engine.data.blobs import Blobs
from engine.data.brackets import Brackets
from engine.data.checkerboard import Checkerboard
from engine.data.chosen_columns import ChosenColumns as ChosenColumns
from engine.data.circle import Circle
from engine.data.curve import Curve
from engine.data.dataset import Dataset as Dataset
from engine.data.dataset import Unavailable as Unavailable
from engine.data.description import Data as Data
from engine.data.description import Problem as Problem
from engine.data.digits import Digits
from engine.data.echo import Echo
from engine.data.features import Feature as Feature
from engine.data.gates import And, Nand, Not, Or, Xor
from engine.data.gaussians import Gaussians
from engine.data.hills import Hills
from engine.data.kinds import register
from engine.data.lines import Polynomial, Sine, StepFunction
from engine.data.moons import Moons
from engine.data.own_numbers import OwnNumbers
from engine.data.own_pairs import OwnPairs
from engine.data.own_pictures import OwnPictures
from engine.data.own_points import OwnPoints
from engine.data.own_table import OwnTable
from engine.data.parity import Parity
from engine.data.parity_over_time import ParityOverTime
from engine.data.plane import Plane
from engine.data.rings import Rings
from engine.data.shapes import Shapes
from engine.data.sharing import dataset_of as dataset_of
from engine.data.spiral import Spiral
from engine.data.spirals import Spirals
from engine.data.translation import Translation
from engine.data.wave import Wave
from engine.data.xor import ExclusiveOr

register(Circle)
register(ExclusiveOr)
register(Gaussians)
register(Spiral)
register(Plane)
register(Hills)
register(Moons)
register(Rings)
register(Checkerboard)
register(Blobs)
register(Spirals)
register(Curve)
register(OwnPoints)
register(And)
register(Or)
register(Nand)
register(Xor)
register(Not)
register(Sine)
register(StepFunction)
register(Polynomial)
register(Parity)
register(OwnNumbers)
register(Shapes)
register(Digits)
register(ParityOverTime)
register(Echo)
register(Adding)
register(Brackets)
register(Wave)
register(Translation)
register(OwnPairs)
register(OwnTable)
register(OwnPictures)
