"""An archive → its files, in path order: a folder tree, a git checkout, a tar, a zip, or one file.

Nothing is unpacked: members are read one at a time into memory. What cannot be read is handed on as
a `Reject` in its place, so that the caller can count it; only an archive that is useless as a whole raises.
"""

from __future__ import annotations

import bz2
import gzip
import hashlib
import lzma
import os
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from tongshi.errors import ArchiveError
from tongshi.records import Reject

#: A post is a few KiB; the longest real one seen is 0.7 MiB of scraped page. Beyond this it is something else.
MAX_BYTES = 4 * 1024 * 1024

#: A compressed tar is spread out once, so that its members can be read in path order: in memory up to
#: here, beyond it in a nameless temporary file.
SPOOL_BYTES = 64 * 1024 * 1024

#: What a compressed tar may spread out to: a thousandfold "bomb" must not fill the disk.
MAX_SPOOL_BYTES = 16 * 1024 * 1024 * 1024

SUFFIXES = (".md", ".markdown", ".html", ".htm")

_DAMAGE = (tarfile.TarError, EOFError, lzma.LZMAError, zlib.error, OSError)


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """One file of an archive: its path inside it, `/` as separator, and its bytes."""

    path: str
    data: bytes

    @property
    def digest(self) -> str:
        """Says whether the file has changed between two builds; 32 hexadecimal digits."""
        return hashlib.blake2b(self.data, digest_size=16).hexdigest()


def archive_files(path: Path) -> Iterator[ArchiveFile | Reject]:
    """The posts' files of the archive at `path`, in path order.

    A member over `MAX_BYTES` or one that cannot be read becomes a `Reject`; so does a tar that breaks off,
    after the members that could be read. Raises `ArchiveError` where there is no such path, no archive
    or no post.
    """
    found = False
    for item in _items(path):
        found = True
        yield item
    if not found:
        raise ArchiveError(f"{path}: no posts in it (files that end in {', '.join(SUFFIXES)})")


def stem(path: str) -> str:
    """The file's name without folders and suffix: the id of its first article."""
    name = path.rsplit("/", 1)[-1]
    for suffix in SUFFIXES:
        if name.lower().endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)]
    return name


def _items(path: Path) -> Iterator[ArchiveFile | Reject]:
    try:
        if path.is_dir():
            return _folder(path, "")
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror or error}") from error
    unpack = _unpacker(head)
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _zip(path)
    if unpack or head[257:262] == b"ustar":
        return _tar(path, unpack)
    return _single(path)


def _unpacker(head: bytes) -> Callable[[Path], IO[bytes]] | None:
    """What opens a compressed tar, told from its first bytes."""
    if head.startswith(b"\x1f\x8b"):
        return lambda path: cast("IO[bytes]", gzip.open(path, "rb"))
    if head.startswith(b"\xfd7zXZ\x00"):
        return lambda path: lzma.open(path, "rb")
    if head.startswith(b"BZh"):
        return lambda path: bz2.open(path, "rb")
    return None


# --- one file, folders


def _single(path: Path) -> Iterator[ArchiveFile | Reject]:
    name = _readable(path.name)
    size = path.stat().st_size
    if size > MAX_BYTES:
        yield _too_large(name, size)
        return
    data = path.read_bytes()
    if b"\x00" in data[:8192] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ArchiveError(f"{path}: a binary file, neither a post nor an archive (folder, tar or zip)")
    yield ArchiveFile(name, data)


def _folder(root: Path, inside: str) -> Iterator[ArchiveFile | Reject]:
    try:
        with os.scandir(root) as entries:
            listing = sorted(entries, key=lambda entry: _readable(entry.name))
    except OSError as error:
        yield Reject(stem(inside), inside, f"folder cannot be read: {error.strerror or error}")
        return
    for entry in listing:
        name = _readable(entry.name)
        if name.startswith("."):
            continue
        path = f"{inside}/{name}" if inside else name
        if entry.is_dir(follow_symlinks=False):
            yield from _folder(Path(entry.path), path)
        elif name.lower().endswith(SUFFIXES):
            yield from _entry(Path(entry.path), path)


def _entry(source: Path, path: str) -> Iterator[ArchiveFile | Reject]:
    try:
        status = source.stat()
        if stat.S_ISDIR(status.st_mode):  # a link to a folder may lead round in a circle
            return
        if not stat.S_ISREG(status.st_mode):  # reading a pipe or a device would never end
            yield Reject(stem(path), path, "not a regular file")
        elif status.st_size > MAX_BYTES:
            yield _too_large(path, status.st_size)
        else:
            yield ArchiveFile(path, source.read_bytes())
    except OSError as error:
        yield Reject(stem(path), path, f"cannot be read: {error.strerror or error}")


# --- tar


def _tar(path: Path, unpack: Callable[[Path], IO[bytes]] | None) -> Iterator[ArchiveFile | Reject]:
    with tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES) as spool:
        damage = ""
        if unpack is None:
            source: IO[bytes] = path.open("rb")
        else:
            damage = _spread(path, unpack, spool)
            source = spool
        with source:
            yield from _tar_members(path, source, damage)


def _spread(path: Path, unpack: Callable[[Path], IO[bytes]], spool: IO[bytes]) -> str:
    """Write the tar inside a compressed file to `spool`; returns what was wrong with it, or nothing."""
    damage = ""
    try:
        with unpack(path) as packed:
            while chunk := packed.read1(1 << 16):  # type: ignore[attr-defined]  # a longer read loses what it had
                spool.write(chunk)
                if spool.tell() > MAX_SPOOL_BYTES:
                    raise ArchiveError(f"{path}: spreads out to more than {MAX_SPOOL_BYTES >> 30} GiB")
    except (EOFError, lzma.LZMAError, zlib.error, OSError) as error:
        damage = str(error) or type(error).__name__
    spool.seek(0)
    return damage


def _tar_members(path: Path, source: IO[bytes], damage: str) -> Iterator[ArchiveFile | Reject]:
    members: list[tuple[str, tarfile.TarInfo]] = []
    try:
        tar = tarfile.TarFile(fileobj=source)
    except _DAMAGE as error:
        raise ArchiveError(f"{path}: not a readable tar: {damage or error}") from error
    with tar:
        try:
            for member in tar:
                name = _inside(member.name)
                if _wanted(name) and (member.isfile() or member.islnk()):
                    members.append((name, member))
        except _DAMAGE as error:
            damage = damage or str(error)
        for name, member in sorted(members, key=lambda pair: pair[0].split("/")):
            if member.size > MAX_BYTES:
                yield _too_large(name, member.size)
                continue
            try:
                content = tar.extractfile(member)
                data = content.read(MAX_BYTES + 1) if content else b""
            except (*_DAMAGE, KeyError) as error:
                yield Reject(stem(name), name, f"cannot be read: {error}")
                continue
            yield _too_large(name, len(data)) if len(data) > MAX_BYTES else ArchiveFile(name, data)
    if damage:
        name = _readable(path.name)
        yield Reject(name, name, f"the archive breaks off: {damage}")


# --- zip


def _zip(path: Path) -> Iterator[ArchiveFile | Reject]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ArchiveError(f"{path}: not a readable zip: {error}") from error
    with archive:
        members = [(_inside(_zip_name(info)), info) for info in archive.infolist() if not info.is_dir()]
        for name, info in sorted(members, key=lambda pair: pair[0].split("/")):
            if not _wanted(name):
                continue
            if info.file_size > MAX_BYTES:
                yield _too_large(name, info.file_size)
                continue
            try:
                with archive.open(info) as content:
                    data = content.read(MAX_BYTES + 1)
            # an encrypted member is a RuntimeError, an unknown method a NotImplementedError
            except (zipfile.BadZipFile, *_DAMAGE, RuntimeError, NotImplementedError) as error:
                yield Reject(stem(name), name, f"cannot be read: {error}")
                continue
            yield _too_large(name, len(data)) if len(data) > MAX_BYTES else ArchiveFile(name, data)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Old zips keep names in the writer's own encoding, which the library reads as cp437."""
    if info.flag_bits & 0x800:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


# --- names


def _inside(name: str) -> str:
    return _readable(name).removeprefix("./").lstrip("/")


def _wanted(name: str) -> bool:
    hidden = any(part.startswith(".") and part != ".." for part in name.split("/"))
    return name.lower().endswith(SUFFIXES) and not hidden


def _readable(name: str) -> str:
    """A name as valid text: bytes that are not UTF-8 are written `\\xff`, so that two names stay two."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _too_large(path: str, size: int) -> Reject:
    return Reject(stem(path), path, f"too large: {size:,} bytes, at most {MAX_BYTES:,}")
