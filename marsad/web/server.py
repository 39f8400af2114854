"""The page and the health checks that `run` serves."""

import asyncio
import contextlib
from collections.abc import Iterator

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse
from jinja2 import Environment, PackageLoader, select_autoescape
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from marsad.app.status import Status
from marsad.app.store import Store
from marsad.archive import Query
from marsad.errors import CannotDo
from marsad.settings.main import WebSettings

# No script, no foreign content: the page shows strangers' words.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class _Uvicorn(uvicorn.Server):
    """Uvicorn in somebody else's loop: signals are the daemon's."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Server:
    """Serves on the configured address until stopped."""

    def __init__(self, web: WebSettings, store: Store, status: Status) -> None:
        self._where = f"{web.host}:{web.port}"
        config = uvicorn.Config(
            make_app(store, status),
            host=web.host,
            port=web.port,
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=2,
        )
        self._server = _Uvicorn(config)
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listens.

        Raises:
            CannotDo: the address is taken or not ours.
        """
        self._task = asyncio.create_task(self._serve())
        while not self._server.started:
            if self._task.done():
                self._task.result()
                raise CannotDo(f"web.listen: cannot listen on {self._where}")
            await asyncio.sleep(0.01)

    async def _serve(self) -> None:
        try:
            await self._server.serve()
        except SystemExit as error:  # uvicorn's way to say that it cannot bind
            raise CannotDo(f"web.listen: cannot listen on {self._where}: is it in use?") from error

    async def stop(self) -> None:
        """Finishes open requests and ends."""
        self._server.should_exit = True
        if self._task:
            await asyncio.gather(self._task, return_exceptions=True)


def make_app(store: Store, status: Status) -> FastAPI:
    """The routes."""
    app = FastAPI(title="marsad", docs_url=None, redoc_url=None, openapi_url="/openapi.json")
    pages = Environment(loader=PackageLoader("marsad.web"), autoescape=select_autoescape())

    @app.exception_handler(CannotDo)
    async def away(_request: Request, error: CannotDo) -> JSONResponse:
        return _not_ready(str(error))

    @app.get("/health/live", response_class=PlainTextResponse)
    async def live() -> str:
        return "alive\n"

    @app.get("/health/ready")
    async def ready() -> JSONResponse:
        engine = status.engine
        if engine is None:
            return _not_ready("starting or stopping")
        waiting = await store.look(lambda work: work.outbox.counts())
        if store.fault:
            return _not_ready(store.fault)
        failing = sorted(state.source for state in engine.states.values() if state.failures)
        return JSONResponse(
            {
                "ready": True,
                "sources": sum(source.enabled for source in engine.settings.sources),
                "sources_failing": failing,
                "deliveries_waiting": waiting.waiting,
                "deliveries_dead": waiting.dead,
            }
        )

    @app.get("/metrics")
    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    @app.get("/style.css")
    async def style() -> Response:
        return Response(pages.get_template("style.css").render(), media_type="text/css")

    @app.get("/", response_class=HTMLResponse)
    async def incidents() -> HTMLResponse:
        found = await store.look(lambda work: work.incidents.find(Query(limit=200)))
        body = pages.get_template("incidents.html").render(incidents=found)
        return HTMLResponse(body, headers=HEADERS)

    return app


def _not_ready(reason: str) -> JSONResponse:
    return JSONResponse({"ready": False, "reason": reason}, status_code=503)
