"""When a post says that it was published and changed: every stamp it carries, and whether they agree.

The best stamp is the first by source: front matter, epoch comment, body, code after the sign-off, address. Clocks
differ by a day at most, whatever the zones; stamps further apart contradict each other, and both are kept.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

from tongshi.clean.outlets import Outlet
from tongshi.clean.roles import Layout
from tongshi.offsets import Span
from tongshi.readers import epoch_moment, parse_printed, parse_stamp, printed_stamps
from tongshi.records import Contradiction, Post, Stamp, StampKind, StampSource

#: Clocks differ by a day at most: dates further apart are two dates.
APART = dt.timedelta(days=1)

#: How far before its body the head of a post is looked for.
HEAD = 12_000

#: A longer text is no stamp, though it may tell a date.
_LONGEST = 120

_EPOCH = re.compile(r"<!--[ \t]*(-?\d{1,16})[ \t]*-->")
_DATE_FIELD = re.compile(r"^date[ \t]*:[ \t]*[\"']?(.*?)[\"']?[ \t\r]*$", re.MULTILINE)
#: 更新時間：…, Last updated; the words of a label that stands alone go on to the stamp after it.
_UPDATED = re.compile(r"更新|更改|修改|修订|updated|modified")
_PUBLISHED = re.compile(r"发布|发表|发稿|首发|刊登|出版|published|posted")
#: 1091111: the day in years of the Republic of China.
_SIGNOFF_CODE = re.compile(r"(?<!\d)(1\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
#: 20230807, 2023/08/07, 2023-08-07, also with a number of the day behind it: 202308070123.
_ADDRESSED = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)([-/]?)(?P<month>0[1-9]|1[0-2])\2(?P<day>0[1-9]|[12]\d|3[01])(?=\d{4}(?!\d)|\D|$)"
)

#: How sources are called where people read of them.
CALLED: Mapping[StampSource, str] = {
    "front-matter": "front matter",
    "epoch": "epoch comment",
    "body": "body",
    "signoff": "sign-off",
    "address": "address",
}


def stamps(post: Post, page: Layout, outlet: Outlet) -> tuple[Stamp, ...]:
    """Every stamp that a post carries, the best source first, in order of the post."""
    return (*_head(post, outlet.zone), *_body(page, outlet), *_signoff(page, outlet), *_address(post.url, outlet))


def contradictions(found: Iterable[Stamp]) -> tuple[Contradiction, ...]:
    """Where stamps of publication disagree, and where a change comes before every publication."""
    found = tuple(found)
    days = [stamp.local.date() for stamp in found]
    if not days or max(days) - min(days) <= APART:
        return ()
    published = {CALLED[stamp.source]: stamp.local.date() for stamp in reversed(found) if stamp.kind == "published"}
    told = list(dates_apart(published))
    changed = [stamp.local.date() for stamp in found if stamp.kind == "updated"]
    if published and changed and max(changed) < min(published.values()) - APART:
        told.append(Contradiction("date: updated before published", str(max(changed)), str(min(published.values()))))
    return tuple(told)


def dates_apart(dates: Mapping[str, dt.date]) -> Iterator[Contradiction]:
    """The contradiction between dates that stand in different places, if they are more than a day apart."""
    groups: list[list[str]] = []  # places whose dates are one
    last = None
    for day, where in sorted((day, where) for where, day in dates.items()):
        if last is None or day - last > APART:
            groups.append([])
        groups[-1].append(where)
        last = day
    if len(groups) > 1:
        most, *others = sorted(map(sorted, groups), key=lambda group: (-len(group), group))
        told = [", ".join(group) for group in (most, *others)]
        yield Contradiction(f"date: {' ≠ '.join(told)}", *(dates[group[0]].isoformat() for group in (most, others[0])))


def _head(post: Post, zone: ZoneInfo | None) -> Iterator[Stamp]:
    start = max(0, post.body[0] - HEAD)
    if post.form != "bare":
        at = post.text.find("\ndate", 0, min(post.body[0], HEAD))
        field = _DATE_FIELD.match(post.text, at + 1) if at >= 0 else None
        if field and (stamp := _stamp("front-matter", field[1], parse_stamp(field[1]), zone, Span(*field.span(1)))):
            yield stamp
    if post.form in {"feed", "bare"}:
        at = post.text.rfind("<!--", start, post.body[0])
        comment = _EPOCH.match(post.text, at, post.body[0]) if at >= 0 else None
        told = epoch_moment(comment[1]) if comment else None
        if comment and (stamp := _stamp("epoch", comment[1], told, zone, Span(*comment.span(1)))):
            yield stamp


def _body(page: Layout, outlet: Outlet) -> Iterator[Stamp]:
    """Stamps above the first paragraph, and those that say what they are wherever they stand."""
    label, above = "", True
    for item in page.blocks:
        role, words = item.block.role, item.words
        above = above and role != "paragraph"
        if role not in ("stamp", "notice") or len(words) > _LONGEST:
            continue
        end = 0
        for at, until in printed_stamps(words):
            label = words[end:at] if words[end:at].strip(" :()|-") else label
            end = until
            if not (above and role == "stamp") and not (_UPDATED.search(label) or _PUBLISHED.search(label)):
                continue
            kind: StampKind = "updated" if _UPDATED.search(label) else "published"
            text = item.block.text
            told = parse_printed(words[at:until], month_first=outlet.month_first)
            if outlet.printed_zone and isinstance(told, dt.datetime) and told.tzinfo is None:
                told = told.replace(tzinfo=outlet.printed_zone)
            if stamp := _stamp("body", text.text[at:until], told, outlet.zone, text.span(at, until), kind):
                yield stamp
        label = words if not end else ""


def _signoff(page: Layout, outlet: Outlet) -> Iterator[Stamp]:
    if outlet.country != "TW":
        return
    for item in reversed(page.blocks):
        if item.block.role == "signoff" and (code := _SIGNOFF_CODE.search(item.words)):
            day = _date(int(code[1]) + 1911, int(code[2]), int(code[3]))
            stamp = _stamp("signoff", code[0], day, outlet.zone, item.block.text.span(*code.span()))
            if stamp:
                yield stamp
            return


def _address(url: str, outlet: Outlet) -> Iterator[Stamp]:
    found = (outlet.day_in_address or _ADDRESSED).search(url)
    if found:
        year = int(found["year"])
        day = _date(year + 2000 if year < 100 else year, int(found["month"]), int(found["day"]))
        if stamp := _stamp("address", found[0].strip("/"), day, outlet.zone, None):
            yield stamp


def _stamp(
    source: StampSource,
    words: str,
    told: dt.datetime | dt.date | None,
    zone: ZoneInfo | None,
    span: Span | None,
    kind: StampKind = "published",
) -> Stamp | None:
    local = localised(told, zone)
    return Stamp(kind, source, words, local, isinstance(told, dt.datetime), span) if local else None


def localised(told: dt.datetime | dt.date | None, zone: ZoneInfo | None) -> dt.datetime | None:
    """A stamp in the outlet's zone; a date is its midnight there, a time without zone is local.

    Where the outlet's zone is not known, the stamp keeps its own, or is UTC.
    """
    if told is None:
        return None
    if not isinstance(told, dt.datetime):
        return dt.datetime.combine(told, dt.time(), zone or dt.UTC)
    if told.tzinfo is None:
        return told.replace(tzinfo=zone or dt.UTC)
    try:
        return told.astimezone(zone) if zone else told
    except OverflowError:  # the first and the last day that can be told
        return None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:  # 30 February
        return None
