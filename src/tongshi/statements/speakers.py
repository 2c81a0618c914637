"""Who says it: the speakers of an article, and the one behind each speech verb.

The subject of a speech verb is looked for in the verb's own clause, then in the clauses and sentences before.
Speakers the registry does not know (學者李碩, 一名外交官, 該報) are read from the words around them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
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
_CLAUSE = re.compile(r"[,;:\n“”\"]")
_SEVERAL = frozenset(("他们", "她们", "两人", "二人", "双方", "两国", "两位", "彼此", "三方", "各方", "三人", "一行"))
_AND = re.compile(r"\s*(?:、|和|与|及|以及|暨)\s*")
#: Roles whose holders do not speak for a state.
_NO_STATE = frozenset(("", "other", "religious"))
_HAN = re.compile(r"[一-鿿·‧]+")
_GLOSSED = re.compile(r"([一-鿿·]{2,20})\s?\(\s?[a-z][a-z .'’·-]{2,48}")
#: Where a sentence or clause begins: perhaps with a name.
_HEAD = re.compile(r"(?:^|(?<=[。!?,;:\n”\"\ufffc ]))(?=[一-鿿])")
#: 10月3日, 8月, 3日下午; weekdays and 今天 are adverbs of the lexicon.
_DATE = re.compile(r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日|\d{1,2}月")
_CLAUSE_HEAD = re.compile(r"(?:^|[。!?,;:\n“”\"])\s*(?:对此|不过|但|而|据|其中|此外|另外|同时|随后|目前)?\s*$")
#: Before a described speaker: 對[路透社]記者, 與一名官員 are spoken to, 一名對華政策[專家] is not.
_SPOKEN_TO = re.compile(r"(?:^|[一-鿿]{2})(?:对|向|与|跟|给|和|为|就|把|将|被)[^的]*$|(?:接受|回应|针对|面对|要求|呼吁|邀请|批评|指责|促请|敦促)[^的]*$")
_SAME_AGAIN = re.compile(r"(?:该|这|此|那)(?:名|位|个|家|份|篇)?")
_BRACKET = re.compile(r"[(《]")
_LATIN_NAME = re.compile(r"[a-z@][a-z0-9_.&'’ -]*[a-z0-9.]")
_ENDS_TITLE = "长员官师家者臣授席理卿相裁"
#: Words that no name or description of a speaker contains.
_NO_NAME = re.compile(r"[的了着过是在被把这那他她它们也还又亦都则说称对向并让吗呢吧么很最与该没个每两几]|以及|可能|表示|认为|进行|取消|自己")


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
    again: bool = False  # 該名外交官: somebody the text has spoken of

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
    things = [Voice(*match.span(), match.span(), "several") for match in re.finditer("它(?!们)", folded)]
    return tuple(sorted([*voices, *introduced, *writings, *things], key=lambda voice: (voice.start, -voice.end)))


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
    names: Counter[str] = Counter()
    spoke: set[str] = set()
    for match in _GLOSSED.finditer(folded):
        start = _name_start(folded, match.start(1), match.end(1), after_person)
        if start is not None:
            names[folded[start : match.end(1)]] += 2
            spoke.add(folded[start : match.end(1)])
    speaks = {verb.start for verb in speech.find_verbs(folded, 0, len(folded)) if not verb.loose}
    for start in {*after_person, *(match.start() for match in _HEAD.finditer(folded))}:
        for end in range(start + 2, start + 5):
            name = folded[start:end]
            if not _reads_as_name(name, speech) or _overlaps(start, end, taken):
                continue
            if end in speaks or folded[end : end + 1] == ":":
                spoke.add(name)
                names[name] += 2 if start in after_person else 1
            elif speech.adverbs.match(folded, end) or _DATE.match(folded, end):
                names[name] += 1
    known = [name for name in spoke if names[name] > 1]
    found: list[tuple[int, int]] = []
    for name in sorted({form for name in known for form in (name, name.rpartition("·")[2])}, key=len, reverse=True):
        if len(name) < 2:
            continue
        for match in re.finditer(re.escape(name), folded):
            if not _overlaps(*match.span(), taken) and not _overlaps(*match.span(), found):
                found.append(match.span())
                gloss = GLOSS.match(folded, match.end())
                yield Voice(match.start(), gloss.end() if gloss else match.end(), match.span(), "person")


def _reads_as_name(text: str, speech: SpeechLexicon) -> bool:
    """Whether two to four characters look like a family name and a given name."""
    if not _HAN.fullmatch(text) or _NO_NAME.search(text) or speech.adverbs.match(text):
        return False
    if any(speech.persons(text)) or any(speech.writings(text)):
        return False
    return text[0] in speech.names.surnames or text[:2] in speech.names.double_surnames


def _name_start(folded: str, start: int, end: int, after_person: set[int]) -> int | None:
    """Where a glossed name begins in the run of Han characters `[start, end)` before its gloss."""
    titled = [at for at in range(end - 2, max(start - 1, end - 14), -1) if at in after_person]
    if titled:
        return titled[0]
    # no title: the longest ending that comes again, else what follows a character that ends titles
    again = folded.count(folded[end - 2 : end])
    if again > 1:
        best = end - 2
        for at in range(end - 3, max(start, end - 10) - 1, -1):
            if folded.count(folded[at:end]) < again:
                break
            best = at
        return best
    ranked = [at for at in range(end - 2, max(start, end - 12), -1) if folded[at - 1] in _ENDS_TITLE]
    return ranked[0] if ranked else None


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

    def topic(self, start: int, end: int) -> Voice | None:
        """The person a sentence is about: the first at the head of a clause, else the first that acts."""
        people = [voice for voice in self.candidates(start, end) if voice.kind == "person"]
        heads = (voice for voice in people if _CLAUSE_HEAD.search(self.outer[max(start - 1, 0) : voice.start]))
        return next(heads, people[0] if people else None)

    def described_subject(self, start: int, end: int) -> Voice | None:
        """A speaker without an entry in the registry: 一名外交官, 學者李碩."""
        start = self._past_adverbs(start, end)
        for a, b, _ in self.speech.persons(self.outer[start:end]):
            if _SPOKEN_TO.search(self.outer[start : start + a]):
                continue
            first, last = start, start + b
            if last - first > 24:
                return None
            name = self._name_after(last, end)
            if name is not None:
                return Voice(first, name[1], name, "person")
            if self.outer[last : last + 1] == "的":
                continue
            again = _SAME_AGAIN.match(self.outer, first, last) is not None
            return Voice(first, last, (first, last), "described", again=again)
        return None

    def bare_subject(self, verb: Verb, start: int) -> Voice | None:
        """A short name that stands right before the verb: 劉霞說, 共機回應稱."""
        start = self._past_adverbs(start, verb.start)
        stop = self._before_adverbs(start, verb.start)
        text = self.outer[start:stop]
        if _LATIN_NAME.fullmatch(text):
            return Voice(start, stop, (start, stop), "described")
        if not 2 <= len(text) <= 8 or not _HAN.fullmatch(text) or _NO_NAME.search(text):
            return None
        likely = _reads_as_name(text, self.speech) and len(text) <= 4
        if likely or "·" in text or (stop == verb.start and not verb.loose and self.outer.count(text) > 1):
            return Voice(start, stop, (start, stop), "described")
        return None

    def _name_after(self, start: int, end: int) -> tuple[int, int] | None:
        """The name right behind a word for a person."""
        found = self.speech.names.end_after(self.outer, start, None, end)
        if found > start and _reads_as_name(self.outer[start:found], self.speech):
            return start, found
        start += self.outer[start : start + 1] == " "
        latin = _LATIN_NAME.match(self.outer, start, end)
        if latin:
            return latin.span()
        stop = self._before_adverbs(start, end)
        text = self.outer[start:stop]
        return (start, stop) if 2 <= len(text) <= 10 and _HAN.fullmatch(text) and not _NO_NAME.search(text) else None

    def _past_adverbs(self, start: int, end: int) -> int:
        while start < end:
            match = self.speech.adverbs.match(self.outer, start, end) or _DATE.match(self.outer, start, end)
            if match and match.end() > start:
                start = match.end()
            elif self.outer[start] in " ,":
                start += 1
            else:
                break
        return start

    def _before_adverbs(self, start: int, end: int) -> int:
        """Where what stands between a subject and its verb begins: adverbs, prepositions, a date, a bracket."""
        stop = end
        for pattern in (self.speech.after_name, _DATE, _BRACKET):
            match = pattern.search(self.outer, start, stop)
            stop = match.start() if match else stop
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
        topic = reader.topic(start, end)
        verbs = speech.find_verbs(outer, start, end)
        verbs += [Verb(at, at, "state", False) for at in waiting if start <= at < end and not _said_already(outer, verbs, at)]
        said: list[Saying] = []
        for verb in sorted(verbs):
            if topic is not None and topic.start < verb.start:
                topics.append((topic.start, first(topic)))
                topic = None
            voice, own = _subject(reader, verb, start, said)
            speaker = _resolved(voice, sayings, topics)
            if speaker is not None:
                speaker = first(speaker)
                if own and speaker.kind == "person" and voice is not None and not (topics and topics[-1][0] >= start):
                    topics.append((voice.start, speaker))
            said.append(Saying(verb, speaker, own))
            sayings.append(said[-1])
        if topic is not None:
            topics.append((topic.start, first(topic)))
    return Discourse(tuple(sayings), tuple(topics))


def _said_already(outer: str, verbs: Sequence[Verb], colon: int) -> bool:
    """Whether a speech verb stands in the clause that a colon ends."""
    clause = max((match.end() for match in _CLAUSE.finditer(outer, max(0, colon - 40), colon)), default=0)
    return any(clause <= verb.start < colon and not verb.loose for verb in verbs)


def _subject(reader: _Reader, verb: Verb, start: int, said: Sequence[Saying]) -> tuple[Voice | None, bool]:
    """The subject of a verb as the text has it, and whether the verb's own clause names it.

    `said` are the verbs before it in the sentence: whoever speaks there goes on speaking.
    """
    cuts = [start, *(match.end() for match in _CLAUSE.finditer(reader.outer, start, verb.start))]
    left = cuts.pop()
    voice = reader.named_subject(left, verb.start)
    if voice is None or voice.kind in {"body", "writing"}:
        voice = reader.described_subject(left, verb.start) or voice
    if voice is None and not (said and said[-1].verb.start >= left):
        voice = reader.bare_subject(verb, left)
    if voice is not None:
        return voice, True
    while cuts:
        right, left = left, cuts.pop()
        if said and said[-1].verb.start >= left:
            return said[-1].speaker, False
        voice = reader.named_subject(left, right)
        if voice is None or voice.kind == "writing":
            voice = reader.described_subject(left, right) or voice
        if voice is not None:
            return voice, False
    if said:
        return said[-1].speaker, False
    return None, False


def _resolved(voice: Voice | None, sayings: Sequence[Saying], topics: Sequence[tuple[int, Voice]]) -> Voice | None:
    """Whom a pronoun, a text without a named author or an unsaid subject stands for."""
    heard = [saying for saying in sayings[-12:] if saying.speaker is not None]
    plain = [saying for saying in heard if not saying.verb.loose] or heard
    last = plain[-1].speaker if plain else None
    if voice is None or voice.kind == "pronoun":
        return topics[-1][1] if topics else last
    if voice.kind in {"writing", "several"} or (voice.kind == "described" and voice.again):
        return last or voice
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
