"""A site for tests: the sample archive as a store, and a server of its own for browsers."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from tongshi.build import build
from tongshi.store import open_store

SAMPLES = Path(__file__).parent.parent / "samples" / "archive"


def sample_store(folder: Path) -> Path:
    """The sample archive, built."""
    made = folder / "samples.db"
    with open_store(made, write=True) as store:
        build([SAMPLES], store, jobs=1)
    return made


def copy_of(store: Path, folder: Path) -> Path:
    """A store of one's own, for who decides on something."""
    made = folder / "copy.db"
    shutil.copy(store, made)
    return made


@contextmanager
def served(site: ASGIApp) -> Iterator[str]:
    """The address of a site that is served on a free port of this machine as long as this lasts."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.listen(64)
        server = uvicorn.Server(uvicorn.Config(site, log_level="error", lifespan="on", ws="none"))
        thread = threading.Thread(target=server.run, args=([sock],), daemon=True)
        thread.start()
        while not server.started:
            if not thread.is_alive():
                raise RuntimeError("the server did not start")
            time.sleep(0.01)
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)
