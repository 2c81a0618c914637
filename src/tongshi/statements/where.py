"""Where and when a statement was made, as its article tells: in a contact, about it, or at another occasion."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tongshi.language import fold
from tongshi.records import Engagement, Participant, Statement, When
from tongshi.registry import Site
from tongshi.statements.hearing import Hearing
from tongshi.statements.speech import SpeechLexicon
from tongshi.times.numerals import number

#: A month, with or without its day, as it stands before words: 在7月13日的声明中.
_DAY = re.compile(r"(\d{1,2}|十[一二]?|[一二三四五六七八九])月(?:份|中|底|初|(\d{1,2})日)?")
#: Days by which the two sides of the world differ.
_DAY_APART = 1


@dataclass(frozen=True, slots=True)
class Where:
    """`own`: in the contact. `elsewhere`: in a speech, an interview, by its own sentence or the last that tells of an
    occasion. `earlier`: at another time. `others`: with somebody of a third state. `abroad`: in a third state.
    `of_others`: those whom it names are all of third states. `about`: it speaks of the contact, or of both sides.
    `told`: its words themselves name the contact, or somebody who takes part.
    `of_parties`: it names somebody who took part, or the other side. `around`: its paragraph speaks of the contact.
    """

    own: bool
    elsewhere: bool
    earlier: bool
    others: bool
    abroad: bool
    of_others: bool
    about: bool
    told: bool
    of_parties: bool
    around: bool


def where_made(
    hearing: Hearing, statement: Statement, engagement: Engagement, sites: Sequence[Site], speech: SpeechLexicon
) -> Where:
    """Where a statement was made, asked for one contact; `sites` are the states and towns that the article names."""
    start, end = hearing.sentence_at(statement.start)
    end = max(end, statement.end)
    lead = hearing.outer[start : statement.start]
    text = hearing.folded[start:end]
    trigger = fold(engagement.trigger)
    parties = set(engagement.polities) - {statement.polity}
    met = [each for each in hearing.voices_in(start, statement.start) if each.kind == "person" and each.polity]
    named = [each for each in hearing.voices_in(statement.start, end) if each.kind == "person" and each.polity]
    by_name = _names(text, [each for each in engagement.participants if each.person or each.polity in parties])
    occasion = _occasion(hearing, start, speech)
    return Where(
        own=speech.in_contact.search(lead) is not None or bool(trigger and trigger in lead),
        elsewhere=speech.elsewhere.search(lead) is not None or occasion is not None,
        earlier=any(
            speech.earlier.search(words) is not None or _is_another_day(words, engagement.when)
            for words in (lead, occasion or "")
        ),
        others=any(each.polity not in engagement.polities for each in met)
        or _with_another(hearing, statement, engagement, trigger, speech),
        abroad=_is_abroad(hearing, statement.start, engagement, sites, speech),
        of_others=bool(named) and not by_name and all(each.polity not in engagement.polities for each in named),
        about=speech.of_contact.search(text) is not None
        or (
            speech.of_talks.search(text) is not None
            and (
                engagement.type == "talks"
                or _names(text, [each for each in engagement.participants if each.polity in parties])
            )
        )
        or bool(trigger and trigger in text),
        told=_names_contact(hearing.folded[statement.start : statement.end], engagement, trigger),
        of_parties=by_name or any(site.polity in parties for site in _between(sites, start, end)),
        around=_is_around(hearing, statement, engagement, trigger),
    )


def _between(sites: Sequence[Site], start: int, end: int) -> Sequence[Site]:
    left = bisect_left(sites, start, key=lambda site: site.start)
    return sites[left : bisect_left(sites, end, key=lambda site: site.start)]


def _names(text: str, participants: Iterable[Participant]) -> bool:
    """Whether words speak of somebody who takes part, by name or by office: 國務卿強調……."""
    for participant in participants:
        name, office = fold(participant.name or ""), fold(participant.office or "")
        if (name and name in text) or (office and office[-3:] in text):
            return True
    return False


def _names_contact(text: str, engagement: Engagement, trigger: str) -> bool:
    """Whether words name a contact or somebody who takes part in it: 证实[会晤], 宣布将由[韩森]出席."""
    names = (fold(participant.name or "") for participant in engagement.participants)
    return bool(trigger and trigger in text) or any(len(name) > 1 and name in text for name in names)


def _is_another_day(lead: str, when: When) -> bool:
    """Whether a day before the words is not the contact's."""
    if when.start is None or when.precision not in {"day", "month"}:
        return False
    last = when.end or when.start
    for match in _DAY.finditer(lead):
        month = int(match[1]) if match[1].isdigit() else number(match[1])
        if month is None or not 1 <= month <= 12:
            continue
        if month not in {when.start.month, last.month}:
            return True
        exact = match[2] and when.precision == "day" and when.start.month == last.month
        if exact and not when.start.day - _DAY_APART <= int(match[2]) <= last.day + _DAY_APART:
            return True
    return False


def _with_another(
    hearing: Hearing, statement: Statement, engagement: Engagement, trigger: str, speech: SpeechLexicon
) -> bool:
    """Whether those of other states whom its paragraph names before it are all of states that took no part.

    Where it names none, the sentences of the paragraph before that tell of a contact are asked. Only those behind the
    last word for the contact itself count.
    """
    here = hearing.paragraph_at(statement.start)[0]
    before = hearing.paragraph_at(max(0, here - 2))[0]
    told = hearing.folded.rfind(trigger, before, statement.start) if trigger else -1
    others = _foreign(hearing, max(here, told), statement)
    if not others and told < here:
        since = max(before, told)
        others = {
            polity
            for start, end in hearing.sentences
            if since <= start < here and speech.in_contact.search(hearing.outer, start, end)
            for polity in _foreign(hearing, start, statement, end)
        }
    return bool(others) and others.isdisjoint(engagement.polities)


def _foreign(hearing: Hearing, start: int, statement: Statement, end: int | None = None) -> set[str]:
    """Polities, not the speaker's own, of those who represent one and are named from `start` to his words or `end`.

    A sentence that tells of two other states alone tells of no guest of his.
    """
    found: set[str] = set()
    for voice in hearing.voices_in(start, statement.start if end is None else end):
        if voice.kind == "person" and voice.represents and voice.polity and voice.polity != statement.polity:
            beside = {each.polity for each in hearing.voices_in(*hearing.sentence_at(voice.start)) if each.polity}
            if statement.polity in beside or len(beside) == 1:
                found.add(voice.polity)
    return found


def _is_abroad(hearing: Hearing, at: int, engagement: Engagement, sites: Sequence[Site], speech: SpeechLexicon) -> bool:
    """Whether the last place of which its paragraph tells that somebody was there lies in a state that took no part."""
    floor = hearing.paragraph_at(at)[0]
    index = bisect_left(sites, at, key=lambda site: site.start)
    while index and sites[index - 1].start >= floor:
        index -= 1
        site = sites[index]
        if speech.patterns.at_place.search(hearing.outer, max(floor, site.start - 6), site.start):
            place = engagement.place.polity
            return site.polity not in engagement.polities and site.polity != place
    return False


def _occasion(hearing: Hearing, start: int, speech: SpeechLexicon) -> str | None:
    """The words before the last occasion told before a sentence, not long ago, where that was a speech, an interview.

    They run from the head of its sentence to the word for it: 部长上周接受[专访].
    """
    floor = hearing.paragraph_at(max(0, hearing.paragraph_at(start)[0] - 2))[0]
    before = hearing.outer[floor:start]
    own = max((match.end() for match in speech.in_contact.finditer(before)), default=-1)
    other = max((match.end() for match in speech.in_speech.finditer(before)), default=-1)
    if other <= own:
        return None
    return hearing.outer[hearing.sentence_at(floor + other - 1)[0] : floor + other]


def _is_around(hearing: Hearing, statement: Statement, engagement: Engagement, trigger: str) -> bool:
    """Whether the paragraph of a statement speaks of the engagement: its trigger, or somebody who takes part."""
    start, end = hearing.paragraph_at(statement.start)
    start, end = hearing.paragraph_at(max(start - 2, 0))[0], hearing.paragraph_at(min(end + 2, len(hearing.folded)))[1]
    text = hearing.folded[start:end]
    if trigger and trigger in text:
        return True
    return any(participant.name and fold(participant.name) in text for participant in engagement.participants)
