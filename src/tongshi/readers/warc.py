"""WARC files → the pages in them, one at a time; nothing of a record beyond the cap is ever in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, NamedTuple

from fastwarc import ArchiveIterator, WarcRecord, WarcRecordType

from tongshi.readers.captures import Capture, iso_utc

#: The header of a record, and that of the answer in it.
MAX_HEADER = 64 * 1024

#: Records of one file.
MAX_RECORDS = 5_000_000

_PAGES = frozenset((
    "text/html", "application/xhtml+xml", "application/rss+xml", "application/atom+xml", "application/rdf+xml",
))  # fmt: skip
_KINDS = WarcRecordType.response | WarcRecordType.resource
_CAPTURES = _KINDS | WarcRecordType.revisit
_FOUND = 200
_DIGITS = str.maketrans("", "", "-T:Z")


class WarcPage(NamedTuple):
    """A page of a WARC, as the server gave it: chunks and compression undone."""

    offset: int  # of its record in the file
    capture: Capture
    data: bytes  # at most one byte more than wanted


class WarcDamage(NamedTuple):
    """A record that cannot be read, or the place from which on nothing can."""

    offset: int
    reason: str
    ends: bool = False


def warc_pages(source: IO[bytes], most: int, spread: int) -> Iterator[WarcPage | WarcDamage]:
    """The pages that were found (HTTP 200) and the feeds, in the order of the file.

    `most`: bytes of one page; `spread`: bytes that all records of the file may have together. Pictures, redirects,
    requests and records of other kinds are passed over.
    """
    whole = offset = number = 0
    try:
        records = ArchiveIterator(
            source, record_types=_KINDS, parse_http=False, max_header_len=MAX_HEADER, fsspec_args=False
        )
        for number, record in enumerate(records, 1):
            offset = record.stream_pos
            whole += record.content_length
            if whole > spread or number > MAX_RECORDS:
                yield WarcDamage(offset, "the WARC spreads out too far for its size: a bomb", ends=True)
                return
            found = _page(record, offset, most)
            if found is not None:
                yield found
    except (OSError, ValueError, EOFError) as error:
        yield WarcDamage(offset, f"the WARC breaks off: {' '.join(str(error).split())[:120]}", ends=True)


def warc_captures(source: IO[bytes]) -> Iterator[tuple[str, str]]:
    """Address and time (14 digits) of each capture in a WARC, as far as it can be read."""
    try:
        records = ArchiveIterator(
            source, record_types=_CAPTURES, parse_http=False, max_header_len=MAX_HEADER, fsspec_args=False
        )
        for number, record in enumerate(records):
            if number >= MAX_RECORDS:
                return
            if record.record_date:
                address = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
                yield address, iso_utc(record.record_date).translate(_DIGITS)
    except (OSError, ValueError, EOFError):
        return


def _page(record: WarcRecord, offset: int, most: int) -> WarcPage | WarcDamage | None:
    address = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    kind = (record.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    charset = ""
    try:
        if record.is_http:
            record.parse_http(auto_decode="all", max_header_len=MAX_HEADER)
            if record.http_headers is None or record.http_headers.status_code != _FOUND:
                return None
            kind = (record.http_content_type or "").strip().lower()
            charset = record.http_charset or ""
        if kind and kind not in _PAGES:
            return None
        data = record.reader.read(most + 1)
    except (OSError, ValueError, EOFError) as error:
        return WarcDamage(offset, f"the record cannot be read: {' '.join(str(error).split())[:120]}")
    return WarcPage(offset, Capture(address, iso_utc(record.record_date), charset), data)
