"""The server's settings, read from environment variables that begin with CHALKNET_."""

import os
import secrets
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "CHALKNET_"


def cores_for_hosts() -> int:
    """All cores but one for the web loop, and one at least."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, cores - 1)


class Settings(BaseSettings):
    """What can be set, with its default. README lists the same."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True, use_attribute_docstrings=True
    )

    host: str = "127.0.0.1"
    """The address to listen on; 0.0.0.0 lets other machines in."""
    port: int = Field(default=8000, ge=0, le=65535)
    """The port to listen on; 0 takes a free one."""
    hosts: int = Field(default_factory=cores_for_hosts, ge=1, le=256)
    """How many processes train; by default one a core, less one for the web."""
    secret_key: str = Field(default_factory=lambda: secrets.token_urlsafe(32), min_length=16)
    """Signs the visitors' cookies. By default drawn at each start, which makes everyone a new visitor."""
    allowed_origins: frozenset[str] = frozenset()
    """Origins whose pages may connect besides the server's own, as a JSON list: ["https://lms.example"]."""
    runs_per_visitor: int = Field(default=8, ge=1, le=1000)
    """How many runs one visitor may have."""
    sockets_per_visitor: int = Field(default=16, ge=1, le=1000)
    """How many pages one visitor may have open."""
    run_idle_minutes: float = Field(default=60, gt=0, le=525_600)
    """A run that nobody watches for so long is ended."""
    heartbeat_timeout: float = Field(default=5, ge=1, le=600)
    """Seconds of silence after which a training process is replaced."""
    checkpoint_seconds: float = Field(default=1, ge=0.1, le=600)
    """How often the runs' states are saved against the loss of a training process."""
    log_level: Literal["debug", "info", "warning", "error"] = "warning"
    """What is written to the log; "info" writes a line for each request."""


def settings_from_environment(**given: object) -> Settings:
    """The settings, `given` ones (from the command line) before the environment's.

    Raises ValueError, one line for each wrong variable.
    """
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    unknown = sorted(
        name for name in os.environ if name.upper().startswith(PREFIX) and name.upper() not in known
    )
    if unknown:
        raise ValueError(f"unknown setting {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as invalid:
        lines = [f"{PREFIX}{str(error['loc'][0]).upper()}: {error['msg']}" for error in invalid.errors()]
        raise ValueError("\n".join(lines)) from None
