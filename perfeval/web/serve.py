"""Starting the server (启动): the port, the lock on the data file, the token, the browser."""

from __future__ import annotations

import socket
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import replace

import uvicorn

from perfeval.files.lock import locked
from perfeval.web.app import create_app
from perfeval.web.settings import Settings, is_loopback


class NotAllowedError(Exception):
    """An address that other machines reach, without a proxy that says who is asking."""


def serve(settings: Settings, open_browser: bool, say: Callable[[str], None]) -> None:
    """Serve until interrupted. Raises NotAllowedError; OSError for the port or folder."""
    if not is_loopback(settings.host) and not settings.proxies:
        raise NotAllowedError(settings.host)
    settings.folder.mkdir(parents=True, exist_ok=True)
    with locked(settings.folder), _listening(settings) as listener:
        settings = replace(settings, port=listener.getsockname()[1])
        app = create_app(settings)
        server = _Server(
            uvicorn.Config(
                app,
                log_level="warning",
                lifespan="on",
                server_header=False,
                timeout_graceful_shutdown=3,
            )
        )
        link = f"{settings.origin}/enter?token={settings.entry_token}"

        def ready() -> None:
            say(link)
            app.state.jobs.warm()
            if open_browser:
                threading.Thread(target=webbrowser.open, args=(link,), daemon=True).start()

        server.ready = ready
        server.run(sockets=[listener])


class _Server(uvicorn.Server):
    """Tells when it accepts connections."""

    ready: Callable[[], None]

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
