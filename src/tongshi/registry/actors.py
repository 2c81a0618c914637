"""Names, titles and states → who the text speaks of.

美國國務卿布林肯（Antony Blinken） is one actor: state, office, name and gloss belong together. The same
person met again by surname or title alone is the same person; what the first mention said stays known.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from tongshi.records import Actor
from tongshi.registry.entries import Institution, Office, Person, Polity, Sense, Tenure
from tongshi.registry.names import GLOSS, Names
from tongshi.registry.scan import Hit, Scanner

#: What may stand between a state and the title of its official (美国[卫生与公共服务]部长): no verb, no preposition.
_GAP = re.compile(
    r"(?:[^\s,、;:。!?()“”\"《》与和同跟在向对将就称说表指于被由把会见谈访问请约抵赴据至到让使令已曾派还也又再拒举][与和]?){0,16}"
)
_LONGEST_GAP = 32  # characters that `_GAP` can take
_POSTED = re.compile(r"(?:常)?驻")
_AT = ("在", "于", "访", "访问", "抵达", "到达", "飞抵", "抵", "从", "离开", "前往", "赴", "至", "到", "飞往", "位于")
_JOIN = re.compile(r"(?:兼|暨|、|及|和)")
#: 中美两国, 美中贸易, 台美关系: one-character states side by side, before a word that makes them states.
_PAIR_CONTEXT = (
    "两国|双方|两军|关系|贸易|经贸|领导人|领袖|元首|首脑|外长|防长|外交|军方|战略|高层|对话|会谈|会晤|峰会|官员|代表|谈判|"
    "磋商|通话|人权|军事|国防|防务|安全|投资|全面|首轮|政府|三国|三方|印太|同盟|联盟|协议|协定|文化|科技|经济|视频|视讯|建交|民间|议会|国会|第"
)


@dataclass(frozen=True, slots=True)
class Registry:
    """Everything known about who is who, and the scanner that finds it."""

    polities: Mapping[str, Polity]
    people: Mapping[str, Person]
    offices: Mapping[str, Office]
    policy_roles: frozenset[str]  # of foreign-policy and security offices (codebook 4b)
    policy_titles: tuple[str, ...]  # of offices of foreign policy and security
    institutions: Mapping[str, Institution]
    names: Names
    scan: Scanner
    titled: Mapping[str, Sequence[tuple[str, str]]]  # name → (title it must follow, person)
    longest_titled: int
    pairs: re.Pattern[str]
    abbreviations: Mapping[str, str]
    pairing: frozenset[str]  # those that make a pair of what stands beside them: 台捷
    regions: Mapping[str, str]  # a part of the world → the code that stands for it
    surnamed: Mapping[tuple[str, str], Sequence[str]]  # (family name, role) → persons who held it

    def by_surname(self, surname: str, role: str, day: dt.date | None, home: str | None) -> Person | None:
        """Whom 蔡總統 means on `day`: the only one of that name in such an office, at `home` if there are several."""
        holders = [
            (self.people[id_], tenure.polity)
            for id_ in self.surnamed.get((surname, role), ())
            for tenure in self.people[id_].tenures
            if tenure.role == role and (day is None or tenure.covers(day))
        ]
        if len({person.id for person, _ in holders}) > 1:
            holders = [(person, polity) for person, polity in holders if polity == home]
        return holders[0][0] if len({person.id for person, _ in holders}) == 1 else None

    def person_for(
        self, ids: Sequence[str], day: dt.date | None, polity: str | None, role: str
    ) -> tuple[Person | None, Tenure | None]:
        """Which of several people of one spelling is meant, by state, office and day."""
        best: tuple[int, Person, Tenure | None] | None = None
        for id_ in ids:
            person = self.people[id_]
            tenure = person.held_on(day)
            fits = 0
            if polity is not None:
                fits += 4 if polity in {person.polity, *(t.polity for t in person.tenures)} else -8
            if role and any(t.role == role for t in person.tenures):
                fits += 2
            if tenure is not None:
                fits += 2
            elif person.active_around(day):
                fits += 1
            if best is None or fits > best[0]:
                best = (fits, person, tenure)
        if best is None or best[0] < 0:
            return None, None
        return best[1], best[2]

    def titled_at(self, folded: str, start: int, length: int) -> tuple[str, ...]:
        """Persons known by `folded[start:start + length]` only behind the title that stands before it."""
        known = self.titled.get(folded[start : start + length], ())
        if not known:
            return ()
        around = folded[max(0, start - 12) : start + length + 4]
        return tuple(
            id_ for title, id_ in known
            if folded.endswith(title, 0, start) and not any(word in around for word in self.people[id_].unless)
        )  # fmt: skip


def pair_pattern(abbreviations: Mapping[str, str]) -> re.Pattern[str]:
    """Matches one-character states side by side (中美, 美日印澳) in front of a word that makes them states."""
    letters = "".join(sorted(abbreviations))
    return re.compile(rf"([{letters}][{letters}]{{1,3}})(?={_PAIR_CONTEXT})")


class Site(NamedTuple):
    """A place or state named at `[start, end)`, with the polity it lies in or is."""

    start: int
    end: int
    polity: str
    sense: Sense


def find_names(
    folded: str, registry: Registry, day: dt.date | None, home: str | None = None
) -> tuple[tuple[Actor, ...], tuple[Site, ...]]:
    """All actors of a text, and all states and places named in it, each in order of `start`.

    `day` decides tenure; `home` is the outlet's own polity, for offices whose state is left unsaid.
    """
    hits = registry.scan(folded)
    sites = tuple(Site(hit.start, hit.end, hit.ref[0], hit.sense) for hit in hits if hit.kind == "polity" and hit.sense)
    return _actors(folded, hits, registry, day, home), sites


def _actors(
    folded: str, hits: list[Hit], registry: Registry, day: dt.date | None, home: str | None
) -> tuple[Actor, ...]:
    found = list(_phrases(folded, hits, registry, day))
    found = _shared_titles(folded, _pairs(folded, registry, _chained(folded, registry, found), hits))
    found += _repeats(folded, found)
    found = _surnamed(folded, found, registry, day, home)
    found.sort(key=lambda actor: (actor.start, -actor.end))
    return tuple(_with_polities(found, folded, home))


def _phrases(folded: str, hits: list[Hit], registry: Registry, day: dt.date | None) -> Iterator[Actor]:
    i = 0
    while i < len(hits):
        hit = hits[i]
        if hit.kind == "pronoun":
            yield Actor(start=hit.start, end=hit.end, kind="pronoun", office=(hit.start, hit.end))
            i += 1
        elif hit.kind == "person":
            actor, i = _named(folded, hits, i, registry, day, start=hit.start)
            if actor is not None:
                yield actor
        else:
            actor, i = _titled(folded, hits, i, registry, day)
            if actor is not None:
                yield actor


@dataclass(slots=True)
class _Phrase:
    """What has been read of one phrase so far."""

    start: int
    pos: int
    polity: str | None = None
    host: str | None = None
    office_start: int | None = None
    office_end: int | None = None
    role: str = ""
    kind: str = "polity"
    unnamed: bool = False
    marks: str = ""  # what stands before the title inside the phrase: 前, 候任


def _titled(folded: str, hits: list[Hit], i: int, registry: Registry, day: dt.date | None) -> tuple[Actor | None, int]:
    """Read a phrase that begins with a state, an institution or a title."""
    hit = hits[i]
    phrase = _Phrase(start=hit.start, pos=hit.end, polity=hit.polity)
    posted = hit.start > 0 and folded[hit.start - 1] == "驻"
    if posted and hit.kind in {"polity", "title"}:  # 驻纽约…办事处处长, 驻美大使: sent there, not of there
        phrase.host = hit.ref[0] if hit.kind == "polity" else hit.polity
        phrase.polity = None
        phrase.start = hit.start - 1
        if hit.kind == "title":
            _take_title(phrase, hit._replace(polity=None), registry)
    elif hit.kind == "polity":
        phrase.polity = hit.ref[0]
    elif hit.kind == "institution":
        phrase.kind = "institution"
    else:
        _take_title(phrase, hit, registry)
    i += 1
    i = _extend(folded, hits, i, registry, phrase)
    if phrase.office_end is None and phrase.pos == hit.end and _is_place(folded, hit):
        return None, i
    limit = hits[i].start if i < len(hits) else len(folded)
    # a name follows the title
    if phrase.office_end is not None:
        if i < len(hits) and hits[i].kind == "person" and hits[i].start - phrase.pos <= _blank(folded, phrase.pos):
            return _named(folded, hits, i, registry, day, start=phrase.start, phrase=phrase)
        name_start = phrase.pos + _blank(folded, phrase.pos)
        for length in range(registry.longest_titled, 1, -1):
            ids = registry.titled_at(folded, name_start, length)
            if ids:
                person = registry.people[ids[0]]  # the title and the name together leave no doubt
                tenure = person.held_on(day)
                while i < len(hits) and hits[i].start < name_start + length:
                    i += 1
                return _actor(folded, registry, phrase, (name_start, name_start + length), person, tenure), i
        name_end = registry.names.end_after(folded, name_start, phrase.polity, limit)
        if name_end > name_start and (not phrase.unnamed or name_end - name_start >= 3):
            while i < len(hits) and hits[i].start < name_end:
                i += 1
            if i < len(hits) and hits[i].kind == "person" and folded[name_end : hits[i].start] in {"·", "-"}:
                # 特里-布兰斯塔德: a first name that is not known before a name that is
                return _named(folded, hits, i, registry, day, start=phrase.start, phrase=phrase, name_start=name_start)
            return _actor(folded, registry, phrase, (name_start, name_end), None, None), i
    return _actor(folded, registry, phrase, None, None, None), i


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


def _take_title(phrase: _Phrase, hit: Hit, registry: Registry) -> None:
    office = registry.offices[hit.ref[0]]
    if phrase.office_start is None:
        phrase.office_start = phrase.start
    phrase.office_end = phrase.pos = hit.end
    phrase.unnamed = office.unnamed
    phrase.role = phrase.role or office.role
    phrase.kind = "office"
    if phrase.polity is None:
        phrase.polity = hit.polity


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
            ):
                _take_title(phrase, following, registry)
                i += 1
                continue
            if between in _AND_ALSO and _same_house(hits, i, phrase):  # 欧盟高级代表兼[欧盟委员会][副主席]
                _take_title(phrase, hits[i + 1]._replace(polity=None), registry)
                i += 2
                continue
            break
        posted = _POSTED.search(between)
        if posted and _GAP.fullmatch(between) and len(between) <= 8:
            after = between[posted.end() :]
            if not after and following.kind == "polity":  # 驻美国大使
                phrase.host = following.ref[0]
                phrase.pos = following.end
                i += 1
                continue
            if after[:1] in registry.abbreviations:  # 驻美大使
                phrase.host = registry.abbreviations[after[0]]
        elif posted is None and between and between[0] in "驻" and following.kind == "title":
            phrase.host = None
        if not _GAP.fullmatch(between):
            break
        if following.kind == "title" and between.endswith("驻") and following.polity:  # 中国驻[美大使]
            phrase.host = following.polity
            _take_title(phrase, following._replace(polity=None), registry)
        elif following.kind == "title" and not between and phrase.kind == "polity" and not phrase.host:
            phrase.marks = between  # 教廷国务卿: the title is of the state right before it, whoever else has one
            _take_title(phrase, following._replace(polity=None), registry)
        elif following.kind == "title" and (following.polity in {None, phrase.polity} or phrase.polity is None):
            phrase.marks = between
            _take_title(phrase, following, registry)
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


#: Between two offices of one person.
_AND_ALSO = ("兼", "暨")


def _same_house(hits: list[Hit], i: int, phrase: _Phrase) -> bool:
    """Whether hit `i` names the phrase's own polity, with a title right behind it."""
    state = hits[i].kind == "polity" and hits[i].ref[0] == phrase.polity
    return state and i + 1 < len(hits) and hits[i + 1].kind == "title" and hits[i + 1].start == hits[i].end


def _named_next(hits: list[Hit], i: int, folded: str) -> bool:
    """Whether a person's name stands right after hit `i`."""
    return i + 1 < len(hits) and hits[i + 1].kind == "person" and hits[i + 1].start == hits[i].end


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
    person, tenure = registry.person_for(sure or hit.ref, day, None if sure else phrase.polity, phrase.role)
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
        gloss = GLOSS.match(folded, end)
        if gloss:
            latin = gloss.span(1)
            end = gloss.end()
    polity = phrase.polity
    if polity is None and person is not None:
        polity = tenure.polity if tenure is not None else person.polity
    office = (phrase.office_start, phrase.office_end) if phrase.office_start is not None and phrase.office_end else None
    mark = ""
    if office:
        before = folded[max(0, phrase.start - 2) : phrase.start]
        mark = registry.names.mark_in(before) or registry.names.mark_in(phrase.marks)
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


def _pairs(folded: str, registry: Registry, found: list[Actor], hits: Sequence[Hit]) -> list[Actor]:
    """`found` with 中美, 两岸 … read as two actors each; 中美两军, 两岸领导人 is one phrase of both."""
    matches = {}
    for match in registry.pairs.finditer(folded):
        letters, start = match.group(1), match.start(1)
        while len(letters) > 2 and letters[0] not in registry.pairing:
            letters, start = letters[1:], start + 1  # 确[保美中]关系
        codes = tuple(registry.abbreviations[letter] for letter in letters)
        if len(set(codes)) == len(codes) and not registry.pairing.isdisjoint(letters):
            matches[start, match.end(1)] = codes
    for word, codes in registry.names.pairs:  # 以哈 is no state of 哈萨克斯坦
        start = folded.find(word)
        while start >= 0:
            if not folded.endswith(registry.names.no_pairs, 0, start + len(word)):
                matches[start, start + len(word)] = codes
            start = folded.find(word, start + 1)
    out = sorted(found, key=lambda actor: actor.start)
    states = [(hit.start, hit.end) for hit in hits if hit.kind == "polity"] if matches else []
    for (start, end), codes in sorted(matches.items()):
        if any(first < end and start < last for first, last in states):
            continue  # 莫斯科会谈 is a city, not three states
        if any(actor.start < end and start < actor.end for actor in out):
            continue
        # 中美[两国][军方]: what follows at once belongs to both
        close, kept = end, []
        for actor in out:
            if actor.start == close and actor.name is None:
                close = actor.end
            else:
                kept.append(actor)
        out = sorted([*kept, *_both(start, close, codes)], key=lambda actor: actor.start)
    return out


def _both(start: int, end: int, codes: tuple[str, ...]) -> Iterator[Actor]:
    """One actor for each state of a phrase `[start, end)`; the last takes the phrase's rest."""
    kind: Literal["office", "polity"] = "office" if end - start > len(codes) else "polity"
    for i, code in enumerate(codes):
        close = end if i == len(codes) - 1 else start + i + 1
        yield Actor(start=start + i, end=close, office=(start, end), polity=code, kind=kind)


def _chained(folded: str, registry: Registry, found: list[Actor]) -> list[Actor]:
    """美[中外长] is two ministers: the state in front of a fused title belongs to the title too."""
    out: list[Actor] = []
    end = 0
    for actor in sorted(found, key=lambda item: item.start):
        first = actor.start
        state = registry.abbreviations.get(folded[first])
        fused = actor.kind == "office" and state is not None and state == actor.polity
        while fused and first > end and folded[first - 1] in registry.pairing:
            first -= 1
        if first < actor.start:
            office = (first, actor.end)
            for i in range(first, actor.start):
                code = registry.abbreviations[folded[i]]
                out.append(actor._replace(start=i, end=i + 1, office=office, polity=code))
            out.append(actor._replace(office=office))
        else:
            out.append(actor)
        end = max(end, actor.end)
    return out


def _shared_titles(folded: str, found: list[Actor]) -> list[Actor]:
    """日本、印度和澳洲外长: the title is everybody's."""
    ordered = sorted(found, key=lambda item: item.start)
    for i in range(len(ordered) - 1, 0, -1):
        state, office = ordered[i - 1], ordered[i]
        gap = folded[state.end : office.start]
        if (
            state.kind == "polity"
            and office.kind == "office"
            and office.office
            and gap in {"、", "和", "与", "及", "以及"}
        ):
            title = (office.office[1] - 2, office.office[1])
            if state.end - state.start > 1 and office.role not in {"other", "spokesperson"}:
                ordered[i - 1] = state._replace(kind="office", office=title, role=office.role)
    return ordered


def _surnamed(
    folded: str, found: list[Actor], registry: Registry, day: dt.date | None, home: str | None
) -> list[Actor]:
    """蔡總統, 菅首相: a family name before a title, of somebody the text names or who held the office then."""
    taken = {actor.end for actor in found}
    out = []
    for actor in found:
        family = folded[actor.start - 1] if actor.start else ""
        bare = actor.kind == "office" and actor.office == (actor.start, actor.end) and actor.role
        if not bare or actor.start in taken or (family, actor.role) not in registry.surnamed:
            out.append(actor)
            continue
        named = next(
            (a for a in found if a.person and a.name and a.role == actor.role and folded[a.name[0]] == family), None
        )
        person = registry.people.get(named.person) if named else registry.by_surname(family, actor.role, day, home)
        if person is None:
            out.append(actor)
            continue
        tenure = person.held_on(day)
        start = actor.start - 1
        out.append(
            actor._replace(
                start=start, name=(start, start + 1), person=person.id, kind="person",
                polity=tenure.polity if tenure else person.polity,
            )
        )  # fmt: skip
    return out


def _repeats(folded: str, found: list[Actor]) -> Iterator[Actor]:
    """Names read from a title or a gloss are found again where they stand alone."""
    known: dict[str, Actor] = {}
    for actor in found:
        if actor.name is not None and not actor.person:
            name = folded[actor.name[0] : actor.name[1]]
            for form in {name, name.rpartition("·")[2]}:
                if len(form) >= 2:
                    known.setdefault(form, actor)
    taken = {position for actor in found for position in range(actor.start, actor.end)} if known else set()
    for form in sorted(known, key=len, reverse=True):
        first = known[form]
        for match in re.finditer(re.escape(form), folded):
            if match.start() not in taken and match.end() - 1 not in taken:
                taken.update(range(match.start(), match.end()))
                yield Actor(
                    start=match.start(),
                    end=match.end(),
                    name=match.span(),
                    polity=first.polity,
                    host=first.host,
                    role=first.role,
                )


def _with_polities(found: list[Actor], folded: str, home: str | None) -> Iterator[Actor]:
    """Give each actor whose state is unsaid the state the text speaks of: said before of him, or last named.

    The person's own first mention decides; then the nearest state before in the paragraph, then `home`.
    """
    said: dict[str, str] = {}
    for actor in found:
        key = _key(actor, folded)
        if key and actor.polity is not None:
            said.setdefault(key, actor.polity)
    last: str | None = None
    paragraph = -1
    for actor in found:
        start_of_paragraph = folded.rfind("\n", 0, actor.start)
        if start_of_paragraph != paragraph:
            paragraph, last = start_of_paragraph, None
        if actor.polity is not None or actor.kind == "pronoun":
            if actor.polity is not None and actor.kind != "medium":
                last = actor.polity
            yield actor
            continue
        polity = said.get(_key(actor, folded) or "") or last or home
        yield actor._replace(polity=polity)


def _key(actor: Actor, folded: str) -> str | None:
    return actor.person or (folded[actor.name[0] : actor.name[1]] if actor.name else None)
