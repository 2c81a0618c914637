"""A mention of a contact in an article, and a contact: all that the article mentions of it."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tongshi.engagements.frames import Draft
from tongshi.engagements.modality import Judged
from tongshi.engagements.ranges import EXACTNESS, day_range, lies_ahead, lies_within
from tongshi.records import Actor, EngagementType, Status, When
from tongshi.registry import Site

#: Of several statuses said of one contact the stronger holds: called off beats held beats announced.
_STRENGTH: dict[Status, int] = {"cancelled": 5, "refused": 4, "denied": 3, "held": 2, "planned": 1, "proposed": 0}
#: Of an office somebody is proposed for, 将出任 is said as well.
_OF_OFFICE: dict[Status, int] = _STRENGTH | {"planned": 0, "proposed": 1}
#: Types one sitting may be called by: 会谈 and 谈判 are said of a call, too.
SITTINGS: frozenset[EngagementType] = frozenset({"meeting", "talks", "call"})
#: Sides of a contact between two.
_SIDES = 2
_DAY = dt.timedelta(days=1)
#: Days from setting out to landing.
_SETTING_OUT = dt.timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place in the article that reports a contact."""

    draft: Draft
    actors: tuple[Actor, ...]
    status: Judged
    when: When
    when_at: tuple[int, int] | None
    sentence: tuple[int, int]
    index: int
    caption: bool = False
    lead: bool = False
    place: int = 0  # number of the sentence in the article, or in the item of a programme
    site: Site | None = None
    firm: bool = False  # the date stands in the cue's own clause
    vague: bool = False  # its clause says 日前, 近日: told as of no certain day
    numbered: bool = False  # 第十届: told from others by its number
    sitting: bool = True  # a session, not talks as such: 举行谈判, 第七轮谈判, 周一与B磋商
    founding: bool = True  # reports the contact, rather than alludes to it
    looks_back: bool = False  # 曾, 此前, 上次: told as something earlier
    years_ago: bool = False  # dated to another year, gone by
    told_done: bool = False  # 会见了, 已抵达: told as done, not only named
    lands: bool = False  # 抵达: tells when somebody comes to the place visited
    at_airport: bool = False  # 在机场迎接: takes place when the guest lands
    on_visit: bool = False  # 到访期间: told as part of a visit's programme
    one_more: bool = False  # 他还会晤了: told as one more beside what the sentence before tells
    at_hand: bool = False  # 这次, 此行: the one the article is telling of
    once_more: bool = False  # 再次会面: not the first of these two
    anew: bool = False  # 改於10月访日: planned once more after it was put off
    long_gone: bool = False  # its own date had gone by long before the article's day
    to_come: bool = False  # its own date lies ahead of that
    since: dt.date | None = None  # the day from which on all whom it names hold the offices they are told by

    @property
    def said(self) -> bool:
        """Whether a word beside the cue says how it stands with the contact."""
        return self.status.start != self.draft.trigger[0]

    @property
    def type(self) -> EngagementType:
        """The type the cue says."""
        return self.draft.type

    @property
    def polities(self) -> tuple[str, ...]:
        """The polities involved."""
        return self.draft.polities

    @property
    def of_many(self) -> bool:
        """Whether it is a sitting of many, at which any state can have a seat."""
        return self.type == "conference" or len(self.polities) > _SIDES


@dataclass(frozen=True)  # not slots: `best` is kept once it is known
class Contact:
    """All mentions of one contact, in order."""

    mentions: tuple[Mention, ...]
    begun: bool = False  # a visit on which the visitor has met his hosts: no plan any more
    ahead: bool = False  # named only, beside the visit to come on which it is to take place: not held yet

    @functools.cached_property
    def best(self) -> Mention:
        """The mention a reader would underline: most named, dated, not derived from 双方.

        A call may be spoken of as a meeting, never the other way round.
        """
        fullest = max(self.mentions, key=_fullness)
        if fullest.type in SITTINGS and any(mention.type == "call" for mention in self.mentions):
            return replace(fullest, draft=replace(fullest.draft, type="call"))
        return fullest

    @property
    def opening(self) -> int:
        """The number of the sentence that first reports it."""
        return min((m.index for m in self.mentions if m.founding), default=self.mentions[0].index)

    @property
    def looks_back(self) -> bool:
        """Whether it is told as something earlier wherever it is told."""
        return all(mention.looks_back for mention in self.mentions)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The polities visited, each once."""
        return tuple(dict.fromkeys(host for mention in self.mentions for host in mention.draft.hosts))

    def status_on(self, day: dt.date | None) -> Mention:
        """The mention whose status holds on the article's day, with that status."""
        told = self._telling(day)
        if self.begun and told.status.status == "planned":
            return replace(told, status=replace(told.status, status="held"))
        if self.ahead and told.status.status == "held":
            return replace(told, status=replace(told.status, status="planned"))
        return told

    def _telling(self, day: dt.date | None) -> Mention:
        """The mention whose status holds.

        A plan for a certain day still to come, or one told before anything else of the contact, is not undone by words
        that speak of the contact as of a thing: 近日将访台,是多年来首位访台的部长. Nor does 原定 undo what was told as
        held on a day gone by. What was put off and then is planned anew is to come: 推迟访台. 现改于下月访台.
        """
        office = self.mentions[0].type == "appointment"
        strength = _OF_OFFICE if office and not self.mentions[0].draft.leaving else _STRENGTH
        strongest = max(self.mentions, key=lambda m: (strength[m.status.status], -m.index))
        thought_of = (m.index for m in self.mentions if m.status.status in {"planned", "proposed"})
        no_plan = strongest.status.status == "refused" and strongest.status.start >= strongest.draft.trigger[1]
        if no_plan and any(index < strongest.index for index in thought_of):  # 没有访韩计划, of which others told
            return replace(strongest, status=replace(strongest.status, status="denied"))
        if strongest.status.status in {"cancelled", "refused"}:
            planned = (m for m in self.mentions if m.anew and m.index > strongest.index and not _is_over(m, day))
            if strongest.status.status == "cancelled" and (again := next(planned, None)):
                return again
            return next((m for m in self.mentions if _was_held(m, day) and m.index < strongest.index), strongest)
        if strongest.status.status == "held" and strongest.draft.plural and strongest.when.start is None:
            # 双方会面时: a plan that was told with names is not carried out by that
            named = [m for m in self.mentions if not m.draft.plural]
            strongest = max(named or self.mentions, key=lambda m: (strength[m.status.status], -m.index))
        if strongest.status.status == "held" and not strongest.sitting:
            # 谈判陷入僵局: a session that is planned is not held by that, but by 上月举行了谈判
            sittings = [m for m in self.mentions if m.sitting and m.status.status == "planned"]
            done = (m for m in self.mentions if m.sitting and m.status.status == "held" and m.told_done)
            strongest = next(done, sittings[0]) if sittings else strongest
        if strongest.status.status == "planned" and strongest.status.start >= strongest.draft.trigger[1]:
            # 访华计划: that there is a plan makes nothing settled that somebody only wishes for
            strongest = next((m for m in self.mentions[:1] if m.status.status == "proposed" and m.said), strongest)
        on_day = any(m.status.status == "held" and m.firm and m.when.precision == "day" for m in self.mentions)
        if strongest.status.status == "held" and (office or not on_day):
            ahead = [m for m in self.mentions if m.status.status == "planned" and m.firm and lies_ahead(m.when, day)]
            held = [m for m in self.mentions if m.status.status == "held"]
            if not ahead and not any(m.when.start or m.told_done for m in held):
                unsettled = {"planned", "proposed"} if strongest.type == "visit" else {"planned"}
                ahead = [m for m in self.mentions[:1] if m.status.status in unsettled and m.said]
            return ahead[0] if ahead else strongest
        return strongest

    @property
    def dated(self) -> Mention | None:
        """The mention whose date holds: the one shown as evidence, else the most precise."""
        best = self.best
        unsure = best.when.start is None or (any(m.firm for m in self.mentions) and not best.firm)
        if unsure or best.type == "appointment":  # an office is taken on one day, however often it is told
            best = max(self.mentions, key=_precision)
        if best.when.start is None:
            return None
        # 2007年辞职, 同年9月因故…辞职: of a year any month or day that is told says more
        by_year = best.when.precision == "year"
        sure = [m for m in self.mentions if m.firm or (by_year and m.when_at is not None)]
        within = [m for m in sure if lies_within(m.when, best.when)]
        best = max(within, key=_precision) if within else best
        if best.type == "visit" and best.firm and best.when.precision == "day":  # it began when it first is told
            days = (m for m in self.mentions if m.firm and m.when.precision == "day" and m.when.start)
            best = min(self._from_landing(list(days)), key=lambda mention: (day_range(mention.when)[0], mention.index))
        # 周三抵达 and 13日至15日访问: the one that knows the end, too
        longer = (m for m in self.mentions if m.firm and m.when.end and m.when.start == best.when.start)
        return self._on_two_days(next(longer, best) if best.when.end is None else best)

    @staticmethod
    def _from_landing(days: Sequence[Mention]) -> Sequence[Mention]:
        """The mentions by a day, without those long before the visitor lands: what is told of them came before."""
        landing = min((m for m in days if m.lands), key=lambda m: day_range(m.when)[0], default=None)
        if landing is None:
            return days
        from_day, hosts = day_range(landing.when)[0] - _SETTING_OUT, set(landing.draft.hosts)
        return [
            m for m in days
            if m.when.end or set(m.draft.hosts) != hosts or day_range(m.when)[0] >= from_day
        ]  # fmt: skip

    def _on_two_days(self, dated: Mention) -> Mention:
        """A call told on neighbouring days is told by two calendars: the day given first, and the other."""
        when = dated.when
        if dated.type != "call" or when.alt or when.precision != "day" or when.start is None:
            return dated
        beside = {when.start - _DAY, when.start + _DAY}
        other = next(
            (m for m in self.mentions if m.firm and m.when.precision == "day" and m.when.start in beside), None
        )
        if other is None:
            return dated
        first, second = sorted((dated, other), key=lambda mention: mention.index)
        return replace(first, when=replace(first.when, alt=second.when.start))


def _precision(mention: Mention) -> tuple[bool, int, bool, int]:
    when = mention.when
    return mention.firm, EXACTNESS[when.precision], when.end is not None, -mention.index


def _fullness(mention: Mention) -> tuple[int, bool, int, int, int]:
    named = sum(actor.name is not None for actor in mention.actors)
    return (
        0 if mention.draft.plural or mention.caption else 1,
        mention.sitting,
        named,
        1 if mention.when.start is not None else 0,
        -mention.index,
    )


def _is_over(mention: Mention, day: dt.date | None) -> bool:
    """Whether the day or month that a plan is made for has gone by."""
    return day is not None and mention.when.start is not None and day_range(mention.when)[1] < day


def _was_held(mention: Mention, day: dt.date | None) -> bool:
    """Whether a mention tells of the contact as held on a certain day gone by."""
    when = mention.when
    gone = mention.firm and when.precision == "day" and when.start is not None and day is not None and when.start <= day
    return gone and mention.status.status == "held"
