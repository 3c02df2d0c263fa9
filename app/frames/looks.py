"""The registry of looks, and the views in which a page requests them."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, cast

from pydantic import GetCoreSchemaHandler, create_model
from pydantic_core import CoreSchema, core_schema

from app.frames.attribution import WhereItLooks
from app.frames.augmentation import AugmentedPictures
from app.frames.boxes import Boxes
from app.frames.cell import CellWindow
from app.frames.channel_maps import ChannelMaps
from app.frames.confusion import ConfusionMatrix
from app.frames.curves import Curves
from app.frames.dropout import KeptUnits
from app.frames.embedding import EmbeddedSamples
from app.frames.ensemble import Ensemble
from app.frames.experiment import ShownExperiment
from app.frames.family import FamilyTiles
from app.frames.features import FeatureMaps
from app.frames.filters import Filters
from app.frames.focus import Focus
from app.frames.functions import Functions
from app.frames.ground import LossSurface
from app.frames.history import LossHistory
from app.frames.inside import InsideLayers
from app.frames.look import Keys, Look
from app.frames.maps import Maps
from app.frames.masks import DropoutMasks
from app.frames.parameters import Parameters
from app.frames.prediction import Prediction
from app.frames.progress import Progress
from app.frames.race import RaceOnGround
from app.frames.reconstructions import Reconstructions
from app.frames.samples import Samples
from app.frames.search import SearchTrials
from app.frames.through_time import NetworkThroughTime
from app.frames.tile import Tile
from app.frames.tile_curve import TileCurve
from app.frames.truth_table import TruthTable
from app.frames.views import LookView, Views
from app.frames.warped_plane import WarpedPlane
from app.frames.worked_example import WorkedStep
from engine.shape import Shape

LOOKS: list[type[Look]] = [
    Progress,
    Focus,
    Parameters,
    Maps,
    Filters,
    Curves,
    InsideLayers,
    ConfusionMatrix,
    TruthTable,
    Prediction,
    Reconstructions,
    Boxes,
    AugmentedPictures,
    ChannelMaps,
    EmbeddedSamples,
    WarpedPlane,
    LossSurface,
    WhereItLooks,
    CellWindow,
    KeptUnits,
    DropoutMasks,
    NetworkThroughTime,
    WorkedStep,
    ShownExperiment,
    Samples,
    FeatureMaps,
    Functions,
    LossHistory,
    Tile,
    TileCurve,
    FamilyTiles,
    SearchTrials,
    Ensemble,
    RaceOnGround,
]
"""The looks, in their order in frames."""


def register(look: type[Look]) -> None:
    """Add a look, with its fields of the views."""
    LOOKS.append(look)


def keys_of(shape: Shape, views: Views) -> Keys:
    """The looks that a watcher of a run of this shape sees."""
    keys = [(look, look.alike(shape, views)) for look in LOOKS if look.is_on_tiles or not views.tile]
    return tuple((look, key) for look, key in keys if key is not None)


def lasting(keys: Keys) -> Keys:
    """The looks that have entries for full frames."""
    return tuple(each for each in keys if any(entry.is_full for entry in each[0].entries))


def names_in_full() -> frozenset[str]:
    """The names of entries that only full frames have, in the header and as arrays."""
    return frozenset(entry.name for look in LOOKS for entry in look.entries if entry.is_full)


def views_of(value: Views | Mapping[str, Any]) -> Views:
    """Views, with every look's fields, from plain values or from other views. Raises ValidationError."""
    # Several looks may share a view.
    model = composed(tuple(dict.fromkeys(look.view for look in LOOKS if look.view is not None)))
    if isinstance(value, Views):
        return value if type(value) is model else model.model_validate(value.model_dump())
    return model.model_validate(value)


@lru_cache(maxsize=4)
def composed(views: tuple[type[LookView], ...]) -> type[Views]:
    """Views with the fields of these views."""
    bases: Any = (*views, Views)
    return cast(type[Views], create_model("Views", __base__=bases))


class OfAllLooks:
    """Views are validated with the looks that are registered at that time."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(views_of)


AnyViews = Annotated[Views, OfAllLooks()]
