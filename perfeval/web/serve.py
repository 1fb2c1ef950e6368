"""Starting the server (启动): the port, the lock on the data file, the token, the browser."""

from __future__ import annotations

import asyncio
import socket
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

import uvicorn
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from perfeval.files.lock import locked
from perfeval.web.settings import Settings, is_loopback

_FIRST_PAGE = 2.0
"""Seconds for the first page, before the reading processes start and compete with it for the cores."""


class NotAllowedError(Exception):
    """An address that other machines reach, without a proxy that says who is asking."""


def serve(settings: Settings, open_browser: bool, say: Callable[[str], None]) -> None:
    """Serve until interrupted. Raises NotAllowedError; OSError for the port or folder."""
    if not is_loopback(settings.host) and not settings.proxies:
        raise NotAllowedError(settings.host)
    settings.folder.mkdir(parents=True, exist_ok=True)
    with locked(settings.folder), _listening(settings) as listener:
        settings = replace(settings, port=listener.getsockname()[1])
        opening = _Opening(settings)
        server = _Server(
            uvicorn.Config(
                opening,
                log_level="warning",
                lifespan="on",
                server_header=False,
                timeout_graceful_shutdown=3,
            )
        )
        link = f"{settings.origin}/enter?token={settings.entry_token}"

        def ready() -> None:
            say(link)
            if open_browser:
                threading.Thread(target=webbrowser.open, args=(link,), daemon=True).start()

        server.ready, opening.failed = ready, server.stop
        server.run(sockets=[listener])
        if opening.error is not None:
            raise opening.error


class _Opening:
    """The application, loaded while the browser starts: whoever asks before that waits for it."""

    failed: Callable[[], None]

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._app: asyncio.Future[Starlette]
        self.error: Exception | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, once there is somebody to hand it to."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await (await asyncio.shield(self._app))(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        self._app = asyncio.get_running_loop().create_future()
        end = asyncio.Event()
        await receive()
        life = asyncio.create_task(self._open_until(end))
        await send({"type": "lifespan.startup.complete"})
        await receive()
        end.set()
        await life
        await send({"type": "lifespan.shutdown.complete"})

    async def _open_until(self, end: asyncio.Event) -> None:
        try:
            module = await asyncio.to_thread(import_module, "perfeval.web.app")
            app = module.create_app(self._settings)
        except Exception as error:
            self.error = error
            self._app.cancel()
            self.failed()
            return
        async with app.router.lifespan_context(app):
            self._app.set_result(app)
            asyncio.get_running_loop().call_later(_FIRST_PAGE, app.state.jobs.warm)
            await end.wait()


class _Server(uvicorn.Server):
    """Tells when it accepts connections."""

    ready: Callable[[], None]

    def stop(self) -> None:
        """End once the requests under way are answered."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.ready()


def _listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((settings.host, settings.port))
    return listener
