"""How the pages answer while a build writes into the same file: so many requests a second, mixed, on this machine.

    python scripts/load.py STORE ARCHIVE [--rate 200] [--seconds 60]

STORE is copied, and served as `tongshi serve` does; `tongshi build --jobs 1 ARCHIVE` writes into the copy meanwhile.
Addresses are those that links of the site lead to, drawn by chance with a fixed seed. A request is sent when it is due,
whatever became of those before it, and its time counts from then.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

#: Addresses that are asked for, and connections that wait for work.
ADDRESSES, CONNECTIONS = 400, 64

#: Of the addresses of one view at most this share.
MOST_OF_A_VIEW = 0.2

_LINK = re.compile(r'href="(/[^"#]*)')
_RUN = [sys.executable, "-c", "from tongshi.cli import main; main()"]


class Client:
    """One connection that is kept open."""

    def __init__(self, host: str, port: int) -> None:
        self._at = host, port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> tuple[int, bytes]:
        """The status and the body."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(*self._at)
        reader, writer = self._streams
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: {self._at[0]}:{self._at[1]}\r\nAccept: text/html\r\n\r\n".encode("ascii")
        )
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        status = int(head.split(" ", 2)[1])
        if "content-length:" in head:
            length = int(re.search(r"content-length: *(\d+)", head)[1])  # type: ignore[index]
            return status, await reader.readexactly(length)
        body = b""
        while "transfer-encoding: chunked" in head:
            size = int((await reader.readline()).split(b";")[0], 16)
            body += (await reader.readexactly(size + 2))[:-2]
            if size == 0:
                break
        return status, body


async def addresses(host: str, port: int) -> list[str]:
    """Those that links lead to, from the first page on, no view more than its share."""
    client, found, waiting = Client(host, port), dict[str, None](), ["/"]
    views: Counter[str] = Counter()
    while waiting and len(found) < ADDRESSES:
        path = waiting.pop(0)
        view = urlsplit(path).path.split("/")[1]
        if path in found or view in {"language", "static", "review"} or views[view] >= ADDRESSES * MOST_OF_A_VIEW:
            continue
        status, body = await client.get(path)
        if status != 200:
            raise SystemExit(f"{path}: {status}")
        found[path] = None
        views[view] += 1
        links = [html.unescape(each) for each in _LINK.findall(body.decode())]
        waiting += random.sample(links, min(len(links), 12))
    return list(found)


async def load(host: str, port: int, rate: float, seconds: float) -> dict[str, object]:
    """Ask for pages at a rate, and tell how long they took, in milliseconds, and what went wrong."""
    paths = await addresses(host, port)
    due: asyncio.Queue[tuple[float, str] | None] = asyncio.Queue()
    times: list[float] = []
    wrong: Counter[str] = Counter()

    async def work() -> None:
        client = Client(host, port)
        while (given := await due.get()) is not None:
            when, path = given
            try:
                status, _ = await client.get(path)
                if status != 200:
                    wrong[f"{status} {path}"] += 1
            except (OSError, asyncio.IncompleteReadError) as error:
                wrong[f"{type(error).__name__} {path}"] += 1
                client = Client(host, port)
            times.append((time.perf_counter() - when) * 1000)

    workers = [asyncio.create_task(work()) for _ in range(CONNECTIONS)]
    start = time.perf_counter()
    for number in range(int(rate * seconds)):
        when = start + number / rate
        await asyncio.sleep(max(0.0, when - time.perf_counter()))
        due.put_nowait((when, random.choice(paths)))
    for _ in workers:
        due.put_nowait(None)
    await asyncio.gather(*workers)
    times.sort()
    return {
        "addresses": len(paths),
        "requests": len(times),
        "seconds": round(time.perf_counter() - start, 1),
        "errors": dict(wrong),
        **{f"p{share}": round(times[int(len(times) * share / 100)], 1) for share in (50, 95, 99)},
        "longest": round(times[-1], 1),
    }


@contextmanager
def serving(db: Path) -> Iterator[tuple[str, int]]:
    """`tongshi serve` on a free port, as long as this lasts."""
    command = [*_RUN, "serve", "--db", str(db), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        told = ""
        while (at := re.search(r"http://([\d.]+):(\d+)/", told)) is None:
            if not (line := server.stderr.readline()):
                raise SystemExit(told)
            told += line
        try:
            yield at[1], int(at[2])
        finally:
            server.terminate()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("store", type=Path)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    given = parser.parse_args()
    random.seed(1)
    with tempfile.TemporaryDirectory() as folder:
        db = Path(shutil.copy(given.store, folder))
        with serving(db) as (host, port):
            build = subprocess.Popen(
                [*_RUN, "build", str(given.archive), "--db", str(db), "--jobs", "1"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            try:
                told = asyncio.run(load(host, port, given.rate, given.seconds))
                told["build"] = "went on" if build.poll() is None else f"ended before, with {build.returncode}"
            finally:
                build.terminate()
                build.wait()
    print(json.dumps(told, ensure_ascii=False, indent=1))
    sys.exit(bool(told["errors"]))


if __name__ == "__main__":
    main()
