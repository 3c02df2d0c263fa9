"""A part of an experiment, and what several parts have in common."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Seed = Annotated[int, Field(ge=0, le=2**32 - 1)]


class Part(BaseModel):
    """A part of an experiment: immutable; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)


class OfKind(Part):
    """A part of which there are several kinds."""

    kind: str
