"""Commands on the pages: serve."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from tongshi.cli.application import app
from tongshi.cli.opening import names_known, rights_of
from tongshi.cli.options import DEFAULT_DB, Database, HowMuch, WithholdFile
from tongshi.cli.output import say
from tongshi.cli.review import By, reviewer
from tongshi.errors import TongshiError
from tongshi.rights import Texts

#: Where the pages are, if no other place is given: on this machine only.
LOOPBACK, PORT = "127.0.0.1", 8765

#: Connections that wait to be taken.
LISTENING = 128

#: The guard says itself whose word on addresses it takes, and what every answer tells.
SERVER: Mapping[str, Any] = {"server_header": False, "proxy_headers": False, "timeout_keep_alive": 15, "ws": "none"}


@app.command(epilog="Example: tongshi serve --db calls.db --port 8765")
def serve(
    *,
    host: Annotated[str, typer.Option(help="Address to listen at; else this machine alone comes in.")] = LOOPBACK,
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.", min=0, max=65535)] = PORT,
    token_file: Annotated[
        Path | None,
        typer.Option("--token-file", metavar="FILE", help="Ask for the token in it; else TONGSHI_TOKEN has it."),
    ] = None,
    users: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Ask for a name and a password; `tongshi users` writes it.")
    ] = None,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Let everybody read, whoever it is, and nobody decide.")
    ] = False,
    allow_host: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A further name by which the site is reached.")
    ] = None,
    behind_proxy: Annotated[
        list[str] | None,
        typer.Option(metavar="ADDRESS", help="A proxy, of whom it is believed for whom it asks, and whether by https."),
    ] = None,
    by: By = None,
    title: Annotated[str, typer.Option(help="What the site is called.")] = "",
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Serve the store as pages, until interrupted: read, compare, follow and correct contacts in a browser.

    On this machine nothing is asked. Where others can come, give --token-file, --users or --read-only.
    """
    # what it takes to serve need not be loaded for any other command
    import uvicorn  # noqa: PLC0415

    from tongshi.web import SiteSettings, create_app  # noqa: PLC0415
    from tongshi.web.guard import read_settings  # noqa: PLC0415

    guard = read_settings(
        host,
        owner="" if read_only or users else reviewer(by).by,
        token_file=token_file,
        users=users,
        read_only=read_only,
        allowed=allow_host or (),
        proxies=behind_proxy or (),
        environ=os.environ,
    )
    layers = names_known(db)
    settings = SiteSettings(db=db, guard=guard, rights=rights_of(db, text, withhold), layers=layers, title=title)
    site = create_app(settings)
    with _listening(host, port) as sock:
        at = sock.getsockname()
        say(f"the pages are at http://{host}:{at[1]}/ (Ctrl-C ends)", prefix="")
        server = uvicorn.Server(uvicorn.Config(site, log_level="warning", **SERVER))
        server.run([sock])


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(LISTENING)  # who comes before the pages are made waits
    except OSError as error:
        sock.close()
        raise TongshiError(f"{host}:{port}: {error.strerror or error}; --port names another") from error
    return sock
