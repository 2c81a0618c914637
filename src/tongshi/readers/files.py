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
_PAGES = (".html", ".htm", ".xhtml", ".shtml", ".mhtml", ".mht")

#: News packs to a tenth, copies of copies to a hundredth; what spreads out further than this is a bomb …
MAX_RATIO = 500
#: … unless all of it is less than this.
HARMLESS_BYTES = 64 * 1024 * 1024

#: What a file that holds posts ends in; which form it is in is told by its shape.
SUFFIXES = (
    ".md", ".markdown", ".html", ".htm", ".xhtml", ".shtml", ".mhtml", ".mht", ".xml", ".rss", ".atom", ".rdf",
    ".opml", ".jsonl", ".ndjson", ".warc.gz", ".warc",
)  # fmt: skip
WARCS = (".warc.gz", ".warc")
#: Archives, which are read by themselves and not inside of others.
PACKED = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2")
LINES = (".jsonl", ".ndjson")

#: What stands beside posts in any mirror and is none: what pages are made of, what the mirror is made with.
BESIDE = frozenset((
    "avif", "bmp", "gif", "heic", "ico", "jfif", "jpe", "jpeg", "jpg", "png", "psd", "svg", "tif", "tiff", "webp",
    "css", "less", "sass", "scss", "js", "map", "mjs", "ts", "eot", "otf", "ttf", "woff", "woff2", "aac", "avi",
    "flac", "flv", "m3u8", "m4a", "m4v", "mkv", "mov", "mp3", "mp4", "mpeg", "mpg", "ogg", "swf", "wav", "webm",
    "wma", "wmv", "bat", "cfg", "conf", "ini", "lock", "py", "rb", "sh", "toml", "yaml", "yml", "cdx", "cdxj", "db",
    "log", "md5", "part", "sha1", "sha256", "sig", "tmp",
))  # fmt: skip
#: The same of names without an ending.
_BESIDE_NAMED = frozenset((
    "authors", "changelog", "cname", "codeowners", "copying", "dockerfile", "gemfile", "licence", "license",
    "makefile", "notice", "procfile", "rakefile", "readme", "version",
))  # fmt: skip

#: What a file without an ending, and a link to a folder, is counted as.
BARE, LINKED = "without an ending", "behind a link to a folder"


#: Beyond it, what stands behind a full stop is part of a name.
_LONGEST_ENDING = 8


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


def not_read(path: str) -> str:
    """As what a file that does not hold posts by its name is told of: its ending; empty where nobody would miss it."""
    name = path.rsplit("/", 1)[-1].partition("?")[0].lower()  # a crawler's page.php?id=3
    before, _, ending = name.rpartition(".")
    if not before or not (ending.isascii() and ending.isalnum()) or ending.isdigit() or len(ending) > _LONGEST_ENDING:
        return "" if name in _BESIDE_NAMED else BARE
    return "" if ending in BESIDE else f".{ending}"


def cap(path: str) -> int:
    """How many bytes a file of this name may have."""
    return MAX_PAGE_BYTES if path.lower().endswith(_PAGES) else MAX_BYTES


def too_large(path: str, size: int) -> Reject:
    """The reject of a file over its cap."""
    return Reject(stem(path), path, f"too large: {size:,} bytes, at most {cap(path):,}")
