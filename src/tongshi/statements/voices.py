"""Who can speak in an article: people, offices, bodies and media, texts with an author.

The registry's actors come first. Names it does not know are taken from the text itself: glossed in Latin
script, or standing where only a speaker stands (劉霞說, 分析師李碩).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from tongshi.records import Actor
from tongshi.registry.names import GLOSS
from tongshi.statements.speech import SpeechLexicon, Verb

VoiceKind = Literal["person", "office", "body", "writing", "described", "pronoun", "several"]

#: Roles whose holders do not speak for a state.
_NO_STATE = frozenset(("", "other", "religious"))
_PRONOUNS = frozenset(("pronoun", "several"))
_LATIN_PAIR = re.compile(r"[a-z0-9]{2}")
_IT = re.compile("它(?<!其它)(?!们)")
_GLOSS_OPENS = re.compile(r"[\s(](?:(?<=\()|(?<=\s)\()\s?[a-z][a-z .'’·-]{2,48}")
_HAN_END = re.compile(r"[一-鿿·-]{2,20}$")
_FORENAMES = re.compile(r"(?:^|(?<=[^a-z0-9]))(?:[a-z][a-z.'’-]* )+$")
_LATIN_BEFORE = re.compile(r"(?:^|[^a-z0-9.&'’-])([a-z][a-z0-9.&'’-]*(?: [a-z][a-z0-9.&'’-]*){0,3}) ?$")
#: Several words in Latin script that begin a clause which goes on in Chinese: [Liv Strand]去年回到挪威.
#: A search is fast at characters of a class with which it begins: so what stands before is asked of behind the first.
_LATIN_HEAD = re.compile(r"([a-z](?<![^。!?,;\n”][a-z])[a-z.'’-]+(?: [a-z][a-z.'’-]*){1,3})(?=[一-鿿])")
_HAN = re.compile(r"[一-鿿](?:[一-鿿·-]*[一-鿿])?")
#: After these a sentence or clause begins: perhaps with a name.
_BEFORE_HEAD = frozenset('。!?,;:\n“”"\ufffc ')
_COLON = re.compile(":")
#: 10月3日, 8月; weekdays and 今天 are adverbs of the lexicon.
DATE = re.compile(r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日|\d{1,2}月")
#: Longest name of such a body without its state.
_LONGEST_OFFICE = 10
#: Within the name of an office: 渔业[与]海岸管理局.
_JOINING_NAMES = frozenset("与和及暨")
#: So often stands a name of so many characters, at least once behind a title: 教授[李碩嚴], ……. [李碩嚴]在信中…….
_OFTEN, _FULL_NAME = 3, 3
_CLAUSE = re.compile(r"[^,。!?;:\n“”]{1,14}")
#: 鄒彤[(36歲)].
_AGE = re.compile(r"\(\d{2}岁\)")


class Voice(NamedTuple):
    """Someone or something that can speak, at `[start, end)`; `name` is the range that names it."""

    start: int
    end: int
    name: tuple[int, int]
    kind: VoiceKind
    polity: str | None = None
    person: str = ""
    role: str = ""
    again: bool = False  # 該名外交官: somebody the text has spoken of
    medium: bool = False  # an agency, a paper, a broadcaster
    whole: bool = False  # a state or an organisation itself: 欧盟, not 欧盟委员会

    def is_same(self, other: Voice | None) -> bool:
        """Whether another is this one, or the same person named elsewhere."""
        return other is not None and (self.start == other.start or (self.person != "" and self.person == other.person))

    @property
    def represents(self) -> bool:
        """Whether it speaks for its polity: an office-holder, former ones too, or a body."""
        return (
            self.kind in {"body", "office"}
            or self.role not in _NO_STATE
            or (self.person != "" and self.role in {"", "other"})
        )


def find_voices(
    folded: str, actors: Sequence[Actor], verbs: Sequence[Verb], speech: SpeechLexicon
) -> tuple[Voice, ...]:
    """All that can speak in a text, in order of `start`, none overlapping; `verbs` are its speech verbs."""
    spans = _Spans(len(folded))
    found: list[Voice] = []
    for match in speech.patterns.paper.finditer(folded):
        gloss = GLOSS.match(folded, match.end())
        name = match.span(1)
        end = gloss.end() if gloss else match.end()
        found.append(Voice(match.start(), end, name, "body", medium=True))
        spans.take(match.start(), end)
    for start, end, _ in speech.media(folded):
        if spans.free(start, end) and not _cuts_word(folded, start, end):
            gloss = GLOSS.match(folded, end)
            found.append(Voice(start, gloss.end() if gloss else end, (start, end), "body", medium=True))
            spans.take(start, end)
    for match in speech.patterns.like_medium.finditer(folded):
        start, end = match.span(1)
        if (
            spans.free(start, end)
            and is_name_like(match.group(1), speech)
            and speech.after_name.match(folded, start) is None
        ):
            gloss = GLOSS.match(folded, end)
            found.append(Voice(start, gloss.end() if gloss else end, (start, end), "body", medium=True))
            spans.take(start, end)
    acting = [_voice(folded, actor, speech) for actor in actors if spans.free(actor.start, actor.end)]
    named = _paired(folded, [voice for voice in acting if voice.kind not in _PRONOUNS], speech)
    for voice in named:
        spans.take(voice.start, voice.end)
    found += _owned(_joined(named, _introduced(folded, spans, verbs, speech)))
    for voice in acting:  # pronouns last: 其 can be a part of a name
        if voice.kind in _PRONOUNS and spans.free(voice.start, voice.end) and _stands(folded, voice, speech):
            found.append(voice)
    for start, end, _ in speech.writings(folded):
        if spans.free(start, end):
            found.append(Voice(start, end, (start, end), "writing"))
    found += [
        Voice(*match.span(), match.span(), "several") for match in _IT.finditer(folded) if spans.free(*match.span())
    ]
    return tuple(sorted(found, key=lambda voice: (voice.start, -voice.end)))


def _cuts_word(folded: str, start: int, end: int) -> bool:
    """Whether a name in Latin script is only a part of a word."""
    around = folded[max(0, start - 1) : start + 1], folded[end - 1 : end + 1]
    return any(len(pair) == 2 and _LATIN_PAIR.fullmatch(pair) is not None for pair in around)


class _Spans:
    """Which characters are spoken for."""

    def __init__(self, length: int) -> None:
        self._taken = bytearray(length)

    def free(self, start: int, end: int) -> bool:
        return self._taken.find(1, start, end) < 0

    def take(self, start: int, end: int) -> None:
        self._taken[start:end] = b"\x01" * (end - start)


def _voice(folded: str, actor: Actor, speech: SpeechLexicon) -> Voice:
    name, end = actor.name, actor.end
    if name is not None and speech.adverbs.fullmatch(folded, *name):
        end, name = name[0], None  # 各国元首[周一]
    kind: VoiceKind = "body"
    if actor.kind == "pronoun":
        kind = "several" if folded[actor.start : actor.end] in speech.patterns.several else "pronoun"
    elif name is not None:
        kind = "person"
        of = speech.patterns.body_of_person.match(folded, name[1])
        if of:
            return Voice(actor.start, of.end(), (name[0], of.end()), "body", actor.polity)
    elif actor.kind == "office" and (house := speech.patterns.house.match(folded, end)):
        return Voice(actor.start, house.end(), (actor.start, house.end()), "body", actor.polity)
    elif (
        actor.kind in {"office", "person"}
        and end - actor.start > 1
        and not speech.patterns.together.match(folded, actor.start + 1)
    ):
        kind = "office"
    whole = actor.kind == "polity"
    gloss = folded.find("(", actor.start + 2, end)  # 美国在台协会[(AIT)]
    called = name or (actor.start, gloss if gloss > 0 else end)
    return Voice(actor.start, end, called, kind, actor.polity, actor.person, actor.role, whole=whole)


def _paired(folded: str, voices: Sequence[Voice], speech: SpeechLexicon) -> list[Voice]:
    """States side by side that speak as one: 美巴两国."""
    out: list[Voice] = []
    for voice in voices:
        side_by_side = out and out[-1].kind == voice.kind == "body" and out[-1].end == voice.start
        of = speech.patterns.together.match(folded, voice.start + 1) if side_by_side else None
        if side_by_side and (of or voice.end - voice.start == 1):
            end = of.end() if of else voice.end
            out[-1] = Voice(out[-1].start, end, (out[-1].start, end), "body")
        else:
            out.append(voice)
    return out


def _stands(folded: str, pronoun: Voice, speech: SpeechLexicon) -> bool:
    """Whether a pronoun is a word of its own: not 其他, 其中, 尤其, 他国."""
    part = speech.patterns.word_with_pronoun
    return part.search(folded, pronoun.start - 1, pronoun.end + 1) is None if pronoun.start else True


def _joined(actors: Sequence[Voice], introduced: Sequence[Voice]) -> list[Voice]:
    """Actors and introduced names together; an office and the name right behind it are one: 發言人[休威特]."""
    by_start = {voice.start: voice for voice in introduced}
    out: list[Voice] = []
    for actor in actors:
        name = by_start.get(actor.end) if actor.kind == "office" else None
        if name is None:
            out.append(actor)
        else:
            del by_start[actor.end]
            out.append(actor._replace(end=name.end, name=name.name, kind="person"))
    return [*out, *by_start.values()]


def _owned(voices: Sequence[Voice]) -> list[Voice]:
    """Offices that the text introduces joined with the state before them: [俄罗斯][安全局]（FSB）."""
    states = {voice.end: voice for voice in voices if voice.whole}
    owners = {states[voice.start]: voice for voice in voices if voice.kind == "body" and voice.start in states}
    if not owners:  # as in most texts
        return list(voices)
    joined = {
        state: office._replace(start=state.start, name=(state.start, office.name[1]), polity=state.polity)
        for state, office in owners.items()
        if office.polity is None and not office.medium
    }
    gone = {owners[state] for state in joined}
    return [joined.get(voice, voice) for voice in voices if voice not in gone]


def _introduced(folded: str, spans: _Spans, verbs: Sequence[Verb], speech: SpeechLexicon) -> list[Voice]:
    """Names that the text introduces; where they come again they are found again."""
    names, offices = set[str](), set[str]()
    for match in _GLOSS_OPENS.finditer(folded):
        run = _HAN_END.search(folded[max(0, match.start() - 20) : match.start()])
        start = _name_start(folded, match.start() - len(run.group()), match.start(), speech) if run else None
        if run is not None and run.group().endswith(speech.patterns.ends_body):
            offices.add(_office(folded, match.start(), spans, speech))  # 通讯管理局（Ofcom）
        elif start is not None and _ends_like_name(folded[start : match.start()], speech):
            names.add(folded[start : match.start()])
    for at in [*(verb.start for verb in verbs if not verb.loose), *_colons(folded)]:
        # most verbs follow a Chinese character, and the search need not begin
        latin = folded[max(0, at - 1) : at].isascii() and _LATIN_BEFORE.search(folded[max(0, at - 40) : at])
        if latin:
            names.add(latin.group(1))
        for start in range(max(0, at - 4), at - 1):
            if folded[start] not in speech.names.surnames or not spans.free(start, at):
                continue
            name = _without_adverb(folded[start:at], folded, speech)
            titled = _after_person(folded, start, speech)
            if (titled or (_is_head(folded, start) and folded.count(name) > 1)) and reads_as_name(name, speech):
                names.add(name)
    names.update(_behind_titles(folded, spans, speech))
    names.update(name for name, count in Counter(_LATIN_HEAD.findall(folded)).items() if count > 1)
    found: list[Voice] = []
    forms = {form for name in names for form in (name, name.rpartition("·")[2]) if len(form) > 1}
    forms |= {office for office in offices if len(office) > 1}
    for name in sorted(forms, key=lambda form: (-len(form), form)):
        for start, end in _places(folded, name):
            if spans.free(start, end):
                gloss = GLOSS.match(folded, end)
                stop = gloss.end() if gloss else end
                spans.take(start, stop)
                kind: VoiceKind = "body" if name in offices or name.endswith(speech.patterns.names_body) else "person"
                found.append(Voice(start, stop, (start, end), kind))
    return found


def _without_adverb(name: str, folded: str, speech: SpeechLexicon) -> str:
    """What reads like a name, less an adverb at its end: 李刚[依然], 陈健民[均].

    One character can be the end of a name: it is not where the text has the name without it.
    """
    for cut in range(2, len(name)):
        ends = speech.adverbs.fullmatch(name, cut) is not None
        if (
            ends
            and not name[:cut].endswith(speech.patterns.ends_speaker)
            and (len(name) - cut > 1 or folded.count(name[:cut]) > folded.count(name))
        ):
            return name[:cut]
    return name


def _office(folded: str, end: int, spans: _Spans, speech: SpeechLexicon) -> str:
    """The name of an office that ends at a gloss, without the state before it: 英国[通讯管理局]（Ofcom）."""
    start = _like_name_to(folded, end, spans, speech)
    if start > 1 and folded[start - 1] in _JOINING_NAMES:  # 挪威[渔业与海岸管理局]: the state says that it is one
        whole = _like_name_to(folded, start - 1, spans, speech)
        if 0 < whole < start - 2 and not spans.free(whole - 1, whole):
            start = whole
    return folded[start:end]


def _like_name_to(folded: str, end: int, spans: _Spans, speech: SpeechLexicon) -> int:
    """Where what can be the name of an office and ends at `end` begins."""
    start = end
    while (
        start > max(0, end - _LONGEST_OFFICE)
        and spans.free(start - 1, end)
        and is_name_like(folded[start - 1 : end], speech)
    ):
        start -= 1
    return start


def _behind_titles(folded: str, spans: _Spans, speech: SpeechLexicon) -> Iterator[str]:
    """Names that a word for a person leads to, where a name can end, an age follows, or they come again and again."""
    for match in speech.patterns.behind_name.finditer(folded):
        end = match.start()
        for start in (end - 3, end - 2):
            if folded[max(0, start) : start + 1] not in speech.names.surnames or not spans.free(start, end):
                continue
            name = folded[start:end]
            if reads_as_name(name, speech) and _after_person(folded, start, speech):
                yield name
                break
    for match in _AGE.finditer(folded):
        run = _HAN_END.search(folded[max(0, match.start() - 5) : match.start()])
        name = run.group() if run else ""
        if 2 <= len(name) <= 4 and spans.free(match.start() - len(name), match.start()) and reads_as_name(name, speech):
            yield name
    for _, start, _ in speech.persons(folded):
        end = start + _FULL_NAME
        if folded[start : start + 1] not in speech.names.surnames or not spans.free(start, end):
            continue
        name = folded[start:end]
        if folded.count(name) >= _OFTEN and reads_as_name(name, speech) and _acts(folded, name, speech):
            yield name


def _acts(folded: str, name: str, speech: SpeechLexicon) -> bool:
    """Whether a clause that begins with a name has a word of saying; no other word begins in the name: 李碩[告訴]."""
    places = list(_places(folded, name))
    ends = [end for _, end in places]
    if any(speech.after_name.match(folded, end - 1) or names_people(folded[end - 1 : end + 3], speech) for end in ends):
        return False
    heads = (_CLAUSE.match(folded, end) for at, end in places if _is_head(folded, at))
    return any(clause is not None and speech.verbs(clause.group()) for clause in heads)


def names_people(text: str, speech: SpeechLexicon) -> bool:
    """Whether a text begins with a word for a person or for people: 牧师, 集团."""
    return any(start == 0 for start, _, _ in speech.persons(text))


def _colons(folded: str) -> list[int]:
    return [match.start() for match in _COLON.finditer(folded)]


def _is_head(folded: str, at: int) -> bool:
    """Whether a sentence or clause begins at `at`."""
    return at == 0 or folded[at - 1] in _BEFORE_HEAD


def _after_person(folded: str, at: int, speech: SpeechLexicon) -> bool:
    """Whether a word for a person ends at `at`: 分析師[李碩]."""
    before = folded[max(0, at - 8) : at]
    return any(end == len(before) for _, end, _ in speech.persons(before))


def _places(folded: str, name: str) -> Iterator[tuple[int, int]]:
    """Where a name stands; one in Latin script takes the forenames before it along."""
    at = folded.find(name)
    while at >= 0:
        start, end = at, at + len(name)
        if "一" <= name[0] <= "鿿":
            yield start, end
        elif not _cuts_word(folded, start, end):
            forenames = _FORENAMES.search(folded[max(0, start - 40) : start])
            yield start - (len(forenames.group()) if forenames else 0), end
        at = folded.find(name, end)


def reads_as_name(text: str, speech: SpeechLexicon) -> bool:
    """Whether two to four characters look like a family name and a given name."""
    if text[:1] not in speech.names.surnames and text[:2] not in speech.names.double_surnames:
        return False
    if text.startswith("国家"):
        return False
    if not is_name_like(text, speech) or speech.adverbs.match(text) or any(speech.verbs(text)):
        return False
    return _ends_like_name(text, speech)


def is_name_like(text: str, speech: SpeechLexicon) -> bool:
    """Whether nothing in a run of characters speaks against its being a name."""
    return _HAN.fullmatch(text) is not None and speech.patterns.no_name.search(text) is None


def _ends_like_name(text: str, speech: SpeechLexicon) -> bool:
    return (
        not text.endswith(speech.patterns.ends_title)
        and not text.endswith(speech.patterns.ends_noun)
        and not any(speech.persons(text))
        and not any(speech.writings(text))
    )


def _name_start(folded: str, start: int, end: int, speech: SpeechLexicon) -> int | None:
    """Where a glossed name begins in the run of Han characters `[start, end)` before its gloss."""
    start = max(start, end - 14)
    titled = [start + stop for _, stop, _ in speech.persons(folded[start : end - 1]) if start + stop <= end - 2]
    if titled:
        return titled[-1]
    # no title: the longest ending that comes again, else what follows a character that ends titles
    again = folded.count(folded[end - 2 : end])
    if again > 1:
        best = end - 2
        for at in range(end - 3, max(start, end - 10) - 1, -1):
            if folded.count(folded[at:end]) < again:
                break
            best = at
        return best
    ends = (*speech.patterns.ends_title, "的")
    ranked = [at for at in range(end - 2, max(start, end - 12), -1) if folded.endswith(ends, 0, at)]
    return ranked[0] if ranked else None
