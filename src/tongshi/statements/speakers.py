"""Who says it: the speakers of an article, and the one behind each speech verb.

The subject of a speech verb is looked for in the verb's own clause, then in the clauses and sentences before.
Speakers the registry does not know (學者李碩, 一名外交官, 該報) are read from the words around them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tongshi.records import Actor
from tongshi.registry.names import GLOSS
from tongshi.statements.speech import SpeechLexicon, Verb

#: What stands in for the characters of a quotation while the text around it is read.
HIDDEN = "\ufffc"

VoiceKind = Literal["person", "office", "body", "writing", "described", "pronoun", "several"]

_STOP = re.compile(r"[。!?…\n]+[”\")]*")
_CLAUSE = re.compile(r"[,;:\n]")
_SEVERAL = frozenset(("他们", "她们", "两人", "二人", "双方", "两国", "两位", "彼此", "三方", "各方", "三人", "一行"))
_AND = re.compile(r"\s*(?:、|和|与|及|以及|暨)\s*")
#: Roles whose holders do not speak for a state.
_NO_STATE = frozenset(("", "other", "religious"))
_HAN = re.compile(r"[一-鿿·‧]+")
_GLOSSED = re.compile(r"([一-鿿·]{2,20})\s?\(\s?[a-z][a-z .'’·-]{2,48}")
#: Two to four characters at the head of a sentence or clause: perhaps a name.
_BARE = re.compile(r"(?:(?<=[。!?,;\n”\"\ufffc ])|^)([一-鿿]{2,4}?)(?![一-鿿]{0,1}[一-鿿]{0}$)")
#: 10月3日, 8月, 3日下午; weekdays and 今天 are adverbs of the lexicon.
_DATE = re.compile(r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日|\d{1,2}月")
_LATIN_NAME = re.compile(r"[a-z@][a-z0-9_.&'’ -]*[a-z0-9.]")
#: Words that no name or description of a speaker contains.
_NO_NAME = re.compile(r"[的了着过是有在与和被把将会能可要而但若如虽因所这那此其之每都不没未为至从]|以及|可能|表示|认为|进行")


@dataclass(frozen=True, slots=True)
class Voice:
    """Someone or something that can speak, at `[start, end)`; `name` is the range that names it."""

    start: int
    end: int
    name: tuple[int, int]
    kind: VoiceKind
    polity: str | None = None
    person: str = ""
    role: str = ""

    @property
    def represents(self) -> bool:
        """Whether it speaks for its polity: an office-holder, former ones too, or a body."""
        return self.kind in {"body", "office"} or self.role not in _NO_STATE


@dataclass(frozen=True, slots=True)
class Saying:
    """A speech verb and who speaks, as first named in the article; `own` tells that the clause names him."""

    verb: Verb
    speaker: Voice | None
    own: bool


@dataclass(frozen=True, slots=True)
class Discourse:
    """Who speaks where in an article: `sayings` in order, `topics` (position, person spoken of from there on)."""

    sayings: tuple[Saying, ...]
    topics: tuple[tuple[int, Voice], ...]

    def between(self, start: int, end: int) -> tuple[Saying, ...]:
        """The sayings whose verb begins in `[start, end)`."""
        left = bisect_left(self.sayings, start, key=_verb_start)
        return self.sayings[left : bisect_left(self.sayings, end, key=_verb_start)]

    def last_before(self, position: int, since: int = 0) -> Voice | None:
        """Who spoke last before `position`, not before `since`."""
        for saying in reversed(self.between(since, position)):
            if saying.speaker is not None:
                return saying.speaker
        return None

    def topic_at(self, position: int) -> Voice | None:
        """The person the text spoke of last before `position`."""
        index = bisect_left(self.topics, position, key=lambda topic: topic[0])
        return self.topics[index - 1][1] if index else None


def _verb_start(saying: Saying) -> int:
    return saying.verb.start


def sentences_outside(outer: str, start: int, end: int, ends: Iterable[int] = ()) -> Iterator[tuple[int, int]]:
    """The sentences of `outer[start:end]`, a text with its quotations hidden; `ends`: where a quotation ended one."""
    cuts = sorted({match.end() for match in _STOP.finditer(outer, start, end)} | {cut for cut in ends if start < cut < end})
    for cut in [*cuts, end]:
        if outer[start:cut].strip():
            yield start, cut
        start = cut


def find_voices(folded: str, actors: Sequence[Actor], speech: SpeechLexicon) -> tuple[Voice, ...]:
    """All that can speak, in order of `start`: the actors, names the text introduces, and texts with an author."""
    voices = [_voice(folded, actor) for actor in actors]
    taken = [(voice.start, voice.end) for voice in voices]
    introduced = list(_introduced(folded, taken, speech))
    taken += [(voice.start, voice.end) for voice in introduced]
    writings = [
        Voice(start, end, (start, end), "writing")
        for start, end, _ in speech.writings(folded)
        if not _overlaps(start, end, taken)
    ]
    return tuple(sorted([*voices, *introduced, *writings], key=lambda voice: (voice.start, -voice.end)))


def _voice(folded: str, actor: Actor) -> Voice:
    name = actor.name or (actor.start, actor.end)
    if actor.kind == "pronoun":
        kind: VoiceKind = "several" if folded[actor.start : actor.end] in _SEVERAL else "pronoun"
    elif actor.name is not None:
        kind = "person"
    elif actor.kind in {"office", "person"}:
        kind = "office"
    else:
        kind = "body"
    return Voice(actor.start, actor.end, name, kind, actor.polity, actor.person, actor.role)


def _overlaps(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    return any(a < end and start < b for a, b in taken)


def _introduced(folded: str, taken: Sequence[tuple[int, int]], speech: SpeechLexicon) -> Iterator[Voice]:
    """Names that the text itself introduces: by a Latin gloss, or where they stand before a speech verb."""
    after_person = {end for _, end, _ in speech.persons(folded)}
    names: dict[str, int] = {}
    for match in _GLOSSED.finditer(folded):
        start = _name_start(folded, match.start(1), match.end(1), after_person)
        if start is not None and not _overlaps(start, match.end(1), taken):
            names[folded[start : match.end(1)]] = 2
    for match in _BARE.finditer(folded):
        name = match.group(1)
        surname = name[0] in speech.names.surnames or name[:2] in speech.names.double_surnames
        if surname and not _NO_NAME.search(name) and not _overlaps(*match.span(1), taken):
            end = match.end(1)
            follows = speech.adverbs.match(folded, end) or _DATE.match(folded, end) or folded[end : end + 1] in ":(,"
            if follows or any(verb.start == end for verb in speech.find_verbs(folded, end, end + 4)):
                names[name] = names.get(name, 0) + 1
    for start in after_person:
        end = speech.names.end_after(folded, start, None, len(folded))
        if folded[start:end] in names:
            names[folded[start:end]] += 1
    known = [name for name, seen in names.items() if seen > 1]
    found: list[tuple[int, int]] = []
    for name in sorted({form for name in known for form in (name, name.rpartition("·")[2])}, key=len, reverse=True):
        if len(name) < 2:
            continue
        for match in re.finditer(re.escape(name), folded):
            if not _overlaps(*match.span(), taken) and not _overlaps(*match.span(), found):
                found.append(match.span())
                gloss = GLOSS.match(folded, match.end())
                yield Voice(match.start(), gloss.end() if gloss else match.end(), match.span(), "person")


def _name_start(folded: str, start: int, end: int, after_person: set[int]) -> int | None:
    """Where a glossed name begins in the run of Han characters `[start, end)` before its gloss."""
    titled = [at for at in range(end - 2, max(start - 1, end - 14), -1) if at in after_person]
    if titled:
        return titled[0]
    # no title: the longest ending that comes again
    again = folded.count(folded[end - 2 : end])
    if again < 2:
        return None
    best = end - 2
    for at in range(end - 3, max(start, end - 10) - 1, -1):
        if folded.count(folded[at:end]) < again:
            break
        best = at
    return best


@dataclass(frozen=True, slots=True)
class _Reader:
    """The article under reading, and how a subject is found in it."""

    outer: str
    voices: tuple[Voice, ...]
    speech: SpeechLexicon

    def inside(self, start: int, end: int) -> list[Voice]:
        """The voices in `[start, end)`."""
        left = bisect_left(self.voices, start, key=lambda voice: voice.start)
        out = []
        for voice in self.voices[left:]:
            if voice.start >= end:
                break
            if voice.end <= end:
                out.append(voice)
        return out

    def candidates(self, start: int, end: int) -> list[Voice]:
        """The voices in `[start, end)` that can be a subject: not spoken to, not spoken about."""
        out: list[Voice] = []
        last: tuple[int, bool] | None = None  # end of the voice before, and whether it is an object
        for voice in self.inside(start, end):
            lead = self.outer[max(start, voice.start - 6) : voice.start].rstrip()
            if self.speech.citing.search(lead):
                return [voice]
            joined = last is not None and _AND.fullmatch(self.outer[last[0] : voice.start]) is not None
            is_object = last[1] if joined and last else self.speech.before_object.search(lead) is not None
            last = (voice.end, is_object)
            if not is_object:
                out.append(voice)
        return out

    def named_subject(self, start: int, end: int) -> Voice | None:
        """The subject among the voices of one clause."""
        found = self.candidates(start, end)
        owners = [voice for voice in found if self.outer[voice.end : voice.end + 1] == "的"]
        if len(found) > len(owners):
            found = [voice for voice in found if voice not in owners or voice.kind == "writing"]
        for kinds in (("person", "pronoun", "several", "office"), ("body",), ("writing",)):
            for voice in found:
                if voice.kind in kinds:
                    return voice
        return None

    def described_subject(self, start: int, end: int) -> Voice | None:
        """A speaker without an entry in the registry: 一名外交官, 學者李碩, or any short name before the verb."""
        start = self._past_adverbs(start, end)
        for a, b, _ in self.speech.persons(self.outer[start:end]):
            if self.speech.before_object.search(self.outer[start : start + a]):
                continue
            first, last = start, start + b
            if last - first > 24:
                return None
            name_end = self._name_after(last, end)
            if name_end > last:
                return Voice(first, name_end, (last, name_end), "person")
            return Voice(first, last, (first, last), "described")
        stop = self._before_adverbs(start, end)
        text = self.outer[start:stop]
        if _LATIN_NAME.fullmatch(text) or (2 <= len(text) <= 12 and _HAN.fullmatch(text) and not _NO_NAME.search(text)):
            return Voice(start, stop, (start, stop), "described")
        return None

    def _name_after(self, start: int, end: int) -> int:
        """Where a name right behind a word for a person ends; `start` where there is none."""
        found = self.speech.names.end_after(self.outer, start, None, end)
        if found > start:
            return found
        latin = _LATIN_NAME.match(self.outer, start + (self.outer[start : start + 1] == " "), end)
        if latin:
            return latin.end()
        stop = self._before_adverbs(start, end)
        text = self.outer[start:stop]
        return stop if 2 <= len(text) <= 10 and _HAN.fullmatch(text) and not _NO_NAME.search(text) else start

    def _past_adverbs(self, start: int, end: int) -> int:
        while start < end:
            match = self.speech.adverbs.match(self.outer, start, end)
            if match and match.end() > start:
                start = match.end()
            elif self.outer[start] in " ,":
                start += 1
            else:
                break
        return start

    def _before_adverbs(self, start: int, end: int) -> int:
        """Where the adverbs and prepositions between a subject and its verb begin."""
        found = [match.start() for match in [self.speech.adverbs.search(self.outer, start + 1, end)] if match]
        bracket = self.outer.find("(", start, end)
        found += [bracket] if bracket > start else []
        found += [at for at in range(start + 2, end) if self.outer[at] in "对向在就于与和接"][:1]
        stop = min(found, default=end)
        return start + len(self.outer[start:stop].rstrip())


def find_discourse(
    outer: str, sentences: Iterable[tuple[int, int]], colons: Iterable[int], voices: Sequence[Voice], speech: SpeechLexicon
) -> Discourse:
    """Read who speaks, sentence by sentence. `outer` has its quotations hidden; `colons` stand right before one."""
    reader = _Reader(outer, tuple(voices), speech)
    first = _first_forms(outer, voices)
    waiting = sorted(colons)
    sayings: list[Saying] = []
    topics: list[tuple[int, Voice]] = []
    for start, end in sentences:
        topic = next((voice for voice in reader.candidates(start, end) if voice.kind == "person"), None)
        verbs = speech.find_verbs(outer, start, end)
        verbs += [Verb(at, at, "state", False) for at in waiting if start <= at < end]
        before = len(sayings)
        for verb in sorted(verbs):
            if topic is not None and topic.start < verb.start:
                topics.append((topic.start, first(topic)))
                topic = None
            voice, own = _subject(reader, verb, start)
            if voice is None and len(sayings) > before:
                speaker = sayings[-1].speaker  # 他表示……，並警告……
            else:
                speaker = _resolved(voice, sayings, topics)
            sayings.append(Saying(verb, first(speaker) if speaker else None, own))
        if topic is not None:
            topics.append((topic.start, first(topic)))
    return Discourse(tuple(sayings), tuple(topics))


def _subject(reader: _Reader, verb: Verb, start: int) -> tuple[Voice | None, bool]:
    """The subject of a verb as the text has it, and whether the verb's own clause names it."""
    cuts = [start, *(match.end() for match in _CLAUSE.finditer(reader.outer, start, verb.start))]
    left = cuts.pop()
    voice = reader.named_subject(left, verb.start)
    if voice is None or voice.kind in {"body", "writing"}:
        voice = reader.described_subject(left, verb.start) or voice
    if voice is not None:
        return voice, True
    while cuts:
        right, left = left, cuts.pop()
        voice = reader.named_subject(left, right)
        if voice is not None:
            return voice, False
    return None, False


def _resolved(voice: Voice | None, sayings: Sequence[Saying], topics: Sequence[tuple[int, Voice]]) -> Voice | None:
    """Whom a pronoun, a text without a named author or an unsaid subject stands for."""
    last = next((saying.speaker for saying in reversed(sayings) if saying.speaker is not None), None)
    if voice is None or voice.kind == "pronoun":
        return topics[-1][1] if topics else last
    if voice.kind in {"writing", "several"}:
        return last
    return voice


def _first_forms(outer: str, voices: Sequence[Voice]) -> Callable[[Voice], Voice]:
    """A function from a voice to the first voice of the same person: 卡拉法諾 → 詹姆斯·卡拉法諾."""
    people = [voice for voice in voices if voice.kind == "person"]
    texts = {voice: outer[slice(*voice.name)] for voice in people}
    by_person: dict[str, Voice] = {}
    by_role: dict[tuple[str | None, str], Voice] = {}
    for voice in people:
        if voice.person:
            by_person.setdefault(voice.person, voice)
        if voice.role:
            by_role.setdefault((voice.polity, voice.role), voice)

    def first(voice: Voice) -> Voice:
        if voice.person:
            return by_person.get(voice.person, voice)
        if voice.kind == "office" and voice.role not in _NO_STATE:
            holder = by_role.get((voice.polity, voice.role))
            return holder if holder is not None and holder.start < voice.start else voice
        text = outer[slice(*voice.name)]
        if voice.kind in {"person", "described"} and len(text) > 1:
            for other in people:
                if other.start < voice.start and text in texts[other]:
                    return other
        return voice

    return first
