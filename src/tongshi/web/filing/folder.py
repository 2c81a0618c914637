"""The folder into which a site is written: file by file, each whole or not at all, and nothing else in it is touched.

`tongshi-site.json` names the files that were written with their digests: what is no longer of the site goes by it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from tongshi.errors import TongshiError

MANIFEST = "tongshi-site.json"

_FORMAT = 1

#: Behind the name of a file that is being written.
_PART = ".part"


class SiteFolder:
    """A folder that is empty, not there yet, or was written before; raises TongshiError where it is another."""

    def __init__(self, place: Path) -> None:
        self.place = place
        with _told(place):
            if place.exists() and not place.is_dir():
                raise TongshiError(f"{place}: not a folder")
            self.before = _manifest(place)
            place.mkdir(parents=True, exist_ok=True)

    def write(self, file: str, content: bytes) -> str:
        """Write a file, unless it is there as it should be; its digest. Raises TongshiError."""
        place = self.place / file
        with _told(place):
            if not _holds(place, content):
                place.parent.mkdir(parents=True, exist_ok=True)
                part = place.with_name(f"{place.name}{_PART}")
                part.write_bytes(content)
                part.replace(place)
        return digest_of(content)

    def tidy(self) -> None:
        """Take away what processes that were killed had begun to write."""
        for part in self.place.rglob(f"*.html{_PART}"):
            part.unlink(missing_ok=True)

    def keep(self, files: Mapping[str, str]) -> None:
        """Note which files are of the site, by their digests."""
        told = {"format": _FORMAT, "files": dict(sorted(files.items()))}
        self.write(MANIFEST, json.dumps(told, indent=0).encode() + b"\n")

    def remove(self, files: Mapping[str, str]) -> int:
        """Take away files that were written before and are as they were then; how many."""
        gone = 0
        for file, digest in files.items():
            place = self.place / file
            with _told(place):
                if place.is_file() and digest_of(place.read_bytes()) == digest:
                    place.unlink()
                    gone += 1
                    self._tidy(place.parent)
        return gone

    def _tidy(self, folder: Path) -> None:
        """Take away folders that are left empty."""
        with suppress(OSError):
            while folder != self.place:
                folder.rmdir()
                folder = folder.parent


def digest_of(content: bytes) -> str:
    """By which a file is known."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _holds(place: Path, content: bytes) -> bool:
    return place.is_file() and place.stat().st_size == len(content) and place.read_bytes() == content


def _manifest(place: Path) -> dict[str, str]:
    """The files that were written before; raises TongshiError."""
    manifest = place / MANIFEST
    if not manifest.exists():
        if place.exists() and any(place.iterdir()):
            raise TongshiError(f"{place}: not empty, and no site was written there: name another folder")
        return {}
    try:
        told = json.loads(manifest.read_bytes())
        files = {str(file): str(digest) for file, digest in told["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TongshiError(f"{manifest}: not a list of the files of a site") from error
    if any(not _is_within(file) for file in files):
        raise TongshiError(f"{manifest}: it names files outside of the folder")
    return files


def _is_within(file: str) -> bool:
    path = PurePosixPath(file)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in file and ":" not in file


@contextmanager
def _told(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise TongshiError(f"{place}: {error.strerror or error}") from error
