"""Engagements of several articles → contacts: which reports tell of the same meeting, and why.

Careful before complete: two contacts shown apart are seen and mended by a reader, two shown as one are not.
Only records of one *block* (family of types, year) are compared, so that a build fuses again only the blocks it
touched and the answer does not depend on the order in which articles came; the price is a call around midnight
of New Year, which stays two. Records of one article are never fused: it told them apart itself.

1. day: both give the day, and the participants agree;
2. short: a report with fewer than two names joins the only contact of that day that fits it;
3. zones: two sets of reports of a call between the Americas and Asia, one day apart, both persons the same, and no
   third to confuse them with: each side gave its own date;
4. month: a report that gives the month joins the only such contact of that month;
5. undated: all else equal, published within three days, about something recent, and again only one such contact.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Literal, TypeVar

from tongshi.judgements import UNDECIDED, Judgements, Pair, roots
from tongshi.language import fold
from tongshi.records import EngagementType, Participant, Place, Precision, Salience, Status, When

_FAMILY = {"talks": "meeting", "conference": "meeting"}

#: Organisations whose gathering on one day is one gathering; the UN or the EU hold several a day.
_ONE_SESSION = frozenset({"G7", "G20", "APEC", "BRICS", "QUAD", "SCO", "ASEAN", "NATO", "OPEC"})

#: States so far apart that one call falls on two dates.
_AMERICAS = frozenset({"US", "CA", "MX", "BR", "AR", "CL", "PE", "CO", "VE", "CU", "PA", "HN", "GT", "PY"})
_ASIA = frozenset(
    {"CN", "TW", "HK", "JP", "KR", "KP", "MN", "VN", "LA", "KH", "TH", "MM", "MY", "SG", "ID", "PH", "IN", "AU", "NZ"}
)

#: How far apart, in days, two articles on one undated contact may be published.
_NEWS_DAYS = 3

#: How far from its news, in days, the event of an undated report can lie.
_FRESH_DAYS = 31

#: How far apart two first days of one visit may be: departure and arrival.
_ARRIVAL_DAYS = 1

T = TypeVar("T")

#: Firm: enough by itself. Loose: only where nothing else fits as well.
Agreement = Literal["firm", "loose", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A named participant: id in the registry, or empty, and folded name."""

    person: str
    name: str

    @property
    def short(self) -> str:
        """The name without first names: 安东尼·布林肯 is 布林肯."""
        return self.name.rpartition("·")[2]

    def same(self, other: Who) -> bool:
        """Whether both are one person, as far as ids and spelling tell."""
        if self.person and other.person:
            return self.person == other.person
        return self.short == other.short


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What fusion needs of one engagement. `who` are its named participants, `published` is UTC in ISO 8601."""

    id: str
    post: str
    address: str
    type: EngagementType
    status: Status
    salience: Salience
    who: tuple[Who, ...]
    polities: frozenset[str]
    when: When
    place: Place
    published: str

    @property
    def published_day(self) -> dt.date | None:
        """Day of publication."""
        return dt.date.fromisoformat(self.published[:10]) if self.published else None

    @property
    def first(self) -> dt.date | None:
        """First day, where the day is known."""
        return self.when.start if self.when.precision == "day" else None


@dataclass(frozen=True, slots=True)
class Member:
    """An engagement of a contact, and why it is one; the first needs no reason."""

    candidate: Candidate
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Engagements that are one contact, in order of publication, and what they say together."""

    id: str
    members: tuple[Member, ...]
    type: EngagementType
    status: Status
    salience: Salience
    when: When
    place: Place
    sources: int  # articles, copies of one address counted once


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Two engagements, by id, the smaller first, that may be one contact; `reasons` for and against it, a line each."""

    first: str
    second: str
    score: float  # 0 to 1
    reasons: tuple[str, ...]


def block(type_: EngagementType, when: When, published: str) -> str:
    """The block that an engagement belongs to, such as `call:2021`."""
    year = when.start.year if when.start else published[:4] or "0"
    return f"{_FAMILY.get(type_, type_)}:{year}"


def contact_id(engagement: str) -> str:
    """The id of the contact whose earliest report is `engagement`.

    A new report is published after the ones before it, so the id stays; where an older one is added later,
    the former id still leads to an engagement, and through it to the contact.
    """
    return "c" + engagement[1:]


def fuse(candidates: Iterable[Candidate], judgements: Judgements = UNDECIDED) -> list[Contact]:
    """The contacts of one block, in order of id; any order of `candidates` gives the same.

    Of the judgements it takes those on pairs of engagements; see `tongshi.rulings` for the others.
    """
    ordered = sorted(candidates, key=lambda each: each.id)
    clusters = _Clusters(ordered, judgements.apart)
    clusters.unite(roots(judgements.together))
    clusters.link(_day_links(ordered))
    clusters.attach([each for each in ordered if each.first and len(each.who) < 2], _short_fit, _days)
    clusters.pair([each for each in ordered if each.first and each.type == "call"], _zone_fit, _days_around)
    clusters.settle([each for each in ordered if each.when.precision == "month"], _month_fit, _month)
    clusters.settle([each for each in ordered if each.when.precision in {"year", "unknown"}], _undated_fit, _news)
    return sorted((together(members) for members in clusters.members()), key=lambda contact: contact.id)


# --- clusters

#: Why engagements that people united are one contact.
_JUDGED = "judged to be one contact"

#: Why a loose candidate is the same contact as another; empty: it is not.
Fit = Callable[[Candidate, Candidate], str]

#: When a candidate can be met: two that share none of these are not compared.
Slots = Callable[[Candidate], Collection[object]]


@dataclass(frozen=True, slots=True, order=True)
class _Link:
    """Two engagements that are the same contact."""

    first: str
    second: str
    reason: str


class _Clusters:
    """Sets of engagements, none with two of one article, unless people united them."""

    def __init__(self, candidates: Sequence[Candidate], apart: Collection[Pair] = ()) -> None:
        self._by_id = {each.id: each for each in candidates}
        self._of = {each.id: each.id for each in candidates}
        self._ids = {each.id: [each.id] for each in candidates}
        self._posts = {each.id: {each.post} for each in candidates}
        self._reasons: dict[str, str] = {}
        self._not_with: dict[str, set[str]] = defaultdict(set)
        for one, other in apart:
            self._not_with[one].add(other)
            self._not_with[other].add(one)

    def unite(self, root: Mapping[str, str]) -> None:
        """Unite the engagements that have one root, whatever they say."""
        heads: dict[str, str] = {}
        for id_ in sorted(root.keys() & self._of.keys()):
            head = heads.setdefault(root[id_], id_)
            if head != id_:
                self._join(_Link(head, id_, _JUDGED))

    def link(self, links: Iterable[_Link]) -> None:
        """Unite the sets of the two ends of each link, in order, where no article is in both."""
        for link in links:
            kept, gone = self._of[link.first], self._of[link.second]
            if kept != gone and not self._posts[kept] & self._posts[gone] and not self._are_apart(kept, gone):
                self._join(link)

    def _are_apart(self, one: str, other: str) -> bool:
        return any(not self._not_with[id_].isdisjoint(self._ids[other]) for id_ in self._ids[one] if self._not_with)

    def _join(self, link: _Link) -> None:
        kept, gone = sorted((self._of[link.first], self._of[link.second]))
        self._posts[kept] |= self._posts.pop(gone)
        for id_ in self._ids[gone]:
            self._of[id_] = kept
        self._ids[kept] += self._ids.pop(gone)
        for id_ in (link.first, link.second):
            self._reasons.setdefault(id_, link.reason)

    def attach(self, loose: Sequence[Candidate], fit: Fit, slots: Slots) -> None:
        """Join each loose candidate to the one other set that fits; where several do, to none."""
        fitting = self._fitting(loose, fit, slots)
        self.link(sorted(link for links in fitting.values() if len(links) == 1 for link in links.values()))

    def pair(self, loose: Sequence[Candidate], fit: Fit, slots: Slots) -> None:
        """Join two sets that fit each other and nothing else."""
        sets: dict[str, dict[str, _Link]] = defaultdict(dict)
        for id_, found in self._fitting(loose, fit, slots).items():
            for root, link in found.items():
                sets[self._of[id_]].setdefault(root, link)
        links = [
            link for found in list(sets.values()) for root, link in found.items() if len(found) == 1 == len(sets[root])
        ]
        self.link(sorted(links))

    def settle(self, loose: Sequence[Candidate], fit: Fit, slots: Slots) -> None:
        """As `attach`, but only sets with better dated candidates count; loose ones that find none join each other."""
        ids = {each.id for each in loose}
        anchored = {self._of[id_] for id_ in self._of if id_ not in ids}
        fitting = self._fitting(loose, fit, slots)
        free = {id_ for id_ in ids if not anchored & fitting[id_].keys()}
        free_sets = {self._of[id_] for id_ in free}
        links = []
        for id_, found in fitting.items():
            if id_ in free:
                links += [link for root, link in found.items() if root in free_sets]
            elif len(anchored & found.keys()) == 1:
                links += [found[root] for root in anchored & found.keys()]
        self.link(sorted(links))

    def _fitting(self, loose: Sequence[Candidate], fit: Fit, slots: Slots) -> dict[str, dict[str, _Link]]:
        """For each loose candidate the other sets that fit, with the link to the first fitting member."""
        index: dict[object, list[Candidate]] = defaultdict(list)
        for each in self._by_id.values():
            for place in product(slots(each), _keys(each)):
                index[place].append(each)
        fitting: dict[str, dict[str, _Link]] = {}
        for each in loose:
            near = {other.id: other for place in product(slots(each), _keys(each)) for other in index[place]}
            found = fitting.setdefault(each.id, {})
            for id_ in sorted(near):
                root = self._of[id_]
                if root != self._of[each.id] and root not in found and (reason := fit(each, near[id_])):
                    found[root] = _Link(min(each.id, id_), max(each.id, id_), reason)
        return fitting

    def members(self) -> Iterator[list[Member]]:
        """The sets, each in order of publication."""
        for ids in self._ids.values():
            group = sorted((self._by_id[id_] for id_ in ids), key=lambda each: (each.published or "9", each.id))
            yield [Member(each, self._reasons.get(each.id, "") if n else "") for n, each in enumerate(group)]


# --- what fits


def _keys(candidate: Candidate) -> set[object]:
    """Two candidates can be the same contact only where they share one of these."""
    people = {key for who in candidate.who for key in (who.person, who.short) if key}
    return {*people, *(candidate.polities & _ONE_SESSION), candidate.polities}


def _day_links(candidates: Sequence[Candidate]) -> list[_Link]:
    by_day: dict[tuple[dt.date, object], list[Candidate]] = defaultdict(list)
    for each in candidates:
        for day, key in product(_days(each), _keys(each)):
            by_day[day, key].append(each)
    links: set[_Link] = set()
    for bucket in by_day.values():
        for one, other in combinations(bucket, 2):
            if one.post != other.post and _same_day(one, other) and _agree(one, other) == "firm":
                links.add(_Link(one.id, other.id, f"same day, {_shared(one, other)}"))
    return sorted(links)


def _days(candidate: Candidate) -> set[dt.date]:
    """The days by which a candidate is found; neighbouring ones for a visit."""
    when = candidate.when
    if candidate.first is None:
        return set()
    last = when.end or candidate.first
    length = min((last - candidate.first).days, 31)
    slack = _ARRIVAL_DAYS if candidate.type == "visit" else 0
    days = {candidate.first + dt.timedelta(days=n) for n in range(-slack, length + slack + 1)}
    return days | ({when.alt} if when.alt else set())


def _days_around(candidate: Candidate) -> set[dt.date]:
    return {day + dt.timedelta(days=n) for day in _days(candidate) for n in (-1, 0, 1)}


def _month(candidate: Candidate) -> set[tuple[int, int]]:
    start = candidate.when.start
    return {(start.year, start.month)} if start and candidate.when.precision in {"day", "month"} else set()


def _news(candidate: Candidate) -> set[dt.date]:
    """Days such that two candidates share one where they were published at most `_NEWS_DAYS` apart."""
    day = candidate.published_day
    return {day + dt.timedelta(days=n) for n in range(_NEWS_DAYS + 1)} if day else set()


def _same_day(one: Candidate, other: Candidate) -> bool:
    if one.first is None or other.first is None:
        return False
    if {one.first, one.when.alt} & {other.first, other.when.alt} - {None}:
        return True
    slack = dt.timedelta(days=_ARRIVAL_DAYS if one.type == "visit" else 0)
    if not (slack or one.when.end or other.when.end):
        return False
    return one.first <= (other.when.end or other.first) + slack and other.first <= (one.when.end or one.first) + slack


def _short_fit(short: Candidate, other: Candidate) -> str:
    if len(other.who) > len(short.who) and _same_day(short, other) and _agree(short, other) == "loose":
        return f"same day, the only contact that fits, {_shared(short, other)}"
    return ""


def _zone_fit(one: Candidate, other: Candidate) -> str:
    if other.type != "call" or one.first is None or other.first is None:
        return ""
    apart = abs((one.first - other.first).days) == 1
    polities = one.polities | other.polities
    if apart and polities & _AMERICAS and polities & _ASIA and len(_common(one, other)) >= 2:
        return f"a day apart across time zones, {_shared(one, other)}"
    return ""


def _month_fit(monthly: Candidate, other: Candidate) -> str:
    if _month(monthly) == _month(other) and _agree(monthly, other) == "firm":
        return f"same month, the only contact that fits, {_shared(monthly, other)}"
    return ""


def _undated_fit(undated: Candidate, other: Candidate) -> str:
    one_day, other_day = undated.published_day, other.published_day
    if one_day is None or other_day is None or abs((one_day - other_day).days) > _NEWS_DAYS:
        return ""
    start = other.when.start if other.when.precision in {"day", "month"} else None
    if start is not None and abs((start - one_day).days) > _FRESH_DAYS:
        return ""
    equal = (
        undated.type == other.type
        and undated.status == other.status
        and undated.polities == other.polities
        and undated.place == other.place
        and len(undated.who) == len(other.who) == len(_common(undated, other))
        and bool(undated.who)
    )
    return f"no date, all else equal, published within {_NEWS_DAYS} days" if equal else ""


def _agree(one: Candidate, other: Candidate) -> Agreement:
    """Whether the participants of two records of one family are the same."""
    common = len(_common(one, other))
    if one.type == "visit":
        return _agree_on_visit(one, other, common)
    if one.type == "appointment":
        return "firm" if common and one.polities & other.polities else ""
    if (one.type == "conference") != (other.type == "conference"):
        # two leaders meet at the margin of a summit: that is not the summit
        same = len(one.who) == len(other.who) == common and one.polities == other.polities
        return "firm" if same and common >= 2 else ""
    if one.type == "conference" and _one_session(one, other):
        return "firm"
    fewer = min(len(one.who), len(other.who))
    if fewer >= 2:
        return "firm" if common >= 2 else ""
    if len(one.polities) < 2 or one.polities != other.polities or common < fewer:
        return ""
    if len(one.who) == len(other.who):
        return "firm" if one.type == other.type else ""
    return "loose" if common or one.type == other.type else ""


def _agree_on_visit(one: Candidate, other: Candidate, common: int) -> Agreement:
    if one.place.polity != other.place.polity:
        return ""
    if one.place.polity is None and one.polities != other.polities:
        return ""
    if common:
        return "firm"
    nameless = not one.who or not other.who
    if not nameless or one.polities != other.polities or len(one.polities) < 2:
        return ""
    return "firm" if not one.who and not other.who else "loose"


def _one_session(one: Candidate, other: Candidate) -> bool:
    cities = {each.place.city for each in (one, other)} - {None}
    return bool(one.polities & other.polities & _ONE_SESSION) and len(cities) < 2


def _common(one: Candidate, other: Candidate) -> list[Who]:
    left = list(other.who)
    common = []
    for who in one.who:
        match = next((each for each in left if who.same(each)), None)
        if match is not None:
            left.remove(match)
            common.append(who)
    return common


def _shared(one: Candidate, other: Candidate) -> str:
    common = len(_common(one, other))
    if common:
        return "one participant in common" if common == 1 else f"{common} participants in common"
    return f"both of {', '.join(sorted(one.polities & other.polities))}"


# --- what they say together


def together(members: Sequence[Member]) -> Contact:
    """The contact that these engagements are, in order of publication; at least one."""
    candidates = [member.candidate for member in members]
    return Contact(
        id=contact_id(candidates[0].id),
        members=tuple(members),
        type=_most(each.type for each in candidates) or candidates[0].type,
        status=_status(candidates),
        salience="main" if any(each.salience == "main" for each in candidates) else "background",
        when=_when(candidates),
        place=Place(
            city=_most(each.place.city for each in candidates if each.place.city),
            polity=_most(each.place.polity for each in candidates if each.place.polity),
        ),
        sources=len({each.address or each.post for each in candidates}),
    )


def distinct(participants: Iterable[Participant]) -> tuple[Participant, ...]:
    """Each participant once, as the first source writes him; unnamed ones only where a polity has no named one."""
    named: dict[str, Participant] = {}
    unnamed: dict[str, Participant] = {}
    for each in participants:
        if each.name:
            key = each.person or fold(each.name).rpartition("·")[2]
            known = named.get(key)
            if known is None or (known.office is None and each.office):
                named[key] = each
        else:
            unnamed.setdefault(each.polity or each.office or "", each)
    spoken_for = {each.polity for each in named.values()}
    return (*named.values(), *(each for each in unnamed.values() if each.polity not in spoken_for))


def _most(values: Iterable[T]) -> T | None:
    """The commonest value, the first of equals; None where there is none."""
    counted = Counter(values).most_common(1)
    return counted[0][0] if counted else None


def _status(candidates: Sequence[Candidate]) -> Status:
    """The latest report's; but a plan told after the event does not undo it."""
    latest = candidates[-1].status
    if latest in {"planned", "proposed"} and any(each.status == "held" for each in candidates):
        return "held"
    return latest


def _when(candidates: Sequence[Candidate]) -> When:
    """The finest precision given, in it the commonest dates; another first day of a call is its `alt`."""
    precisions: tuple[Precision, ...] = ("day", "month", "year")
    finest = next((each for each in precisions if any(one.when.precision == each for one in candidates)), None)
    if finest is None:
        return When()
    whens = [each.when for each in candidates if each.when.precision == finest]
    start = Counter(when.start for when in whens).most_common(1)[0][0]
    ends = Counter(when.end for when in whens if when.start == start and when.end)
    others = [day for when in whens for day in (when.alt, when.start) if day and day != start]
    alt = others[0] if others and candidates[0].type == "call" else None
    return When(start=start, end=ends.most_common(1)[0][0] if ends else None, precision=finest, alt=alt)
