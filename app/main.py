"""The application: every part of the server, put together once."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.gzip import GZipMiddleware

from app import api, api_datasets, api_networks, docs, figures, health, live, pages
from app.budget import Budgets, Turns
from app.caller import known_callers
from app.commands import MAX_COMMAND_BYTES
from app.headers import SecurityHeaders
from app.host_check import HostCheck
from app.host_names import KnownHosts
from app.hosts.base import Host
from app.hosts.process import ProcessHost
from app.limits import Limits
from app.log import RequestIds
from app.metrics import Metrics
from app.origins import Origins
from app.prefix import Prefix
from app.problems import Problems
from app.rendering import Templates
from app.runs import Runs
from app.security import Visitors, mark_of
from app.settings import Settings
from app.storage.archive import Archive
from app.storage.database import open_database
from app.storage.datasets import Datasets
from app.storage.networks import Networks
from app.storage.store import Store

log = logging.getLogger("chalknet")


def create_app(settings: Settings) -> FastAPI:
    """The server. Its training processes start and end with its lifespan.

    Raises CannotOpen if its database cannot be used.
    """
    hosts: list[Host] = [
        ProcessHost(f"host-{number}", settings.heartbeat_timeout, settings.checkpoint_seconds)
        for number in range(1, settings.hosts + 1)
    ]
    store = Store(open_database(settings.database_path, settings.database_url))
    archive = Archive(store, settings.save_seconds)
    networks = Networks(archive, settings.networks_per_visitor)
    datasets = Datasets(archive, settings.datasets_per_visitor, settings.dataset_bytes_per_visitor)
    runs = Runs(
        hosts,
        archive,
        datasets,
        settings.runs_per_visitor,
        settings.runs_per_address,
        settings.runs_per_server,
        settings.run_idle_minutes,
        settings.run_retention_days,
    )
    secret_key = settings.secret_key or cookie_key(store)
    visitors = Visitors(secret_key)
    origins = Origins(settings.allowed_origins)
    limits = Limits(settings)
    budgets = Budgets(settings)
    templates = Templates(mark_of(secret_key))
    metrics = Metrics(hosts)
    known = known_callers(visitors, origins, limits)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await runs.open()
        lateness = asyncio.create_task(metrics.watch_loop())
        try:
            yield
        finally:
            lateness.cancel()
            await runs.close()

    app = FastAPI(
        title="Chalknet",
        summary="A neural-network playground for teaching.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.budgets = budgets
    app.include_router(pages.routes(networks, visitors, limits, templates))
    app.include_router(api.routes(runs, known))
    app.include_router(api_networks.routes(runs, networks, known))
    app.include_router(api_datasets.routes(datasets, known, limits, settings.upload_bytes))
    app.include_router(live.routes(runs, visitors, origins, limits, metrics))
    app.include_router(health.routes(runs))
    app.include_router(figures.routes(metrics, settings.metrics_token, public=settings.metrics_public))
    app.include_router(docs.routes(app, templates))
    pages.mount_files(app)
    # A route may allow itself more. Not by FastAPI's own max_body_size here: that is outside of everything, and its
    # answer would be no JSON.
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=MAX_COMMAND_BYTES)
    problems = Problems(metrics, templates)
    problems.answer_in(app)
    app.add_middleware(HostCheck, known=KnownHosts(settings.allowed_hosts), problems=problems)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=6)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Prefix, prefix=settings.prefix)
    app.add_middleware(Turns, addresses=budgets.addresses)
    app.add_middleware(RequestIds)
    return app


def cookie_key(store: Store) -> str:
    """The key that signs the visitors' cookies: drawn at the first start, and kept."""
    key, is_kept = store.secret("cookie-key", lambda: secrets.token_urlsafe(32))
    if not is_kept:
        log.warning("the database cannot be written: after a restart, everyone will be a new visitor")
    return key
