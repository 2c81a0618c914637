"""The files of an archive, as readers are given them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from tongshi.readers.captures import Capture
from tongshi.readers.lines import FieldMap
from tongshi.records import Reject

#: A post is a few KiB; the longest real one seen is 0.7 MiB of scraped page. Beyond this it is something else.
MAX_BYTES = 4 * 1024 * 1024

#: A page that a browser saved holds its pictures too, as text.
MAX_PAGE_BYTES = 32 * 1024 * 1024
_PAGES = (".html", ".htm", ".xhtml", ".mhtml", ".mht")

#: News packs to a tenth, copies of copies to a hundredth; what spreads out further than this is a bomb …
MAX_RATIO = 500
#: … unless all of it is less than this.
HARMLESS_BYTES = 64 * 1024 * 1024

#: What a file that holds posts ends in; which form it is in is told by its shape.
SUFFIXES = (
    ".md", ".markdown", ".html", ".htm", ".xhtml", ".mhtml", ".mht", ".xml", ".rss", ".atom", ".rdf", ".opml",
    ".jsonl", ".ndjson", ".warc.gz", ".warc",
)  # fmt: skip
WARCS = (".warc.gz", ".warc")
#: Archives, which are read by themselves and not inside of others.
PACKED = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2")
LINES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """One file of an archive: its path inside it, `/` as separator, and its bytes."""

    path: str
    data: bytes
    capture: Capture | None = None  # where a crawler took it from
    names: FieldMap | None = None  # of the fields of JSON, where they were given

    @property
    def digest(self) -> str:
        """Says whether the file has changed between two builds; 32 hexadecimal digits."""
        found = hashlib.blake2b(self.data, digest_size=16)
        for known in (self.capture, self.names):
            if known:
                found.update(repr(known).encode("utf-8", "backslashreplace"))
        return found.hexdigest()


def stem(path: str) -> str:
    """The file's name without folders and suffix: the id of its first article."""
    name = path.rsplit("/", 1)[-1]
    for suffix in SUFFIXES:
        if name.lower().endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)]
    return name


def cap(path: str) -> int:
    """How many bytes a file of this name may have."""
    return MAX_PAGE_BYTES if path.lower().endswith(_PAGES) else MAX_BYTES


def too_large(path: str, size: int) -> Reject:
    """The reject of a file over its cap."""
    return Reject(stem(path), path, f"too large: {size:,} bytes, at most {cap(path):,}")
