"""The REST interface of deep random networks: the plane as one of their layers sees it."""

import asyncio
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from app.connections.caller import Known, guarded
from engine.probes.deep_random import DEEPEST, DeepRandom, planes_of
from engine.probes.warped_plane import LINES, POINTS

STEPS = 10_000
"""The largest coordinate is so many whole numbers from 0, which are shorter than fractions."""


class Asked(DeepRandom):
    layer: int = Field(default=DEEPEST, ge=0, le=DEEPEST)
    """0: the plane of the inputs."""


class SeenPlane(BaseModel):
    """As `warped` of a frame has it, with its grid."""

    layer: int
    units: int
    share: float
    along: float
    order: list[int]
    """The numbers of the two components along the axes."""
    largest: float
    """The largest coordinate without its sign."""
    shape: list[int]
    grid: list[int]
    """The points of the lines along which x1 stays the same, then of those of x2: 10,000 is `largest`."""


def routes(known: Known) -> APIRouter:
    router = guarded(known, "deep random networks")
    # One after the other, so that the server has time for all others; who waits holds none of its threads.
    computing = asyncio.Lock()

    @router.get("/deep-random", summary="The plane as a layer of a deep random network sees it")
    async def plane(asked: Annotated[Asked, Query()]) -> SeenPlane:
        """A network of 40 layers that nobody trains; equal fields give equal numbers."""
        described = DeepRandom(**asked.model_dump(exclude={"layer"}))
        async with computing:
            found = (await asyncio.to_thread(planes_of, described))[asked.layer]
        largest = float(np.abs(found.grid).max())
        numbers = np.rint(found.grid * (STEPS / largest if largest else 0)).astype(int)
        return SeenPlane(
            layer=found.layer,
            units=found.units,
            share=round(found.share, 4),
            along=round(found.along, 4),
            order=list(found.order),
            largest=largest,
            shape=[2, LINES, POINTS, 2],
            grid=numbers.ravel().tolist(),
        )

    return router
