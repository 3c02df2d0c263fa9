"""The server's settings, read from environment variables that begin with CHALKNET_."""

import difflib
import json
import os
import re
from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Literal, get_args

import platformdirs
from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails, PydanticKnownError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.door.addresses import checked_network
from app.door.host_names import checked_host
from app.door.origins import checked_origin
from app.errors import explain
from app.machine import cores_for_hosts

PREFIX = "CHALKNET_"
FILE = "_FILE"
NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*", re.ASCII | re.IGNORECASE)
"""A number in a variable; Python's own notation has 1_000 and full-width digits, too."""
SECRETS = ("secret_key", "database_url", "metrics_token")
"""Settings that may be read from a file: CHALKNET_SECRET_KEY_FILE names it."""


def listed(value: object) -> object:
    """A list in one of its notations: with commas, or as JSON."""
    if not isinstance(value, str):
        return value
    if value.lstrip().startswith("["):
        try:
            return json.loads(value)
        except ValueError:
            raise ValueError(f"{value!r} begins like a JSON list, but is none") from None
    return [part.strip() for part in value.split(",") if part.strip()]


def checked_database(url: str) -> str:
    """The address of a PostgreSQL database. Raises ValueError, which does not quote it: it may hold a password."""
    if not url.startswith(("postgres://", "postgresql://")):
        raise ValueError(
            "this is no address of a PostgreSQL database: like postgresql://user:password@host/name"
        )
    return url


def checked_prefix(prefix: str) -> str:
    """The path under which a proxy serves the site: /chalknet, without a final slash; raises ValueError."""
    path = prefix.rstrip("/")
    if path and re.fullmatch(r"(/[A-Za-z0-9._~-]+)+", path) is None:
        raise ValueError(f"{prefix!r} is no path: like /chalknet")
    return path


Origins = Annotated[
    frozenset[Annotated[str, AfterValidator(checked_origin)]], NoDecode, BeforeValidator(listed)
]
Hosts = Annotated[frozenset[Annotated[str, AfterValidator(checked_host)]], NoDecode, BeforeValidator(listed)]
Networks = Annotated[
    frozenset[Annotated[str, AfterValidator(checked_network)]], NoDecode, BeforeValidator(listed)
]


def default_database() -> Path:
    """The same folder wherever the server is started from, and never among files that are served or committed."""
    return platformdirs.user_data_path("chalknet") / "chalknet.db"


class Settings(BaseSettings):
    """The settings, with their defaults. README lists the same."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True, use_attribute_docstrings=True
    )

    host: str = "127.0.0.1"
    """The address to listen on; 0.0.0.0 lets other machines in."""
    port: int = Field(default=8000, ge=0, le=65535)
    """The port to listen on; 0 takes a free one."""
    hosts: int = Field(default_factory=cores_for_hosts, ge=1, le=256)
    """How many processes train; by default one a core."""
    secret_key: str | None = Field(default=None, min_length=16, repr=False)
    """Signs the visitors' cookies. By default drawn once, and stored in the database."""
    allowed_hosts: Hosts = frozenset()
    """Names of the server besides addresses and local names, with commas: chalknet.example, *.school.example."""
    allowed_origins: Origins = frozenset()
    """Origins whose pages may connect besides the server's own, with commas: https://lms.example."""
    frame_ancestors: Origins = frozenset()
    """Origins whose pages may show this site in a frame, such as a course's, with commas: https://lms.example."""
    prefix: Annotated[str, AfterValidator(checked_prefix)] = ""
    """The path under which a proxy serves the site, where the proxy does not remove it from addresses: /chalknet."""
    trusted_proxies: Networks = frozenset({"127.0.0.1", "::1"})
    """Proxies, as addresses and networks, that are trusted to name a request's origin, with commas: 10.0.0.5."""
    first_play: bool = True
    """Whether the default run plays by itself, once and slowly, on the page of a first visit."""
    runs_per_visitor: int = Field(default=8, ge=1, le=1000)
    """How many runs of one visitor may be awake; for another one, the run unwatched for longest is put to sleep."""
    runs_per_address: int = Field(default=4000, ge=1, le=1_000_000)
    """How many runs of the visitors of one network address may be awake: a school is often one address."""
    runs_per_server: int = Field(default=4000, ge=1, le=1_000_000)
    """How many runs may be awake."""
    memory_bytes: int | None = Field(default=None, ge=10_000_000, le=10**15)
    """How much memory the runs may take; by default three fifths of what the machine or the container has."""
    memory_bytes_per_visitor: int = Field(default=400_000_000, ge=1_000_000, le=10**15)
    """How much of it the runs of one visitor may take."""
    sockets_per_visitor: int = Field(default=16, ge=1, le=1000)
    """How many pages one visitor may have open."""
    sockets_per_address: int = Field(default=4000, ge=1, le=1_000_000)
    """How many pages the visitors of one address may have open."""
    subscriptions_per_visitor: int = Field(default=32, ge=1, le=100_000)
    """How many runs one visitor may watch at once, over all pages."""
    subscriptions_per_address: int = Field(default=8000, ge=1, le=1_000_000)
    """How many runs the visitors of one address may watch at once."""
    commands_per_second: float = Field(default=50, ge=1, le=1_000_000)
    """How many requests and commands one visitor may send a second, in the long run; five times as many at once."""
    commands_per_second_per_address: float = Field(default=5000, ge=1, le=1_000_000)
    """The same for all visitors of one address."""
    visitors_per_minute_per_address: float = Field(default=4000, ge=1, le=1_000_000)
    """How many new visitors one address may bring in a minute."""
    bytes_per_second: float = Field(default=4_000_000, ge=10_000, le=1e12)
    """How many bytes are sent to one visitor a second; a page that requests more gets fewer frames."""
    connections_per_address: int = Field(default=4000, ge=1, le=1_000_000)
    """How many connections one address may have open; a proxy is one address."""
    header_seconds: float = Field(default=15, gt=0, le=600)
    """The time in which a request's header must be complete."""
    body_seconds: float = Field(default=60, gt=0, le=3600)
    """The time in which a request's body, such as a file, must be complete."""
    received_bytes_per_second: float = Field(default=1_000_000, ge=1000, le=1e12)
    """How many bytes are read from one connection a second, in the long run; ten times as many at once."""
    loop_share_per_connection: float = Field(default=0.1, gt=0, le=1)
    """The share of the server's time for one connection, in the long run; above it, a connection waits or closes."""
    loop_share_per_address: float = Field(default=0.5, gt=0, le=1)
    """The same for all connections of one address together; requested frames do not count."""
    networks_per_visitor: int = Field(default=20, ge=0, le=100_000)
    """How many networks one visitor may save."""
    datasets_per_visitor: int = Field(default=20, ge=0, le=100_000)
    """How many data sets one visitor may store."""
    dataset_bytes_per_visitor: int = Field(default=50_000_000, ge=0, le=10**12)
    """How many bytes their values may take: eight a cell."""
    kept_bytes_per_visitor: int = Field(default=200_000_000, ge=1_000_000, le=10**15)
    """How many bytes one visitor's runs, networks and data sets may take in the database."""
    kept_bytes_per_address: int = Field(default=5_000_000_000, ge=1_000_000, le=10**15)
    """The same for all visitors of one address."""
    kept_bytes: int = Field(default=20_000_000_000, ge=1_000_000, le=10**15)
    """The same for everybody."""
    written_bytes_per_second: float = Field(default=10_000_000, ge=10_000, le=1e12)
    """How many bytes a second are written for one visitor, in the long run; ten times as many at once."""
    written_bytes_per_second_per_address: float = Field(default=50_000_000, ge=10_000, le=1e12)
    """The same for all visitors of one address."""
    free_disk_bytes: int = Field(default=200_000_000, ge=0, le=10**15)
    """So much of the disk under the SQLite file is kept free; nothing is saved beyond that."""
    classes_per_visitor: int = Field(default=20, ge=0, le=100_000)
    """How many classes one teacher may have."""
    classes_per_address: int = Field(default=500, ge=0, le=1_000_000)
    """How many classes may be opened from one network address."""
    members_per_class: int = Field(default=200, ge=1, le=1000)
    """How many students a class may have."""
    class_days: float = Field(default=30, gt=0, le=3650)
    """So long after it was opened, a class is deleted with all that is in it."""
    upload_bytes: int = Field(default=16_000_000, ge=1000, le=100_000_000)
    """The largest size of a CSV file, or of an archive of pictures."""
    upload_bytes_per_second: float = Field(default=500_000, ge=1000, le=1e12)
    """How many bytes of files one visitor may send a second, in the long run; thirty times as many at once."""
    upload_bytes_per_second_per_address: float = Field(default=5_000_000, ge=1000, le=1e12)
    """The same for all visitors of one address."""
    upload_bytes_at_once_per_address: int = Field(default=100_000_000, ge=1000, le=10**12)
    """How many bytes of files may be in transfer from one address at once; each visitor sends one file at a time."""
    ping_seconds: float = Field(default=10, gt=0, le=600)
    """How often a page is pinged."""
    pong_seconds: float = Field(default=15, gt=0, le=600)
    """The time in which a page must answer a ping: on a slow line, behind a large frame."""
    metrics_token: str | None = Field(default=None, min_length=16, repr=False)
    """A client that sends it as `Authorization: Bearer ...` may read /metrics."""
    metrics_public: bool = False
    """Whether anyone may read /metrics."""
    run_idle_minutes: float = Field(default=60, gt=0, le=525_600)
    """A run that is unwatched for so long is put to sleep, and uses no memory until its visitor returns."""
    run_retention_days: float = Field(default=90, gt=0, le=36_500)
    """A run that has not changed for so long is deleted. Days on which the server was off do not count."""
    database_path: Path = Field(default_factory=default_database)
    """The SQLite file in which the runs are stored, created if need be; by default in the user's data folder."""
    database_url: Annotated[str, AfterValidator(checked_database)] | None = Field(default=None, repr=False)
    """A PostgreSQL database to be used instead: postgresql://user:password@host/name."""
    save_seconds: float = Field(default=3, ge=0.1, le=600)
    """How often the runs are written to the database; a run that pauses or loses its watchers is saved at once."""
    heartbeat_timeout: float = Field(default=5, ge=1, le=600)
    """Seconds of silence after which a training process is replaced."""
    checkpoint_seconds: float = Field(default=1, ge=0.1, le=600)
    """How often the runs' states are saved against the loss of a training process."""
    log_level: Literal["debug", "info", "warning", "error"] = "warning"
    """The level of the log; "info" writes a line for each request."""

    @field_validator("*", mode="before")
    @classmethod
    def numbers_are_plain(cls, value: object, field: ValidationInfo) -> object:
        annotation = cls.model_fields[str(field.field_name)].annotation
        kinds = {annotation, *get_args(annotation)} & {int, float}
        if kinds and isinstance(value, str) and NUMBER.fullmatch(value) is None:
            raise PydanticKnownError("int_parsing" if int in kinds else "float_parsing")
        return value


def settings_from_environment(**given: object) -> Settings:
    """The settings, `given` ones (from the command line) before the environment's.

    Raises ValueError, one line for each wrong variable.
    """
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    known |= {PREFIX + name.upper() + FILE for name in SECRETS}
    unknown = sorted(
        name for name in os.environ if name.upper().startswith(PREFIX) and name.upper() not in known
    )
    if unknown:
        raise ValueError("\n".join(unknown_setting(name, known) for name in unknown))
    try:
        return Settings(**secrets_in_files(), **given)  # type: ignore[arg-type]
    except ValidationError as invalid:
        raise ValueError("\n".join(wrong_setting(error, given) for error in invalid.errors())) from None


def unknown_setting(name: str, known: Collection[str]) -> str:
    alike = difflib.get_close_matches(name.upper(), known, 1)
    return f"unknown setting {name}; " + (
        f"is {alike[0]} meant?" if alike else f"known are {', '.join(sorted(known))}"
    )


def wrong_setting(error: ErrorDetails, given: Collection[str]) -> str:
    """The error, with the setting's name in its notation: --port, or CHALKNET_PORT."""
    name = str(error["loc"][0])
    shown = f"--{name}" if name in given else PREFIX + name.upper()
    if error["type"] == "value_error":
        return f"{shown}: {error['ctx']['error']}"
    # A port is a name, and no count: its bound is a text, without a mark for thousands.
    context = {
        bound: str(value) if name == "port" else value for bound, value in error.get("ctx", {}).items()
    }
    return explain([{**error, "loc": [shown], "ctx": context}]).message


def secrets_in_files() -> dict[str, str]:
    """The secrets whose files are named; raises ValueError."""
    found = {}
    for name in SECRETS:
        variable = PREFIX + name.upper()
        if path := os.environ.get(variable + FILE):
            if os.environ.get(variable):
                raise ValueError(f"{variable} and {variable}{FILE} are both set: which one is meant?")
            try:
                found[name] = Path(path).read_text("utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                raise ValueError(f"{variable}{FILE}: {path} cannot be read: {error}") from None
    return found
