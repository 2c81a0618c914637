"""Commands on the pages: serve them, and write them as files."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from tongshi import display
from tongshi.cli.application import INTERRUPTED, app
from tongshi.cli.opening import names_known, released, rights_of
from tongshi.cli.options import DEFAULT_DB, Database, HowMuch, WithholdFile
from tongshi.cli.output import say, shown_progress
from tongshi.cli.review import By, reviewer
from tongshi.errors import TongshiError
from tongshi.rights import Texts
from tongshi.store import open_store

if TYPE_CHECKING:
    from tongshi.web.filing import Done
    from tongshi.web.words import Language

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
    open_store(db).close()  # what is wrong with it is told before anything else
    with _listening(host, port) as sock, suppress(KeyboardInterrupt):  # which is how it ends
        say(f"reading {db} …", prefix="")
        site = create_app(settings)
        at = f"[{host}]" if ":" in host else host
        say(f"the pages are at http://{at}:{sock.getsockname()[1]}/ (Ctrl-C ends)", prefix="")
        server = uvicorn.Server(uvicorn.Config(site, log_level="warning", **SERVER))
        server.run([sock])


@app.command(epilog="Example: tongshi site public/ --db calls.db --text evidence --base-url https://example.org/calls")
def site(
    out: Annotated[Path, typer.Argument(metavar="OUT/", help="The folder: new, empty, or written by this before.")],
    *,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    title: Annotated[str, typer.Option(help="What the site is called.")] = "",
    language: Annotated[
        list[str] | None,
        typer.Option(metavar="LANGUAGE", help="en, zh-Hans or zh-Hant; can be given again. All where not given."),
    ] = None,
    base_url: Annotated[
        str, typer.Option(metavar="URL", help="Where the folder will be found, for sitemap, feeds and canonical links.")
    ] = "",
    jobs: Annotated[int | None, typer.Option(help="Processes; all cores where not given.", min=1)] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no closing line.")] = False,
    db: Database = DEFAULT_DB,
) -> None:
    """Write the pages as files, which any host serves and a browser opens from a folder; run it again after a build.

    Only what changed is written anew, and only files that it wrote itself are ever taken away.
    """
    from tongshi.web import SiteSettings  # noqa: PLC0415
    from tongshi.web.filing import FilingSettings, write_site  # noqa: PLC0415

    pages = SiteSettings(db=db, rights=rights_of(db, text, withhold), layers=names_known(db), title=title, threads=1)
    settings = FilingSettings(
        site=pages, languages=_languages(language or ()), base=_base(base_url), jobs=jobs or os.cpu_count() or 1
    )
    try:
        with (
            released(db, text, withhold) as release,
            shown_progress(display.console(error=True), _filing_line, quiet=quiet) as progress,
        ):
            done = write_site(out, settings, release, progress)
    except KeyboardInterrupt:
        say("interrupted: what is written can be read; run it again to write the rest")
        raise typer.Exit(INTERRUPTED) from None
    if not quiet:
        removed = f", {done.removed:,} taken away" if done.removed else ""
        say(f"{out}: {done.pages:,} pages, {len(done.files):,} files, {done.size:,} bytes{removed}", prefix="")


def _filing_line(done: Done) -> str:
    return f"{done.pages:,} pages, {done.ahead:,} ahead, {done.size // 1_000_000:,} MB"


def _languages(given: Sequence[str]) -> tuple[Language, ...]:
    """The languages given, the first being that of whoever has none of them; raises TongshiError."""
    from tongshi.web.words import LANGUAGES, is_language  # noqa: PLC0415

    for each in given:
        if not is_language(each):
            raise TongshiError(f"--language: {each}: not one of {', '.join(LANGUAGES)}")
    return tuple(dict.fromkeys(filter(is_language, given))) or LANGUAGES


def _base(given: str) -> str:
    """An address without a slash at its end; raises TongshiError."""
    parts = urlsplit(given)
    if given and not (parts.scheme in {"http", "https"} and parts.netloc and not parts.query and not parts.fragment):
        raise TongshiError(f"--base-url: {given}: not an address like https://example.org/calls")
    return given.rstrip("/")


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
