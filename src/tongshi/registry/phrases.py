"""State, office, name and gloss of one phrase → one actor: 美國國務卿布林肯（Antony Blinken）."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tongshi.records import Actor
from tongshi.registry.entries import Person, Tenure
from tongshi.registry.names import GLOSS
from tongshi.registry.scan import Hit
from tongshi.registry.whoiswho import Registry

#: Characters between a state and the title of its official are at most.
_LONGEST_GAP = 32
#: Behind a state, or a part of one, that somebody only deals with: [阿富汗]问题特别代表.
_CONCERN = re.compile(
    r"(?:半岛|核|和平|内战|危机|难民|人权)?(?:问题|事务|议题)(?:[^\s,、;:。!?()“”\"《》与和同跟在]{0,4})"
)
_POSTED = re.compile(r"(?:常)?驻")
_AT = ("在", "于", "访", "访问", "抵达", "到达", "飞抵", "抵", "从", "离开", "前往", "赴", "至", "到", "飞往", "位于")
_JOIN = re.compile(r"(?:兼|暨|、|及|和)")
#: A first name that is not known before a name that is, behind a title: 大使[特里-]布兰斯塔德, 总统[弗拉基米尔·V·]普京.
_FIRST_NAME = re.compile(r"[一-鿿]{1,7}(?:·[a-z])?[·-]")
#: What a body is called for short, right after its name: 欧洲联盟(EU).
_SHORT = re.compile(r"\s?\([a-z0-9&.·’' \-]{2,40}(?:[,、][^)]{1,12})?\)")


def phrases(folded: str, hits: list[Hit], registry: Registry, day: dt.date | None) -> Iterator[Actor]:
    """One actor for each phrase that names somebody, in order of the hits it is read from."""
    i = 0
    place_end = -1  # where the last place said ends: 在[北京][人民大会堂]
    while i < len(hits):
        hit, actor = hits[i], None
        if _is_town_of_state(folded, hits, i):
            place_end = hits[i + 1].end
            i += 2
            continue
        if hit.start == place_end and hit.sense in _SEATS and not _titled_next(hits, i):
            place_end = hit.end
            i += 1
            continue
        if hit.kind == "pronoun":
            yield Actor(start=hit.start, end=hit.end, kind="pronoun", office=(hit.start, hit.end))
            i += 1
        elif hit.kind == "person":
            actor, i = _named(folded, hits, i, registry, day, start=hit.start)
        else:
            actor, i = _titled(folded, hits, i, registry, day)
            place_end = hit.end if actor is None and hit.kind == "polity" else place_end
        if actor is not None:
            yield actor
            while i < len(hits) and hits[i].start < actor.end:
                i += 1  # part of his style or gloss
            if actor.name and actor.office and _is_titled_again(hits, i, actor.end, registry):
                i += 1  # 特别代表多瓦尔[国安顾问]


def _is_titled_again(hits: list[Hit], i: int, end: int, registry: Registry) -> bool:
    """Whether a title that stands behind names follows a name at once, and no other name follows it."""
    if i >= len(hits) or hits[i].kind != "title" or hits[i].start != end:
        return False
    last = i + 1 >= len(hits) or hits[i + 1].kind != "person" or hits[i + 1].start != hits[i].end
    return last and registry.offices[hits[i].ref[0]].after


@dataclass(slots=True)
class _Phrase:
    """What has been read of one phrase so far."""

    start: int
    pos: int
    polity: str | None = None
    presumed: bool = False  # `polity` is that of most who bear the title, and not said here
    host: str | None = None
    office_start: int | None = None
    office_end: int | None = None
    role: str = ""
    kind: str = "polity"
    unnamed: bool = False
    town: bool = False  # it begins with a place rather than a state
    marks: str = ""  # what stands before the title inside the phrase: 前, 候任


def _titled(folded: str, hits: list[Hit], i: int, registry: Registry, day: dt.date | None) -> tuple[Actor | None, int]:
    """Read a phrase that begins with a state, an institution or a title."""
    hit = hits[i]
    phrase = _Phrase(start=hit.start, pos=hit.end, polity=None if hit.kind == "title" else hit.polity)
    posted = hit.start > 0 and folded[hit.start - 1] == "驻"
    if posted and hit.kind in {"polity", "title"}:  # 驻纽约…办事处处长, 驻美大使: sent there, not of there
        phrase.host = hit.ref[0] if hit.kind == "polity" else hit.polity
        phrase.polity = None
        phrase.start = hit.start - 1
        if hit.kind == "title":
            _take_title(folded, phrase, hit._replace(polity=None), registry)
    elif hit.kind == "polity":
        phrase.polity, phrase.town = hit.ref[0], hit.sense in _TOWNS
        phrase.presumed = _is_concern(folded, hits, i)  # 阿富汗问题特别代表: of whichever state he is
    elif hit.kind == "institution":
        phrase.kind = "institution"
    else:
        _take_title(folded, phrase, hit, registry)
    i += 1
    short = _SHORT.match(folded, hit.end) if hit.kind in {"polity", "institution"} else None
    if short is not None:
        phrase.pos = short.end()
        while i < len(hits) and hits[i].start < phrase.pos:
            i += 1
    named = phrase.pos
    i = _extend(folded, hits, i, registry, phrase)
    if phrase.office_end is None and phrase.pos == named and _is_place(folded, hit):
        return None, i
    limit = hits[i].start if i < len(hits) else len(folded)
    if hit.kind == "polity" and phrase.office_end is None and _is_its_man_next(hits, i, phrase, registry):
        return _named(folded, hits, i, registry, day, start=phrase.start, phrase=phrase)  # 法国[马克龙总统]
    # a name follows the title
    if phrase.office_end is not None:
        if i < len(hits) and hits[i].kind == "person" and hits[i].start - phrase.pos <= _blank(folded, phrase.pos):
            return _named(folded, hits, i, registry, day, start=phrase.start, phrase=phrase)
        name_start = phrase.pos + _blank(folded, phrase.pos)
        for length in range(registry.longest_titled, 1, -1):
            ids = registry.titled_at(folded, name_start, length)
            if ids and not folded.startswith("·", name_start + length):  # not the first part of a longer name
                person = registry.people[ids[0]]  # the title and the name together leave no doubt
                tenure = person.held_on(day)
                while i < len(hits) and hits[i].start < name_start + length:
                    i += 1
                return _actor(folded, registry, phrase, (name_start, name_start + length), person, tenure), i
        if i < len(hits) and hits[i].kind == "person" and _FIRST_NAME.fullmatch(folded, name_start, hits[i].start):
            return _named(folded, hits, i, registry, day, start=phrase.start, phrase=phrase, name_start=name_start)
        name_end = registry.names.end_after(folded, name_start, phrase.polity, limit)
        if name_end > name_start and (not phrase.unnamed or name_end - name_start >= 3):
            while i < len(hits) and hits[i].start < name_end:
                i += 1
            return _actor(folded, registry, phrase, (name_start, name_end), None, None), i
    return _actor(folded, registry, phrase, None, None, None), i


#: Senses of a town, from which no title reaches over 与: [东京]都内与外相会谈.
_TOWNS = frozenset({"capital", "metonym", "city"})
_WITH = ("与", "和")
#: Senses of a polity's names that can be where something is.
_SEATS = frozenset({"capital", "metonym", "city", "legislature"})


def _is_town_of_state(folded: str, hits: list[Hit], i: int) -> bool:
    """Whether hit `i` is a state and the next its town, both only where something is: 在[越南][河内]会面."""
    if i + 1 >= len(hits) or hits[i].sense != "name" or hits[i + 1].sense not in _SEATS:
        return False
    together = folded[hits[i].end : hits[i + 1].start] in {"", "首都"} and hits[i + 1].ref == hits[i].ref
    return together and folded.endswith(("在", "于"), 0, hits[i].start) and not _titled_next(hits, i + 1)


def _titled_next(hits: list[Hit], i: int) -> bool:
    """Whether a title or a body stands right behind hit `i`."""
    return i + 1 < len(hits) and hits[i + 1].kind in {"title", "institution"} and hits[i + 1].start == hits[i].end


def _is_place(folded: str, hit: Hit) -> bool:
    """A city, or a capital after 在, 于, 抵达: a place, not a government."""
    if hit.sense in {"capital", "metonym", "legislature"} or hit.kind == "institution":
        before = folded[max(0, hit.start - 2) : hit.start]
        return before.endswith(_AT) and not before.endswith(("受到", "得到", "遭到"))
    return hit.sense == "city"


def _blank(folded: str, pos: int) -> int:
    """Length of the white space at `pos` (a title and its name are sometimes set apart)."""
    n = 0
    while n < 2 and pos + n < len(folded) and folded[pos + n] == " ":
        n += 1
    return n


def _take_title(folded: str, phrase: _Phrase, hit: Hit, registry: Registry) -> None:
    office = registry.offices[hit.ref[0]]
    if phrase.host is None and folded[hit.start] == "驻":  # a title of its own: [驻美代表]
        phrase.host = registry.meant(folded[hit.start + 1], folded) or None
    if phrase.office_start is None:
        phrase.office_start = phrase.start
    phrase.office_end = phrase.pos = hit.end
    phrase.unnamed = office.unnamed
    phrase.role = phrase.role or office.role
    phrase.kind = "office"
    if phrase.polity is None:
        phrase.polity = hit.polity
        phrase.presumed = hit.polity is not None and folded[hit.start : hit.end] in office.titles


def _extend(folded: str, hits: list[Hit], i: int, registry: Registry, phrase: _Phrase) -> int:
    """Take the hits that belong to the phrase: 驻美, 外交部, 部长, 兼 …; returns the next free hit."""
    while i < len(hits):
        following = hits[i]
        if following.start - phrase.pos > _LONGEST_GAP:
            break
        between = folded[phrase.pos : following.start]
        if phrase.office_end is not None:
            # 国务委员兼外长, 国务委员、外长
            joined = _JOIN.fullmatch(between)
            same_state = following.polity in {None, phrase.polity}
            if (
                joined
                and following.kind == "title"
                and same_state
                and (between in "兼暨" or _named_next(hits, i, folded))
            ) or (following.kind == "title" and same_state and _is_second_of(between, registry)):
                _take_title(folded, phrase, following, registry)
                i += 1
                continue
            if joined and same_state and phrase.role == "legislator" and _heads_committee(folded, hits, i, registry):
                _take_title(folded, phrase, hits[i + 1], registry)  # 众议员、[众议院]外交委员会[主席]
                i += 2
                continue
            if between in _AND_ALSO and _same_house(hits, i, phrase):  # 欧盟高级代表兼[欧盟委员会][副主席]
                _take_title(folded, phrase, hits[i + 1]._replace(polity=None), registry)
                i += 2
                continue
            break
        posted = _POSTED.search(between) if "驻" in between else None
        if posted and registry.names.gap.fullmatch(between) and len(between) <= 8:
            after = between[posted.end() :]
            if not after and following.kind == "polity":  # 驻美国大使
                phrase.host = following.ref[0]
                phrase.pos = following.end
                i += 1
                continue
            if after[:1] in registry.abbreviations:  # 驻美大使
                phrase.host = registry.meant(after[0], folded) or None
        elif posted is None and between and between[0] in "驻" and following.kind == "title":
            phrase.host = None
        if between in {"", "的"} and phrase.polity != following.ref[0] and _is_concern(folded, hits, i):
            phrase.pos = following.end  # 美国[阿富汗]问题特别代表
            i += 1
            continue
        if not registry.names.gap.fullmatch(between) or (phrase.town and between.endswith(_WITH)):
            break
        if following.kind == "title" and between.endswith("驻") and following.polity:  # 中国驻[美大使]
            phrase.host = following.polity
            _take_title(folded, phrase, following._replace(polity=None), registry)
        elif following.kind == "title" and not between and phrase.kind == "polity" and not phrase.host:
            phrase.marks = between  # 教廷国务卿: the title is of the state right before it, whoever else has one
            _take_title(folded, phrase, following._replace(polity=None), registry)
        elif following.kind == "title" and (following.polity in {None, phrase.polity} or phrase.polity is None):
            phrase.marks = between
            _take_title(folded, phrase, following, registry)
        elif (
            following.kind == "institution"
            and following.polity in {None, phrase.polity} | ({following.polity} if phrase.polity is None else set())
            and len(between) <= 4
        ):
            phrase.polity = phrase.polity or following.polity
            phrase.pos = following.end
            phrase.kind = "institution"
        elif (
            following.kind == "polity"
            and not between
            and following.sense in {"city", "capital", "metonym", "name", "legislature", "government"}
        ):
            nxt = hits[i + 1] if i + 1 < len(hits) else None
            # 美国在台协会台北办事处长, 美国白宫副国安顾问, 德国柏林市长; not 中国美国
            if nxt is None or nxt.kind not in {"title", "institution"} or nxt.start - following.end > 6:
                break
            if following.sense == "name" and following.ref[0] != phrase.polity:
                break
            phrase.pos = following.end
        else:
            break
        i += 1
    return i


def _is_concern(folded: str, hits: list[Hit], i: int) -> bool:
    """Whether hit `i` is a state that the envoy or official named right behind it deals with."""
    if i + 1 >= len(hits) or hits[i].kind != "polity" or hits[i + 1].kind != "title":
        return False
    return _CONCERN.fullmatch(folded, hits[i].end, hits[i + 1].start) is not None


#: Between two offices of one person.
_AND_ALSO = ("兼", "暨")


def _is_second_of(between: str, registry: Registry) -> bool:
    """Whether what stands between two titles says that they are one person's: 国务资政[兼国家安全统筹]部长."""
    return between.startswith(_AND_ALSO) and registry.names.gap.fullmatch(between, 1) is not None


def _same_house(hits: list[Hit], i: int, phrase: _Phrase) -> bool:
    """Whether hit `i` names the phrase's own polity, with a title right behind it."""
    state = hits[i].kind == "polity" and hits[i].ref[0] == phrase.polity
    return state and i + 1 < len(hits) and hits[i + 1].kind == "title" and hits[i + 1].start == hits[i].end


def _heads_committee(folded: str, hits: list[Hit], i: int, registry: Registry) -> bool:
    """Whether hit `i` is a house of parliament, of which somebody named behind it heads a committee."""
    if i + 1 >= len(hits) or hits[i].kind != "institution" or hits[i + 1].kind != "title":
        return False
    title = hits[i + 1]
    if "委员会" not in folded[hits[i].end : title.end]:
        return False
    if not registry.names.gap.fullmatch(folded, hits[i].end, title.start):
        return False
    end = len(folded) if i + 2 >= len(hits) else hits[i + 2].start
    return _named_next(hits, i + 1, folded) or registry.names.end_after(folded, title.end, None, end) > title.end


def _named_next(hits: list[Hit], i: int, folded: str) -> bool:
    """Whether a person's name stands right after hit `i`."""
    return i + 1 < len(hits) and hits[i + 1].kind == "person" and hits[i + 1].start == hits[i].end


def _is_its_man_next(hits: list[Hit], i: int, phrase: _Phrase, registry: Registry) -> bool:
    """Whether a man of the state just read stands behind it, his title behind his name: 法国[马克龙总统]."""
    if i + 1 >= len(hits) or hits[i].kind != "person" or hits[i].start != phrase.pos:
        return False
    title = hits[i + 1]
    styled = title.kind == "title" and title.start == hits[i].end and registry.offices[title.ref[0]].after
    return styled and any(registry.people[id_].polity == phrase.polity for id_ in hits[i].ref)


def _named(
    folded: str,
    hits: list[Hit],
    i: int,
    registry: Registry,
    day: dt.date | None,
    *,
    start: int,
    phrase: _Phrase | None = None,
    name_start: int | None = None,
) -> tuple[Actor | None, int]:
    """Read a known name, with the title behind it if there is one; `name_start`: of a first name before it."""
    hit = hits[i]
    phrase = phrase or _Phrase(start=start, pos=hit.start)
    i += 1
    end = hit.end
    sure = registry.titled_at(folded, hit.start, hit.end - hit.start) if phrase.office_end is not None else ()
    # 王毅外长, 布林肯國務卿: only where no title stood before
    if phrase.office_end is None and i < len(hits) and hits[i].kind == "title" and hits[i].start == end:
        office = registry.offices[hits[i].ref[0]]
        if office.after and not _named_next(hits, i, folded):
            phrase.office_start, phrase.office_end, phrase.role = hits[i].start, hits[i].end, office.role
            end = hits[i].end
            i += 1
    said = None if sure or phrase.presumed else phrase.polity
    person, tenure = registry.person_for(sure or hit.ref, day, said, phrase.role)
    if person is not None and phrase.presumed:
        phrase.polity = None  # 国务卿帕罗林 is not of the state that has most who are called so
    if person is None and phrase.office_end is None:
        return None, i
    phrase.pos = end
    return _actor(
        folded, registry, phrase, (hit.start if name_start is None else name_start, hit.end), person, tenure
    ), i


def _actor(
    folded: str,
    registry: Registry,
    phrase: _Phrase,
    name: tuple[int, int] | None,
    person: Person | None,
    tenure: Tenure | None,
) -> Actor:
    end = max(phrase.pos, name[1] if name else 0)
    latin: tuple[int, int] | None = None
    if name is not None:
        end = registry.names.style_end(folded, end)
        gloss = GLOSS.match(folded, end)
        if gloss:
            latin = gloss.span(1)
            end = registry.names.style_end(folded, gloss.end())
    polity = phrase.polity
    if polity is None and person is not None:
        polity = tenure.polity if tenure is not None else person.polity
    office = (phrase.office_start, phrase.office_end) if phrase.office_start is not None and phrase.office_end else None
    mark = ""
    if office:
        before = folded[max(0, phrase.start - 3) : phrase.start]
        mark = registry.names.mark_in(before) or registry.names.mark_in(phrase.marks)
        if office[0] == phrase.start:
            office = (registry.names.mark_before(folded, office[0]), office[1])
    kind = "person" if name is not None else phrase.kind
    return Actor(
        start=phrase.start,
        end=end,
        name=name,
        office=office if office or kind == "person" else (phrase.start, end),
        latin=latin,
        person=person.id if person else "",
        polity=polity,
        host=phrase.host,
        role=phrase.role or (tenure.role if tenure else ""),
        kind=kind,  # type: ignore[arg-type]
        mark=mark,
    )
