"""The course of what is said in an article: who speaks at each speech verb, and of whom the text is speaking.

A pronoun, a text without a named author and an unsaid subject stand for somebody told of before.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tongshi.statements.candidates import Candidates
from tongshi.statements.clauses import CLAUSE
from tongshi.statements.saying import Saying
from tongshi.statements.speakers import Speakers
from tongshi.statements.speech import SpeechLexicon, Verb
from tongshi.statements.spoken_of import SpokenOf
from tongshi.statements.voices import Voice

#: Offices that a state has once, so that the title alone says who is meant.
_ONE_OF_A_KIND = frozenset(
    [
        "head-of-state",
        "head-of-government",
        "foreign-minister",
        "defence-minister",
        "finance-minister",
        "trade-minister",
        "security-adviser",
        "organisation-head",
        "monarch",
        "religious-head",
    ]
)
#: Codes of organisations that are as short as those of states.
_UNIONS = frozenset(("EU", "UN"))
#: Kinds of voices that can be a body of people.
_BODIES = frozenset(("body", "described"))
#: Letters that stand for a body: CGTN.
_LETTERS = re.compile(r"[a-z0-9&.-]{2,12}")
#: Longest name of a body that letters stand for.
_LONGEST_BODY = 16
#: Longest name of a state, a city or the like before the name of a body.
_LONGEST_STATE = 8
_HE = frozenset("他她")
#: After these a clause begins.
_HEADS = frozenset("。!?,;:\n”")
#: How many of the latest sayings can tell whose words a text without a named author hands on.
_MEMORY = 12


@dataclass(frozen=True, slots=True)
class Discourse:
    """Who speaks where in an article: `sayings` in order, `topics` (position, person spoken of from there on)."""

    sayings: tuple[Saying, ...]
    topics: tuple[tuple[int, Voice], ...]
    starts: tuple[int, ...]  # of the verbs of `sayings`

    @classmethod
    def of(cls, sayings: Sequence[Saying], topics: Sequence[tuple[int, Voice]]) -> Discourse:
        """What was said in an article, and of whom it spoke."""
        return cls(tuple(sayings), tuple(topics), tuple(saying.verb.start for saying in sayings))

    def between(self, start: int, end: int) -> tuple[Saying, ...]:
        """The sayings whose verb begins in `[start, end)`."""
        left = bisect_left(self.starts, start)
        return self.sayings[left : bisect_left(self.starts, end, left)]

    def topic_in(self, start: int, end: int) -> Voice | None:
        """The person the text begins to speak of in `[start, end)`, the first of several."""
        index = bisect_left(self.topics, start, key=lambda topic: topic[0])
        return self.topics[index][1] if index < len(self.topics) and self.topics[index][0] < end else None


def find_discourse(
    outer: str,
    sentences: Iterable[tuple[int, int]],
    colons: Iterable[int],
    voices: Sequence[Voice],
    spoken: Sequence[Verb],
    speech: SpeechLexicon,
) -> Discourse:
    """Read who speaks, sentence by sentence; `spoken` are the text's speech verbs.

    `outer` has its quotations hidden; `colons` stand right before one.
    """
    candidates = Candidates.of(outer, voices, speech)
    reader, about = Speakers.of(candidates), SpokenOf(outer, speech, candidates)
    first = _first_forms(outer, voices, speech)
    waiting = sorted(colons)
    sayings: list[Saying] = []
    topics: list[tuple[int, Voice]] = []
    for start, end in sentences:
        topic = about.topic(start, end)
        verbs = [*spoken[bisect_left(spoken, (start,)) : bisect_left(spoken, (end,))]]
        verbs += [
            Verb(at, at, "state", False) for at in waiting if start <= at < end and not _said_before(outer, verbs, at)
        ]
        said: list[Saying] = []
        for verb in sorted(verbs):
            if _is_text(outer, verb, verbs, start):
                continue
            if topic is not None and topic.start < verb.start:
                if not _is_spoken_of(topics, start):
                    topics.append((topic.start, first(topic)))
                topic = None
            voice, own = reader.subject(verb, start, said, sayings)
            voice = reader.unregistered.of_state(voice)
            near = voice is not None and start <= voice.start < verb.start
            speaker = reader.anaphora.again(voice, sayings)
            if speaker is None:
                document = voice is not None and outer[slice(*voice.name)] in speech.documents
                speaker = voice if document else _resolved(voice, outer, said, sayings, topics, speech)
            asked = reader.asked(verb, voice, end)
            if asked is not None:
                speaker = asked
                topics.append((verb.start, first(asked)))
            if speaker is not None:
                speaker = first(_in_full(speaker, outer, sayings, voices, speech))
                fresh = asked is None and (not topics or topics[-1][0] < start)
                if fresh and voice is not None and about.is_told(voice, start, end, own=own, near=near):
                    told = verb.loose and any(saying.own and not saying.verb.loose for saying in said)
                    if not told:  # 他说，[居民]反对……
                        topics.append((voice.start, speaker))
            said.append(Saying(verb, speaker, voice if own else None, near))
            sayings.append(said[-1])
        if topic is not None and (about.contrasts(topic) or not _is_spoken_of(topics, start)):
            topics.append((topic.start, first(topic)))
    return Discourse.of(sayings, topics)


def _is_text(outer: str, verb: Verb, verbs: Iterable[Verb], start: int) -> bool:
    """Whether what can be a verb is the text that the next one is said of: [貼文]寫道."""
    heads = verb.start == start or outer[verb.start - 1] in _HEADS
    return heads and verb.names and any(other.start == verb.end for other in verbs)


def _is_spoken_of(topics: Sequence[tuple[int, Voice]], start: int) -> bool:
    """Whether a person speaks already in the sentence that begins at `start`: whom he speaks of is no topic."""
    return bool(topics) and topics[-1][0] >= start and topics[-1][1].kind == "person"


def _said_before(outer: str, verbs: Sequence[Verb], colon: int) -> bool:
    """Whether a speech verb stands in the clause that a colon ends."""
    clause = max((match.end() for match in CLAUSE.finditer(outer, max(0, colon - 40), colon)), default=0)
    return any(clause <= verb.start < colon and not verb.loose for verb in verbs)


def _resolved(
    voice: Voice | None,
    outer: str,
    said: Sequence[Saying],
    sayings: Sequence[Saying],
    topics: Sequence[tuple[int, Voice]],
    speech: SpeechLexicon,
) -> Voice | None:
    """Whom a pronoun, a text without a named author or an unsaid subject stands for.

    `said` are the sayings of the sentence so far, `sayings` all so far.
    """
    if voice is not None and voice.kind == "pronoun":
        here = [saying.speaker for saying in said if saying.own and saying.speaker and saying.speaker.kind == "person"]
        if here:
            return here[-1]
    heard = [saying for saying in sayings[-_MEMORY:] if saying.speaker is not None]
    plain = [saying for saying in heard if not saying.verb.loose] or heard
    last = plain[-1].speaker if plain else None
    if voice is not None and voice.kind == "pronoun" and not topics:
        return next((each.speaker for each in reversed(plain) if _can_be_he(each.speaker)), None)
    if voice is not None and outer[voice.start : voice.end] in _HE:
        return next(
            (topic for _, topic in reversed(topics) if _can_be_he(topic) and not _is_firm(topic, outer, speech)), last
        )
    if voice is None or voice.kind == "pronoun":
        return topics[-1][1] if topics else last
    if voice.kind in {"writing", "several"}:
        return last or voice
    if voice.again:
        alike = last is not None and (not _is_firm(voice, outer, speech) or last.kind in _BODIES)
        return last if alike else voice
    return voice


def _is_firm(voice: Voice, outer: str, speech: SpeechLexicon) -> bool:
    """Whether a voice is told by a word for a body of people: 该公司."""
    words = speech.patterns
    return words.firm.search(outer, *voice.name) is not None or words.firm_whose.match(outer, *voice.name) is not None


def _in_full(
    voice: Voice, outer: str, sayings: Sequence[Saying], voices: Sequence[Voice], speech: SpeechLexicon
) -> Voice:
    """A body that is told by the end of its name, or by its letters, as it was named before: 大使馆, 管理局, CGTN."""
    name = outer[slice(*voice.name)]
    if _LETTERS.fullmatch(name):
        at = outer.find(f"({name})", 0, voice.start)
        spelt = (each for each in _bodies(voice, sayings, voices) if each.name[1] == at) if at >= 0 else iter(())
        return next((each for each in spelt if at - each.name[0] <= _LONGEST_BODY), voice)
    mission = speech.patterns.mission.fullmatch(name) is not None
    if voice.kind not in _BODIES or voice.medium:
        return voice
    if not mission and (voice.polity is not None or not name.endswith(speech.patterns.ends_organ)):
        return voice
    ending, longest = name[-2:] if mission else name, len(name) + _LONGEST_STATE
    named = [each for each in _bodies(voice, sayings, voices) if outer.endswith(ending, *each.name)]
    return next((each for each in reversed(named) if len(name) < each.name[1] - each.name[0] <= longest), voice)


def _bodies(voice: Voice, sayings: Sequence[Saying], voices: Sequence[Voice]) -> list[Voice]:
    """The bodies that are named before a voice, then those that spoke."""
    spoken = [each.speaker for each in sayings if each.speaker is not None]
    return [each for each in (*voices, *spoken) if each.kind in _BODIES and each.name[1] < voice.start]


def _is_organisation(voice: Voice, outer: str, speech: SpeechLexicon) -> bool:
    """Whether a voice is a union of states itself, not one of its organs: 欧盟, not 欧洲议会."""
    code = voice.polity or ""
    if not voice.whole or voice.kind != "body" or not (len(code) > 2 or code in _UNIONS):
        return False
    return not outer.endswith(speech.patterns.ends_organ + speech.patterns.ends_its_people, *voice.name)


def _can_be_he(voice: Voice | None) -> bool:
    """Whether 他 can stand for a voice: not for a ministry or a paper."""
    return voice is not None and voice.kind not in {"body", "writing"} and not voice.medium


def _first_forms(outer: str, voices: Sequence[Voice], speech: SpeechLexicon) -> Callable[[Voice], Voice]:
    """A function from a voice to the first voice of the same person: 卡拉法諾 → 詹姆斯·卡拉法諾."""
    people = [voice for voice in voices if voice.kind == "person"]
    texts = [(voice.start, outer[slice(*voice.name)], voice) for voice in people]
    by_person: dict[str, Voice] = {}
    by_role: dict[tuple[str | None, str], Voice] = {}
    organisations: dict[str | None, Voice] = {}
    for voice in voices:
        if _is_organisation(voice, outer, speech):
            organisations.setdefault(voice.polity, voice)
    for voice in people:
        if voice.person:
            by_person.setdefault(voice.person, voice)
        if voice.role in _ONE_OF_A_KIND:
            by_role.setdefault((voice.polity, voice.role), voice)

    def first(voice: Voice) -> Voice:
        if voice.person:
            return by_person.get(voice.person, voice)
        if _is_organisation(voice, outer, speech):
            return organisations.get(voice.polity, voice)  # 欧盟 → 欧洲联盟; states have names for their governments
        if voice.kind == "office" and voice.role in _ONE_OF_A_KIND:
            holder = by_role.get((voice.polity, voice.role))
            return holder or voice  # also where he is named only later
        text = outer[slice(*voice.name)]
        if voice.kind in {"person", "described"} and len(text) > 1:
            for start, known, other in texts:
                if start >= voice.start:
                    break
                if text in known:
                    return other
        return voice

    return first
