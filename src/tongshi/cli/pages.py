"""Commands on the pages: serve."""

from __future__ import annotations

import socket
from typing import Annotated

import typer

from tongshi.cli.application import app
from tongshi.cli.opening import names_known, rights_of
from tongshi.cli.options import DEFAULT_DB, Database, HowMuch, WithholdFile
from tongshi.cli.output import say
from tongshi.errors import TongshiError
from tongshi.rights import Texts

#: Where the pages are, if no other place is given: on this machine only.
LOOPBACK, PORT = "127.0.0.1", 8765


@app.command(epilog="Example: tongshi serve --db calls.db --port 8765")
def serve(
    *,
    host: Annotated[
        str, typer.Option(help="Address to listen at; by default this machine alone can come in.")
    ] = LOOPBACK,
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.", min=0, max=65535)] = PORT,
    title: Annotated[str, typer.Option(help="What the site is called.")] = "",
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Serve the store as pages, until interrupted: read, compare, follow and correct contacts in a browser."""
    # what it takes to serve need not be loaded for any other command
    import uvicorn  # noqa: PLC0415

    from tongshi.web import SiteSettings, create_app  # noqa: PLC0415

    layers = names_known(db)
    settings = SiteSettings(db=db, rights=rights_of(db, text, withhold), layers=layers, title=title)
    site = create_app(settings)
    with _listening(host, port) as sock:
        at = sock.getsockname()
        say(f"the pages are at http://{host}:{at[1]}/ (Ctrl-C ends)", prefix="")
        server = uvicorn.Server(uvicorn.Config(site, log_level="warning", server_header=False, timeout_keep_alive=15))
        server.run([sock])


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError as error:
        sock.close()
        raise TongshiError(f"{host}:{port}: {error.strerror or error}; --port names another") from error
    return sock
