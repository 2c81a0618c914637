"""What a contact was from build to build: which fields were otherwise, and why they were changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from tongshi.display import date
from tongshi.errors import NotFoundError
from tongshi.lineage import Cause, ContactState, ContactVersion, FieldOutcome, differing
from tongshi.records import When
from tongshi.store import Contact, PostLine
from tongshi.web.visits import View, Visit

#: Fields that are told with others, or follow from them.
_ASIDE = frozenset({"posts", "outlets", "sources", "vanished"})


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a contact was changed, by the codes of `lineage`, and the article that is meant; None: none is."""

    code: str
    article: PostLine | None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field, what was told before and no more, and what is told since."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """A contact from some build on, or from a decision after it; `fields` in full: where nothing was before it."""

    version: ContactVersion
    ended: str  # the build, UTC, ISO 8601; empty: it did not
    reasons: tuple[Reason, ...]
    changes: tuple[FieldChange, ...]
    fields: tuple[tuple[str, str], ...]
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionsPage:
    """All versions of a contact, the latest first."""

    contact: Contact
    lines: tuple[VersionLine, ...]


def _page(visit: Visit) -> Response:
    id_ = visit.part("id")
    contact = visit.catalogue.by_id.get(id_)
    if contact is None:
        raise NotFoundError(f"{id_}: no contact of these records")
    found = visit.release.contact_versions(id_)
    articles = _articles(visit, found)
    lines: list[VersionLine] = []
    before: ContactState | None = None
    for version, ended in found:
        lines.append(_line(visit, version, ended, before, articles))
        before = version.state or before
    told = VersionsPage(contact=contact, lines=tuple(reversed(lines)))
    return visit.page("versions.html", room="contacts", told=told)


def _articles(visit: Visit, found: Iterable[tuple[ContactVersion, str]]) -> Mapping[str, PostLine]:
    """The articles that causes and sources mean, by the ids of their posts."""
    wanted: set[str] = set()
    for version, _ in found:
        wanted |= {id_ for cause in version.causes for id_ in (cause.of, cause.by) if id_.startswith("p")}
        wanted |= set(version.state.reports.values()) if version.state else set()
    return {line.post: line for line in visit.release.post_lines(sorted(wanted))}


def _line(
    visit: Visit, version: ContactVersion, ended: str, before: ContactState | None, articles: Mapping[str, PostLine]
) -> VersionLine:
    state = version.state
    found = differing(before, state) if before and state else ()
    in_full = state.said.items() if state and not before else ()
    return VersionLine(
        version=version,
        ended=ended,
        reasons=tuple(_reason(cause, articles) for cause in version.causes),
        changes=tuple(change for each in found for change in _change(visit, each, articles)),
        fields=tuple((field, told) for field, value in in_full if field not in _ASIDE
                     and (told := _told(visit, field, value))),
        articles=len(set(state.reports.values())) if state else 0,
    )  # fmt: skip


def _reason(cause: Cause, articles: Mapping[str, PostLine]) -> Reason:
    return Reason(cause.reason.replace(" ", "_"), articles.get(cause.by) or articles.get(cause.of))


def _change(visit: Visit, change: FieldOutcome, articles: Mapping[str, PostLine]) -> Iterator[FieldChange]:
    """Of several values those that went and those that came."""
    was, is_ = change.before, change.after
    if isinstance(was, list) and isinstance(is_, list):
        was, is_ = [each for each in was if each not in is_], [each for each in is_ if each not in was]
    if change.field in _ASIDE:
        yield FieldChange("sources", *(_titles(posts, articles) for posts in (was, is_)))
    else:
        yield FieldChange(change.field, *(_told(visit, change.field, value) for value in (was, is_)))


def _titles(posts: Iterable[str], articles: Mapping[str, PostLine]) -> str:
    told = (articles[post] for post in posts if post in articles)
    return "; ".join(f"{each.outlet} {each.published_at[:10]} {each.title or each.name}" for each in told)


def _told(visit: Visit, field: str, value: Any) -> str:
    """A field's value, as the codebook's file form has it, in the words of the page; empty: nothing."""
    labels = visit.labels
    if not value:
        return ""
    match field, value:
        case "date", _:
            days = {name: dt.date.fromisoformat(value[name]) for name in ("start", "end", "alt") if value.get(name)}
            return date(When(**days, precision=value["precision"])) if days else ""
        case "place", _:
            return visit.words.listed(filter(None, (value.get("city"), labels.polity(value.get("polity") or ""))))
        case "participants", _:
            return "、".join(_person(visit, each) for each in value)
        case (("corrected" | "conflicts"), _):
            return labels.fields(value)
        case (("polities" | "topics"), _):
            return visit.words.listed(map(labels.polity if field == "polities" else labels.topic, value))
        case (("type" | "status"), _):
            return labels.type(value) if field == "type" else labels.status(value)
        case "salience", _:
            return visit.words(f"records.salience_{value}")
    return visit.words.listed(map(str, value)) if isinstance(value, list) else str(value)


def _person(visit: Visit, fields: Mapping[str, Any]) -> str:
    told = " ".join(filter(None, (fields.get(name) for name in ("name", "latin", "office"))))
    polity = visit.labels.polity(fields.get("polity") or "")
    return visit.words.aside(told, polity) if polity else told


VIEWS = (View("/contacts/{id}/versions", _page),)
