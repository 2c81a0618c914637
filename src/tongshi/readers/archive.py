"""An archive → its files, in path order: a folder tree, a git checkout, a tar, a zip, or one file.

Nothing is unpacked: members are read one at a time into memory. What cannot be read is handed on as
a `Reject` in its place, so that the caller can count it; only an archive that is useless as a whole raises.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, groupby, islice
from pathlib import Path
from typing import IO, cast

from tongshi.errors import ArchiveError
from tongshi.readers.encoding import utf16
from tongshi.readers.files import (
    HARMLESS_BYTES,
    LINES,
    LINKED,
    MAX_RATIO,
    PACKED,
    SUFFIXES,
    WARCS,
    ArchiveFile,
    cap,
    not_read,
    stem,
    too_large,
)
from tongshi.readers.lines import FieldMap, may_hold_article
from tongshi.readers.parts import LISTS, feeds_of, json_lines, opened, parts, warc
from tongshi.records import Reject

#: A compressed tar is spread out once, so that its members can be read in path order: in memory up to
#: here, beyond it in a nameless temporary file.
SPOOL_BYTES = 64 * 1024 * 1024

#: What a compressed tar may spread out to: a thousandfold "bomb" must not fill the disk.
MAX_SPOOL_BYTES = 16 * 1024 * 1024 * 1024

#: Folders inside folders; beyond it something loops.
MAX_DEPTH = 64

#: Links that lead to links.
_MAX_LINKS = 40

#: Of a file of JSON, so many lines are looked at for a body.
_FIRST_LINES = 20

#: So many endings of files that are not read are told.
_MOST_KINDS = 8

_OUTSIDE = "its path leads out of the archive"
_PACKED = "an archive inside another is not looked into: give it by itself"

#: Behind the name of a page, the folder in which a browser keeps the pictures and frames of it.
_KEPT = ("_files", ".files")

_DAMAGE = (tarfile.TarError, EOFError, lzma.LZMAError, zlib.error, OSError)


def archive_files(
    path: Path, names: FieldMap | None = None, unread: Counter[str] | None = None
) -> Iterator[ArchiveFile | Reject]:
    """The posts' files of the archive at `path`, in path order; pages of a WARC and lines of JSON are files of theirs.

    `names` are those of the fields of JSON. A member over its cap or one that cannot be read becomes a `Reject`; so
    does a tar or WARC that breaks off, after what could be read. At the end `unread` has also the files that are not
    read for their names, by their endings. Raises `ArchiveError` where there is no such path, no archive or no post.
    """
    found = False
    left: Counter[str] = Counter()
    items = _items(path, left)
    for item in _named(items, names) if names else _without_indexes(items):
        found = True
        yield item
    if not found:
        told = f"; {unread_told(left)}" if left else ""
        raise ArchiveError(f"{path}: no posts in it (files that end in {', '.join(SUFFIXES)}){told}")
    if unread is not None:
        unread.update(left)


def unread_told(unread: Mapping[str, int]) -> str:
    """How many files are not read for their names, in a line: the commonest endings first."""
    kinds = sorted(unread.items(), key=lambda pair: (-pair[1], pair[0]))
    told = [f"{count:,} {kind}" for kind, count in kinds[:_MOST_KINDS]]
    if rest := sum(count for _, count in kinds[_MOST_KINDS:]):
        told.append(f"{rest:,} with other endings")
    return f"not read: {', '.join(told)}"


def _named(items: Iterable[ArchiveFile | Reject], names: FieldMap) -> Iterator[ArchiveFile | Reject]:
    for item in items:
        json = any(part.lower().endswith((*LINES, ".json")) for part in item.path.split("/"))
        yield replace(item, names=names) if json and isinstance(item, ArchiveFile) else item


def _without_indexes(items: Iterable[ArchiveFile | Reject]) -> Iterator[ArchiveFile | Reject]:
    """Of a file of JSON whose first lines hold no body, one reject: mirrors keep lists of their posts in this form."""
    for file, together in groupby(items, key=_lines_of):
        rest = iter(together)
        first = list(islice(rest, _FIRST_LINES)) if file else []
        if not file or any(not isinstance(line, ArchiveFile) or may_hold_article(line.data) for line in first):
            yield from chain(first, rest)
        else:
            yield Reject(stem(file), file, "lines of JSON without a body under a common name (see --map): an index?")


def _lines_of(item: ArchiveFile | Reject) -> str:
    """The file of JSON that a line stands in, else nothing."""
    file = item.path.rpartition("/")[0]
    return file if file.lower().endswith(LINES) else ""


def _items(path: Path, unread: Counter[str]) -> Iterator[ArchiveFile | Reject]:
    try:
        if path.is_dir():
            return _folder(path, path, "", unread)
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror or error}") from error
    if _is_warc(path, head):
        return opened(path, _readable(path.name))
    if path.name.lower().endswith((*LINES, *LISTS, ".opml")):
        return opened(path, _readable(path.name))
    unpack = _unpacker(head)
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _zip(path, unread)
    if unpack or head[257:262] == b"ustar":
        return _tar(path, unpack, unread)
    return _single(path)


def _is_warc(path: Path, head: bytes) -> bool:
    if head.startswith(b"\x1f\x8b"):
        try:
            with gzip.open(path, "rb") as packed:
                head = packed.read(5)
        except _DAMAGE:
            return False
    return head.startswith(b"WARC/")


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
    if size > cap(name):
        yield too_large(name, size)
        return
    data = path.read_bytes()
    if b"\x00" in data[:8192] and not utf16(data):
        raise ArchiveError(f"{path}: a binary file, neither a post nor an archive (folder, tar or zip)")
    yield ArchiveFile(name, data)


def _folder(top: Path, here: Path, inside: str, unread: Counter[str]) -> Iterator[ArchiveFile | Reject]:
    try:
        with os.scandir(here) as entries:
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
            if _kept_with(path, (f"{inside}/{each.name}" if inside else each.name for each in listing)):
                continue
            if path.count("/") < MAX_DEPTH:
                yield from _folder(top, Path(entry.path), path, unread)
            else:
                yield Reject(stem(path), path, f"folders nested more than {MAX_DEPTH} deep")
        elif name.lower().endswith(PACKED):
            yield Reject(stem(path), path, _PACKED)
        elif name.lower().endswith((*SUFFIXES, *LISTS)):
            yield from _entry(top, Path(entry.path), path)
        elif entry.is_file():
            unread.update(filter(None, [not_read(name)]))
        elif entry.is_dir():  # which may lead round in a circle
            unread[LINKED] += 1


def _kept_with(folder: str, names: Iterable[str]) -> bool:
    """Whether a browser saved a folder with one of these pages: what stands in it is no article."""
    kept = next((suffix for suffix in _KEPT if folder.lower().endswith(suffix)), "")
    pages = {f"{folder[: -len(kept)]}{suffix}" for suffix in (".html", ".htm", ".xhtml", ".shtml")} if kept else set()
    return not pages.isdisjoint(names)


def _entry(top: Path, source: Path, path: str) -> Iterator[ArchiveFile | Reject]:
    try:
        status = source.stat()
        if stat.S_ISDIR(status.st_mode):  # a link to a folder may lead round in a circle
            return
        if source.is_symlink() and not source.resolve().is_relative_to(top.resolve()):
            yield Reject(stem(path), path, "a link that leads out of the archive")
        elif not stat.S_ISREG(status.st_mode):  # reading a pipe or a device would never end
            yield Reject(stem(path), path, "not a regular file")
        elif path.lower().endswith((*WARCS, *LINES, *LISTS)):
            yield from parts(source, path, status.st_size, alone=False)
        elif status.st_size > cap(path):
            yield too_large(path, status.st_size)
        elif path.lower().endswith(".opml"):
            yield from feeds_of(source, path, alone=False)
        else:
            with source.open("rb") as file:
                data = file.read(cap(path) + 1)  # it may have grown
            yield too_large(path, len(data)) if len(data) > cap(path) else ArchiveFile(path, data)
    except (OSError, RuntimeError) as error:  # a loop of links is a RuntimeError in some versions
        yield Reject(stem(path), path, f"cannot be read: {getattr(error, 'strerror', None) or error}")


# --- tar


def _tar(
    path: Path, unpack: Callable[[Path], IO[bytes]] | None, unread: Counter[str]
) -> Iterator[ArchiveFile | Reject]:
    with tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES) as spool:
        damage = ""
        if unpack is None:
            source: IO[bytes] = path.open("rb")
        else:
            damage = _spread(path, unpack, spool)
            source = spool
        with source:
            yield from _tar_members(path, source, damage, unread)


def _spread(path: Path, unpack: Callable[[Path], IO[bytes]], spool: IO[bytes]) -> str:
    """Write the tar inside a compressed file to `spool`; returns what was wrong with it, or nothing."""
    damage = ""
    try:
        with unpack(path) as packed:
            while chunk := packed.read1(1 << 16):  # type: ignore[attr-defined]  # a longer read loses what it had
                spool.write(chunk)
                _check_size(path, spool.tell())
    except (EOFError, lzma.LZMAError, zlib.error, OSError) as error:
        damage = str(error) or type(error).__name__
    spool.seek(0)
    return damage


def _check_size(path: Path, size: int) -> None:
    """Raise where a packed archive spreads out too far, in all or for its own size."""
    if size > MAX_SPOOL_BYTES:
        raise ArchiveError(f"{path}: spreads out to more than {MAX_SPOOL_BYTES >> 30} GiB")
    if size > HARMLESS_BYTES and size > MAX_RATIO * path.stat().st_size:
        raise ArchiveError(f"{path}: spreads out to more than {MAX_RATIO} times its size: a bomb")


def _tar_members(path: Path, source: IO[bytes], damage: str, unread: Counter[str]) -> Iterator[ArchiveFile | Reject]:
    inside: list[tuple[str, tarfile.TarInfo | Reject]] = []  # one name may stand for several: none is lost
    members: dict[str, tarfile.TarInfo] = {}  # what links lead to: of two of one name the later
    try:
        tar = tarfile.TarFile(fileobj=source)
    except _DAMAGE as error:
        raise ArchiveError(f"{path}: not a readable tar: {damage or error}") from error
    with tar:
        try:
            for member in tar:
                name = _inside(member.name)
                if name is None:
                    if _wanted(member.name):
                        outside = _readable(member.name)
                        inside.append((outside, Reject(stem(outside), outside, _OUTSIDE)))
                elif member.isfile() or member.islnk() or member.issym():
                    members[name] = member
                    if _wanted(name):
                        inside.append((name, member))
        except _DAMAGE as error:
            damage = damage or str(error)
        unread.update(_not_read(members, members))
        for name, found in sorted(inside, key=lambda pair: pair[0].split("/")):
            if isinstance(found, Reject):
                yield found
            elif not _kept(name, members):
                yield from _tar_member(tar, name, found, members)
    if damage:
        name = _readable(path.name)
        yield Reject(name, name, f"the archive breaks off: {damage}")


def _tar_member(
    tar: tarfile.TarFile, name: str, found: tarfile.TarInfo, members: Mapping[str, tarfile.TarInfo]
) -> Iterator[ArchiveFile | Reject]:
    member: tarfile.TarInfo | None = found
    at = name
    for _ in range(_MAX_LINKS):
        if member is None or not (member.issym() or member.islnk()):
            break
        # a hard link names a member, a symbolic one counts from its own folder
        start = at.rpartition("/")[0] if member.issym() and not member.linkname.startswith("/") else ""
        target = None if member.issym() and member.linkname.startswith("/") else _inside(f"{start}/{member.linkname}")
        if target is None:
            yield Reject(stem(name), name, "a link that leads out of the archive")
            return
        at, member = target, members.get(target)
    if member is None or not member.isfile():
        yield Reject(stem(name), name, "a link that leads nowhere")
        return
    try:
        content = tar.extractfile(member)
        yield from _member(name, content or io.BytesIO(), member.size)
    except (*_DAMAGE, KeyError) as error:
        yield Reject(stem(name), name, f"cannot be read: {error}")


def _member(name: str, content: IO[bytes], size: int) -> Iterator[ArchiveFile | Reject]:
    """What a member of a packed archive holds."""
    if name.lower().endswith(PACKED):
        yield Reject(stem(name), name, _PACKED)
    elif name.lower().endswith(WARCS):
        yield from warc(content, name, size)
    elif name.lower().endswith(LINES):
        yield from json_lines(content, name)
    elif size > cap(name):
        yield too_large(name, size)
    else:
        data = content.read(cap(name) + 1)
        yield too_large(name, len(data)) if len(data) > cap(name) else ArchiveFile(name, data)


def _kept(name: str, names: Collection[str]) -> bool:
    """Whether a member stands in a folder that a browser saved with a page."""
    parts = name.split("/")[:-1]
    folders = ("/".join(parts[: at + 1]) for at in range(len(parts)) if parts[at].lower().endswith(_KEPT))
    return any(_kept_with(folder, names) for folder in folders)


# --- zip


def _zip(path: Path, unread: Counter[str]) -> Iterator[ArchiveFile | Reject]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ArchiveError(f"{path}: not a readable zip: {error}") from error
    with archive:
        _check_size(path, sum(info.file_size for info in archive.infolist()))
        members: list[tuple[str, zipfile.ZipInfo | Reject]] = []
        others: list[str] = []
        for info in archive.infolist():
            written = _zip_name(info)
            if written.endswith("/"):  # `info.is_dir()` fails where damage has left no name
                continue
            name = _inside(written)
            if not _wanted(written):
                others += [name] if name else []
                continue
            if name is None:
                outside = _readable(written)
                members.append((outside, Reject(stem(outside), outside, _OUTSIDE)))
            else:
                members.append((name, info))
        names = {name for name, _ in members}
        unread.update(_not_read(others, names))
        for name, member in sorted(members, key=lambda pair: pair[0].split("/")):
            if isinstance(member, Reject):
                yield member
            elif not _kept(name, names):
                yield from _zip_member(archive, name, member)


def _zip_member(archive: zipfile.ZipFile, name: str, info: zipfile.ZipInfo) -> Iterator[ArchiveFile | Reject]:
    if stat.S_ISLNK(info.external_attr >> 16):
        yield Reject(stem(name), name, "a link, not a file")
        return
    try:
        with archive.open(info) as content:
            yield from _member(name, content, info.file_size)
    # an encrypted member is a RuntimeError, an unknown method a NotImplementedError
    except (zipfile.BadZipFile, *_DAMAGE, RuntimeError, NotImplementedError) as error:
        yield Reject(stem(name), name, f"cannot be read: {error}")


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


def _inside(name: str) -> str | None:
    """A member's path from the archive's own folder, None where it leads out of it."""
    parts: list[str] = []
    for part in _readable(name).split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _wanted(name: str) -> bool:
    return name.lower().endswith((*SUFFIXES, *PACKED)) and not _hidden(name)


def _hidden(name: str) -> bool:
    return any(part.startswith(".") and part not in (".", "..") for part in name.split("/"))


def _not_read(members: Iterable[str], names: Collection[str]) -> Iterator[str]:
    """The endings of the members that are not read for their names, and that somebody may miss."""
    for name in members:
        if not (_wanted(name) or _hidden(name) or _kept(name, names)) and (kind := not_read(name)):
            yield kind


def _readable(name: str) -> str:
    """A name as valid text: bytes that are not UTF-8 are written `\\xff`, so that two names stay two."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
