"""Files that hold many posts: WARC, lines of JSON. Lists of captures and of feeds, checked against what lies beside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from tongshi.errors import ReadError
from tongshi.readers.captures import Capture
from tongshi.readers.cdx import capture_key, listed
from tongshi.readers.encoding import decode
from tongshi.readers.feeds import Outline, outlines
from tongshi.readers.files import (
    HARMLESS_BYTES,
    LINES,
    MAX_BYTES,
    MAX_RATIO,
    WARCS,
    ArchiveFile,
    stem,
    too_large,
)
from tongshi.readers.lines import lines
from tongshi.readers.warc import WarcDamage, warc_captures, warc_pages
from tongshi.records import Reject

#: Lists of captures.
LISTS = (".cdx", ".cdxj")

_FEEDS = (".xml", ".rss", ".atom", ".rdf")
_ADDRESS = re.compile("[\"'>](https?://[^\"'<>\\s]{1,2000})[\"'<]")

#: Of a feed that may be the one that a list names, so much is looked at.
_FEED_HEAD = 16 * 1024


def opened(path: Path, name: str) -> Iterator[ArchiveFile | Reject]:
    """What an archive holds that is one such file, called `name`."""
    if name.lower().endswith(".opml"):
        return feeds_of(path, name, alone=True)
    return parts(path, name, path.stat().st_size, alone=True)


def parts(source: Path, path: str, size: int, *, alone: bool) -> Iterator[ArchiveFile | Reject]:
    """The pages or lines in a file; `alone`: it is the whole archive."""
    with source.open("rb") as file:
        if path.lower().endswith(LISTS):
            yield from _captures_of(file, source, path, alone=alone)
        elif path.lower().endswith(LINES):
            yield from json_lines(file, path)
        else:
            yield from warc(file, path, size)


def json_lines(source: IO[bytes], path: str) -> Iterator[ArchiveFile | Reject]:
    """Each line that is not empty, as a file of its own."""
    for number, line in lines(source, MAX_BYTES):
        name = f"{path}/{stem(path)}-{number:07}"
        yield too_large(name, line) if isinstance(line, int) else ArchiveFile(name, line)


def warc(source: IO[bytes], path: str, size: int) -> Iterator[ArchiveFile | Reject]:
    """Each page of a WARC of `size` bytes, as a file of its own."""
    for page in warc_pages(source, MAX_BYTES, max(HARMLESS_BYTES, MAX_RATIO * size)):
        name = f"{path}/{stem(path)}-{page.offset:010}"
        if isinstance(page, WarcDamage):
            yield Reject(stem(path), path, page.reason) if page.ends else Reject(stem(name), name, page.reason)
        elif len(page.data) > MAX_BYTES:
            yield too_large(name, len(page.data))
        else:
            yield ArchiveFile(name, page.data, page.capture)


def _captures_of(source: IO[bytes], place: Path, path: str, *, alone: bool) -> Iterator[ArchiveFile | Reject]:
    """What a list of captures names and the WARCs beside it lack; `alone`: also the pages that it names."""
    wanted = {each.key: each for each in listed(source)}
    missing = dict(wanted)
    for beside in _beside(place, WARCS):
        with beside.open("rb") as file:
            for address, time in warc_captures(file):
                missing.pop(capture_key(address, time), None)
        if alone:
            for item in parts(beside, beside.name, beside.stat().st_size, alone=True):
                if isinstance(item, Reject) or (item.capture and _key(item.capture) in wanted):
                    yield item
    for each in missing.values():
        name = f"{path}/{stem(path)}-{each.line:07}"
        yield Reject(stem(name), name, f"listed, but in no WARC beside it: {each.time} {each.url[:300]}")


def _key(capture: Capture) -> str:
    return capture_key(capture.url, "".join(filter(str.isdigit, capture.captured)))


def feeds_of(source: Path, path: str, *, alone: bool) -> Iterator[ArchiveFile | Reject]:
    """What a list of feeds names and is not beside it; `alone`: also the feeds beside it that it names."""
    try:
        named = outlines(decode(_read(source, MAX_BYTES)))
    except ReadError as error:
        yield Reject(stem(path), path, str(error))
        return
    beside: dict[str, Path] = {}
    for feed in _beside(source, _FEEDS) if named else ():
        for address in (feed.name, *_ADDRESS.findall(_read(feed, _FEED_HEAD).decode("utf-8", "replace"))):
            beside.setdefault(address, feed)
    found = [(number, each, _feed_of(each, beside)) for number, each in enumerate(named, 1)]
    if alone:
        for feed in dict.fromkeys(feed for _, _, feed in found if feed):
            yield ArchiveFile(feed.name, _read(feed, MAX_BYTES + 1))
    for number, outline, place in found:
        if place is None:
            name = f"{path}/{stem(path)}-{number:07}"
            reason = f"a feed that is not on disk, and nothing is fetched: {outline.address[:300]}"
            yield Reject(stem(name), name, reason)


def _feed_of(outline: Outline, beside: Mapping[str, Path]) -> Path | None:
    """The file that is the feed which a list names: it says so itself, or is called so."""
    called = outline.address.split("?")[0].rstrip("/").rsplit("/", 1)[-1]
    return beside.get(outline.address) or beside.get(called)


def _beside(place: Path, suffixes: tuple[str, ...]) -> list[Path]:
    """The files with these suffixes in the same folder, in order; no links, which may lead out of the archive."""
    return sorted(
        each
        for each in place.parent.iterdir()
        if each.name.lower().endswith(suffixes) and not each.is_symlink() and each.is_file()
    )


def _read(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        return file.read(most)
