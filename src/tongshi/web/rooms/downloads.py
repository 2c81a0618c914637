"""Contacts, and their sources, as files: all that are chosen, as `tongshi engagements` and its `--sources` write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

from tongshi import display
from tongshi.catalogue import Choice, Order
from tongshi.exports import csv_lines, json_lines
from tongshi.provenance import Provenance
from tongshi.store import Contact
from tongshi.web.asked import NAMES, choice_of, only_known, order_of, query_of
from tongshi.web.visits import View, Visit

#: Lines that are sent together.
_TOGETHER = 200

#: Characters of a file name, without its suffix.
_MOST_CHARACTERS = 100

_NO_WORD = re.compile(r"[^\w.+]+")

Written = Callable[[Iterable[str], Provenance, Mapping[str, int]], Iterator[str]]


def file_name(choice: Choice, order: Order, form: str, of: str = "contacts") -> str:
    """The name of a file, which tells what was chosen: `contacts-call-CN-US-since-2021-01-01.csv`."""
    told = [f"{key}-{value}" if key in {"since", "until", "sort"} else value for key, value in query_of(choice, order)]
    if choice.undated:
        told[told.index("1")] = "undated"
    words = (_NO_WORD.sub("-", each).strip("-.") for each in told)
    return f"{'-'.join((of, *filter(None, words)))[:_MOST_CHARACTERS].rstrip('-.')}.{form}"


def _download(
    form: str, media: str, lines_of: Callable[[Iterable[Contact]], Iterator[str]], written: Written
) -> Callable[[Visit], Response]:
    def make(visit: Visit) -> Response:
        only_known(visit.query, (*NAMES, "sort", "page", "lang"))  # as the table is asked
        choice, order = choice_of(visit.query, visit.catalogue, visit.site.layers), order_of(visit.query)
        lines = lines_of(visit.catalogue.select(choice, order))
        sent = _together(written(lines, visit.release.provenance, visit.withheld))
        return StreamingResponse(sent, headers=_headers(file_name(choice, order, form)), media_type=media)

    return make


def _sources(
    form: str, media: str, lines_of: Callable[[Iterable[display.Reported]], Iterator[str]], written: Written
) -> Callable[[Visit], Response]:
    """The same of the articles that report each contact; they are read while they are sent."""

    def make(visit: Visit) -> Response:
        only_known(visit.query, (*NAMES, "sort", "page", "lang"))
        choice, order = choice_of(visit.query, visit.catalogue, visit.site.layers), order_of(visit.query)
        chosen, withheld = visit.catalogue.select(choice, order), visit.withheld

        def lines() -> Iterator[str]:
            with visit.archive.release() as release:
                release.left_out.update(withheld)
                yield from written(lines_of(release.report_lines(chosen)), release.provenance, release.left_out)

        headers = _headers(file_name(choice, order, form, "sources"))
        return StreamingResponse(_together(lines()), headers=headers, media_type=media)

    return make


def _together(lines: Iterator[str]) -> Iterator[str]:
    while some := list(islice(lines, _TOGETHER)):
        yield "".join(f"{line}\n" for line in some)


def _headers(name: str) -> dict[str, str]:
    plain = "".join(each if each.isascii() else "_" for each in name)
    return {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"}


VIEWS = (
    View(
        "/contacts.csv",
        _download("csv", "text/csv", display.contact_csv, csv_lines),
        is_kept=False,
    ),
    View(
        "/contacts.jsonl",
        _download("jsonl", "application/jsonl", display.contact_lines, json_lines),
        is_kept=False,
    ),
    View("/sources.csv", _sources("csv", "text/csv", display.source_csv, csv_lines), is_kept=False),
    View("/sources.jsonl", _sources("jsonl", "application/jsonl", display.source_lines, json_lines), is_kept=False),
)
