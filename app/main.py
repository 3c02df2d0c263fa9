"""The application: assembles every part of the server."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware

from app.classroom import chalking
from app.classroom.access import ClassAccess
from app.classroom.board import Boards
from app.classroom.classrooms import Bounds as ClassBounds
from app.classroom.classrooms import Classrooms
from app.classroom.pooled import Feeding
from app.connections.budget import AddressTurns, Budgets
from app.connections.caller import known_callers
from app.door.codings import Codings
from app.door.cookies import Cookies
from app.door.headers import SecurityHeaders
from app.door.host_names import KnownHosts
from app.door.origins import Origins
from app.door.prefix import Prefix
from app.door.visitors import Visitors, mark_of
from app.hosts.host import Host
from app.hosts.process import ProcessHost
from app.limits import Limits
from app.live import polling, socket
from app.log import RequestIds
from app.machine import memory_for_runs
from app.metrics import Metrics
from app.runs.capacity import MayBeAwake
from app.runs.exports import Exports
from app.runs.families import Families
from app.runs.files import RunFiles
from app.runs.ready_trained import Trainings
from app.runs.runs import Runs
from app.runs.searches import Searches
from app.settings import Settings
from app.storage.archive import Archive
from app.storage.classrooms import ClassroomRows
from app.storage.database import open_database
from app.storage.datasets import Datasets
from app.storage.disk import Disk
from app.storage.ledger import Bounds, Ledger
from app.storage.lock import Lock
from app.storage.networks import Networks
from app.storage.store import Store
from app.web import (
    api_architectures,
    api_challenges,
    api_classes,
    api_datasets,
    api_deep_random,
    api_families,
    api_files,
    api_networks,
    api_ready_trained,
    api_runs,
    api_searches,
    api_seats,
    api_steering,
    api_stills,
    api_take_home,
    api_together,
    class_pages,
    docs,
    explanations,
    health,
    pages,
    privacy,
    prometheus,
    static_files,
)
from app.web.host_check import HostCheck
from app.web.problems import Problems
from app.web.rendering import Templates
from app.web.uploads import Uploads
from app.wire.commands import MAX_COMMAND_BYTES

LOCK_SECONDS = 30.0

log = logging.getLogger("chalknet")


def create_app(settings: Settings) -> FastAPI:
    """The server. Its training processes start and end with its lifespan.

    Raises CannotOpen if its database cannot be used.
    """
    hosts: list[Host] = [
        ProcessHost(f"host-{number}", settings.heartbeat_timeout, settings.checkpoint_seconds)
        for number in range(1, settings.hosts + 1)
    ]
    lock = Lock(settings.database_path, settings.database_url)
    lock.take()
    store = Store(
        open_database(settings.database_path, settings.database_url),
        disk=Disk(settings.database_path.parent, settings.free_disk_bytes)
        if settings.database_url is None
        else None,
    )
    key = settings.secret_key or cookie_key(store)
    archive = Archive(
        store,
        settings.save_seconds,
        Ledger(
            Bounds(settings.kept_bytes_per_visitor, settings.kept_bytes_per_address, settings.kept_bytes),
            store.entries(),
        ),
        settings.written_bytes_per_second,
        settings.written_bytes_per_second_per_address,
        address_key=key,
    )
    networks = Networks(archive, settings.networks_per_visitor)
    datasets = Datasets(archive, settings.datasets_per_visitor, settings.dataset_bytes_per_visitor)
    may = MayBeAwake(
        settings.runs_per_visitor,
        settings.runs_per_address,
        settings.runs_per_server,
        settings.memory_bytes_per_visitor,
        (settings.memory_bytes or memory_for_runs()) // settings.hosts,
    )
    runs = Runs(hosts, archive, datasets, may, settings.run_idle_minutes, settings.run_retention_days)
    classrooms = Classrooms(
        runs,
        ClassroomRows(archive),
        ClassBounds(
            per_visitor=settings.classes_per_visitor,
            per_address=settings.classes_per_address,
            members=settings.members_per_class,
            days=settings.class_days,
        ),
    )
    runs.access = ClassAccess(classrooms)
    boards, feeding = Boards(classrooms), Feeding(classrooms)
    trainings = Trainings(runs, networks)
    files = RunFiles(runs, datasets, settings.upload_bytes)
    cookies = Cookies(in_frames=bool(settings.frame_ancestors))
    visitors = Visitors(key, cookies)
    origins = Origins(settings.allowed_origins)
    limits = Limits(settings)
    uploads = Uploads(limits, settings.upload_bytes)
    budgets = Budgets(settings)
    templates = Templates(mark_of(key))
    metrics = Metrics(hosts)
    known = known_callers(visitors, origins, limits)
    lines = polling.PolledLines(runs, boards, limits, metrics)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await runs.open()
        await classrooms.open()
        lapsing = chalking.lapse(classrooms, classrooms.presence)
        watching = [asyncio.create_task(task) for task in (metrics.watch_loop(), keep_lock(lock), lapsing)]
        try:
            yield
        finally:
            for task in watching:
                task.cancel()
            await lines.close()
            await trainings.close()
            feeding.close()
            await classrooms.close()
            await runs.close()
            lock.release()

    app = FastAPI(
        title="Chalknet",
        summary="A neural-network playground for teaching.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.lines, app.state.budgets = lines, budgets
    app.include_router(
        pages.routes(networks, visitors, cookies, limits, templates, first_play=settings.first_play)
    )
    app.include_router(explanations.routes(templates))
    app.include_router(class_pages.routes(visitors, cookies, origins, limits, templates))
    kept = privacy.Kept(
        settings.class_days, settings.run_retention_days, settings.log_level in {"debug", "info"}
    )
    app.include_router(privacy.routes(cookies, templates, kept))
    app.include_router(api_runs.routes(runs, known))
    app.include_router(api_families.routes(Families(runs), known))
    app.include_router(api_searches.routes(Searches(runs), known))
    app.include_router(api_architectures.routes(known))
    app.include_router(api_deep_random.routes(known))
    app.include_router(api_networks.routes(runs, networks, known))
    app.include_router(api_ready_trained.routes(trainings, known))
    app.include_router(api_classes.routes(classrooms, known))
    app.include_router(api_seats.routes(classrooms, known))
    app.include_router(api_challenges.routes(classrooms, known))
    app.include_router(api_steering.routes(classrooms, known))
    app.include_router(api_stills.routes(classrooms, known))
    app.include_router(api_together.routes(classrooms, known))
    app.include_router(api_take_home.routes(classrooms, files, known))
    app.include_router(api_files.routes(files, Exports(), known, uploads))
    app.include_router(api_datasets.routes(datasets, known, uploads))
    app.include_router(socket.routes(runs, boards, visitors, origins, limits, metrics))
    app.include_router(polling.routes(lines, known))
    app.include_router(health.routes(runs))
    app.include_router(prometheus.routes(metrics, settings.metrics_token, public=settings.metrics_public))
    app.include_router(docs.routes(app, templates))
    static_files.mount_files(app)
    # A route may allow larger bodies. FastAPI's own max_body_size would wrap all other middleware, and its response
    # would be no JSON.
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=MAX_COMMAND_BYTES)
    problems = Problems(metrics, templates)
    problems.answer_in(app)
    app.add_middleware(HostCheck, known=KnownHosts(settings.allowed_hosts), problems=problems)
    app.add_middleware(
        GZipMiddleware,
        minimum_size=1000,
        compresslevel=6,
        # Frames hardly shrink, and compressing them would cost more than everything else about them.
        exclude_content_types=(*DEFAULT_EXCLUDED_CONTENT_TYPES, polling.MESSAGES),
    )
    app.add_middleware(Codings)
    app.add_middleware(SecurityHeaders, ancestors=settings.frame_ancestors)
    app.add_middleware(Prefix, prefix=settings.prefix)
    app.add_middleware(AddressTurns, addresses=budgets.addresses)
    app.add_middleware(RequestIds)
    return app


async def keep_lock(lock: Lock) -> None:
    """Hold the database for this server, forever."""
    while True:
        await asyncio.sleep(LOCK_SECONDS)
        await asyncio.to_thread(lock.keep)


def cookie_key(store: Store) -> str:
    """The key that signs the visitors' cookies: drawn at the first start, and stored."""
    key, is_kept = store.secret("cookie-key", lambda: secrets.token_urlsafe(32))
    if not is_kept:
        log.warning("the database cannot be written: after a restart, everyone will be a new visitor")
    return key
