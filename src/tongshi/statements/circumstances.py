"""What stands beside an attribution: to whom it is said, where, through whom, and what is done with the words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tongshi.records import Manner
from tongshi.statements.attribution import Attribution
from tongshi.statements.clauses import clause_head, clause_stop
from tongshi.statements.hearing import Hearing
from tongshi.statements.speech import SpeechLexicon, Verb
from tongshi.statements.voices import Voice

Range = tuple[int, int]


#: Before a medium in which somebody writes, or in the gloss of another's name: 在官媒[环球时报]撰文, （The [Times]）.
_WITHIN = re.compile(r"(?:^|[^存正现])在[^,]{0,6}$|\([^)]*$")
#: Longest way from who cites to who is cited.
_NEAR = 12
#: Longest medium named beside another, with what joins them.
_LONGEST_LIST = 30
_TOGETHER = re.compile(r"[》)]*(?:、|和|与|及|以及)?《?")

#: A clause that tells only where: 在昨天的[记者会]上，.
_PLACE = re.compile(r"(?:^|(?<=[,。;:\n ]))(?:[^,;。]{0,8})在([^,;。“”\ufffc]{1,24}?)(?:上|中|里|见中)?,\s*$")
#: Before whom one speaks to: 对[王毅]说, 向[媒体]表示.
_TO = re.compile(r"[对向跟给致](?<![应面针反绝相比].)(?!于|此|话|方的)[《“]?")
#: Manners whose words take right behind them the one who is spoken to: 敦促[美方]停止.
_OF_HEARERS = frozenset(("urge", "warn", "thank", "propose"))
#: Manners of words that what is wanted can stand apart from: 他呼籲，[各國]應……; before others there is no hearer then.
_APART = frozenset(("urge",))
#: Behind whom somebody thanks for or warns of: it is not said to him (感谢日本[的]支持, 警告中国[对]世界构成威胁).
_OBJECT_OF = ("的", "对", "等", "为")
_JOINED = re.compile("(?:、|及|和|与|以及)《?")
#: Before whom one asks: [该]公司.
_THIS = re.compile("(?:该|这|此|各|全体|所有)[个名位家些]?")
_LONGEST_HEARER = 6
_HEARER = re.compile(r"[^,;:。!?“”\"\ufffc的]{1,10}?(?=在|于|说|表示|称|,|:|$)")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Asked about one attribution of an article after the other; ranges count in the body."""

    hearing: Hearing
    speech: SpeechLexicon
    forms: Sequence[Range]  # words for what is written or where it is said, in order
    offices: Mapping[tuple[str, str], Range]  # of whom, see `_whose`: the title first given with the name

    @classmethod
    def of(cls, hearing: Hearing, speech: SpeechLexicon) -> Circumstances:
        """What stands beside the attributions of one article."""
        reports = {word for _, _, word in speech.reports(hearing.outer)}  # a medium's, told as a link
        found = [*speech.writings(hearing.outer), *speech.occasions(hearing.outer)]
        forms = sorted((start, end) for start, end, word in found if word not in reports)
        return cls(hearing, speech, forms, _offices(hearing, speech))

    def manner(self, attribution: Attribution) -> Manner:
        """What is done with the words: 表示感谢 thanks."""
        verb = attribution.verb
        if verb is None or verb.manner == "ask":
            return "state"
        end = self.hearing.folded[verb.end : attribution.end]
        if verb.manner == "propose" and end.endswith(self.speech.patterns.raised):
            return "state"
        if verb.manner in {"state", "propose"} and attribution.passage is None:
            closing = self.speech.attitude_behind.search(end)
            if verb.loose and closing:
                return self.speech.attitudes[closing.group(1)]
            match = self.speech.attitude.match(self.hearing.folded, verb.end, verb.end + 10)
            if match:
                return self.speech.attitudes[match.group(1)]
        return verb.manner

    def office(self, speaker: Voice) -> Range | None:
        """The title that the article first gives a speaker with his name."""
        return self.offices.get(_whose(speaker.person, self.hearing.outer[slice(*speaker.name)]))

    def addressee(self, attribution: Attribution) -> Range | None:
        """Whom it is said to or asked of."""
        verb = attribution.verb
        if verb is None:
            return None
        text = self.hearing.outer
        closing = attribution.end <= verb.start
        if text[verb.start : verb.end] in self.speech.tells and (closing or attribution.start > verb.end):
            stop = clause_stop(text, verb.end, len(text)) if closing else attribution.start
            told = text[verb.end : stop].rstrip("说称道:, “《》")
            return (verb.end, verb.end + len(told)) if told.strip() else None
        hears = verb.manner in _OF_HEARERS or self.speech.patterns.takes_hearer.match(text, verb.start)
        return (
            (self._asked(verb, attribution) if hears else None)
            or self._spoken_to(attribution, verb.start)
            or self._met(attribution.head, verb.start)
        )

    def _asked(self, verb: Verb, attribution: Attribution) -> Range | None:
        """Who is urged or thanked, right behind the word: 敦促[美方]停止; 感谢[台湾]关心, not 感谢日本的支持."""
        text = self.hearing.outer
        start = attribution.start
        apart = text[verb.end : start].strip("“”《》") != ""
        if start < verb.end or (apart and verb.manner not in _APART):
            return None
        this = _THIS.match(text, start)
        first = this.end() if this else start
        voice = next(iter(self.hearing.voices_in(first, first + 1)), None)
        if voice is not None:
            end = self._listed(voice)
        else:
            addressed = self.speech.hearer.match(text, start, attribution.end)
            if addressed is None:
                return None
            end = addressed.end()
        if verb.manner not in _APART and text.startswith(_OBJECT_OF, end):
            return None
        return (start if this or voice is None else voice.name[0]), end

    def _listed(self, voice: Voice) -> int:
        """Where the name of whom is asked ends, with his title and those named with him: [蔡英文总统], [法国及德国]."""
        title = self.speech.hearer_behind.match(self.hearing.outer, voice.name[1])
        end = title.end() if title else voice.name[1]
        joined = _JOINED.match(self.hearing.outer, end)
        other = next(iter(self.hearing.voices_in(joined.end(), joined.end() + 1)), None) if joined else None
        return self._listed(other) if other is not None and other.kind == voice.kind else end

    def _spoken_to(self, attribution: Attribution, verb: int) -> Range | None:
        """Who is named between the subject and its word: 对[王毅]说."""
        text, words = self.hearing.outer, self.speech.patterns
        for match in _TO.finditer(text, attribution.head, verb):
            if match.start() == attribution.start and match.group()[0] == "对":
                continue  # what is said is about it: 对局势表示关切
            voice = next(iter(self.hearing.voices_in(match.end() - 1, match.end() + 1)), None)
            if voice is not None and voice.end <= verb and voice.kind != "writing":
                end = self._listed(voice)
                if words.letter.fullmatch(text, end, verb):
                    return voice.name[0], end
                continue
            heard = _HEARER.match(text, match.end(), verb)
            if heard and (words.listener.fullmatch(heard.group()) or any(self.speech.persons(heard.group()))):
                return heard.span()
            if heard and match.group().startswith("向") and self._is_told(heard.group(), heard.end(), verb):
                return heard.span()
        return None

    def _is_told(self, name: str, end: int, verb: int) -> bool:
        """Whether words between 向 and a word of saying, which follow one another, name somebody."""
        follows = self.speech.after_name.sub("", self.hearing.outer[end:verb])
        return not follows and len(name) <= _LONGEST_HEARER and self.speech.after_name.search(name) is None

    def _met(self, head: int, verb: int) -> Range | None:
        """Whom the speaker meets or calls as he says it: 与[王毅]会面时说; the clause before can tell it."""
        text, words = self.hearing.outer, self.speech.patterns
        start = self.hearing.sentence_at(head)[0]
        for voice in reversed(self.hearing.voices_in(start, verb)):
            if text[voice.end : head] == "," and words.writes_to.search(text, max(start, voice.start - 4), voice.start):
                return voice.name  # 致函[部长]，要求……
            meets = words.meeting_time.match(text, voice.end, verb)
            if meets and words.meeting_whom.search(text, max(start, voice.start - 4), voice.start):
                rest = text[meets.end() : verb]
                direct = not self.speech.after_name.sub("", rest).strip(" ,")
                return voice.name if direct or meets.end() == head else None
        return None

    def medium(self, attribution: Attribution) -> Range | None:
        """The written or public form: 新闻稿, 推特, 记者会."""
        verb = attribution.verb
        if verb is None:
            return None
        left = bisect_left(self.forms, (attribution.head,))
        found = self.forms[left : bisect_left(self.forms, (verb.start,), left)]
        found = [form for form in found if self._is_medium(attribution.head, *form)] or self._ahead(attribution.head)
        return max(found, key=lambda form: (form[1], -form[0])) if found else None

    def _ahead(self, head: int) -> list[Range]:
        """The medium of the clause before, where that tells only where it was said: [在记者会上], 部长强调."""
        start = self.hearing.sentence_at(head)[0]
        clause = _PLACE.search(self.hearing.outer, start, head)
        if clause is None:
            return []
        left = bisect_left(self.forms, (clause.start(1),))
        found = self.forms[left : bisect_left(self.forms, (clause.end(1),), left)]
        return [form for form in found if form[1] == clause.end(1)]

    def _is_medium(self, head: int, start: int, end: int) -> bool:
        """Whether a word for a form tells where it is said, not when: 会谈[后]; nor on which visit."""
        text, words = self.hearing.outer, self.speech.patterns
        if text.startswith(words.says_when, end):
            return False
        return (
            words.interview_or_visit.search(text, start, end) is None
            or words.granting.search(text, head, start) is not None
        )

    def chain(self, attribution: Attribution) -> tuple[Voice, ...]:
        """Who hands it on, outermost first."""
        verb, speaker = attribution.verb, attribution.speaker
        if verb is None:
            return self.chain(attribution.continues) if attribution.continues is not None else attribution.through
        text = self.hearing.outer
        beside = set(self._beside(speaker)) if speaker.medium else set()
        links = [
            voice
            for voice in self.hearing.voices_in(attribution.head, verb.start)
            if voice.medium and voice not in beside and self._hands_on(voice, attribution, verb.start)
        ]
        through = [each for voice in attribution.through for each in (*self._beside(voice), voice)]
        named = (*links, *through, *self._citing(attribution.head, verb.start))
        own = text[slice(*speaker.name)]
        chain = {text[slice(*each.name)]: each for each in reversed(named)}
        return tuple(
            each
            for name, each in reversed(chain.items())
            if name not in own and own not in name and not text.startswith(f"({name})", speaker.name[1])
        )

    def _beside(self, voice: Voice) -> tuple[Voice, ...]:
        """The media named together with a medium, before it: [中国时报]、自由时报."""
        found: list[Voice] = []
        for before in reversed(self.hearing.voices_in(max(0, voice.start - _LONGEST_LIST), voice.start)):
            together = voice.medium and before.medium
            if not together or _TOGETHER.fullmatch(self.hearing.outer, before.end, voice.start) is None:
                break
            found.insert(0, before)
            voice = before
        return tuple(found)

    def _citing(self, start: int, verb: int) -> list[Voice]:
        """Who cites the speaker: [部长]援引专家说; a report does so for the medium told of last."""
        text = self.hearing.outer
        clause = clause_stop(text, start, verb)
        cites = self.speech.cites.search(text, start, clause)
        if cites is not None and clause < verb:
            return []
        start, cited = self._cited_before(start) if cites is None else (start, cites.start())
        if cited is None:
            return []
        before = self.hearing.voices_in(start, cited)[-1:]
        near = [voice for voice in before if cited - voice.end <= _NEAR]
        near = [self._media(voice, cited) for voice in near if voice.kind not in {"pronoun", "several"}]
        again = [self._medium_of(voice) if voice.kind == "writing" else voice for voice in near]
        return [voice for voice in again if voice is not None]

    def _cited_before(self, head: int) -> tuple[int, int | None]:
        """Where the clause before ends in a title of who is cited: 該報[引述前助理國務卿，]亞洲協會的專家."""
        text = self.hearing.outer
        start = clause_head(text, head - 1, self.hearing.sentence_at(head)[0])
        cites = self.speech.cites.search(text, start, head) if text[head - 1 : head] == "," else None
        if cites is None:
            return start, None
        title = text[cites.end() : head]
        titled = any(end == len(title) - 1 for _, end, _ in self.speech.persons(title))
        return start, cites.end() if titled else None

    def _media(self, voice: Voice, end: int) -> Voice:
        """A state's media, where that is what its name stands before: [巴西媒体]引述."""
        words = self.speech.patterns
        media = words.state_media.match(self.hearing.outer, voice.end, end) if voice.kind == "body" else None
        return voice._replace(end=media.end(), name=(voice.name[0], media.end())) if media else voice

    def _medium_of(self, writing: Voice) -> Voice | None:
        """The medium whose report it is, if it is one."""
        text = self.hearing.outer
        if self.speech.patterns.same_medium.fullmatch(text, *writing.name) is None:
            return None
        told = self.hearing.media_before(writing.start)
        return next((each for each in told if not text.startswith("的", each.end)), None)

    def _hands_on(self, voice: Voice, attribution: Attribution, verb: int) -> bool:
        """Whether a medium in the clause of a statement reports it: it is not told, and nobody's employer."""
        text, words = self.hearing.outer, self.speech.patterns
        lead = text[attribution.head : voice.start].rstrip("《“ ")
        if voice.start == attribution.speaker.start or lead.endswith(words.no_link) or _WITHIN.search(lead):
            return False
        if text.startswith("的", voice.end) and not any(self.speech.reports(text[voice.end : voice.end + _NEAR])):
            return False  # 出席《图片报》的活动
        return not any(start <= 4 for start, *_ in self.speech.persons(text[voice.end : min(voice.end + 10, verb)]))


def _offices(hearing: Hearing, speech: SpeechLexicon) -> dict[tuple[str, str], Range]:
    """The title that a text first gives with each name, by who is known to bear the name and by the name alone."""
    found: dict[tuple[str, str], Range] = {}
    text = hearing.outer
    for voice in hearing.voices:
        title = text[voice.start : voice.name[0]].rstrip(" 、,(") if voice.kind == "person" else ""
        if title:
            mark = speech.patterns.office_mark.search(text, max(0, voice.start - 2), voice.start)
            office = (mark.start() if mark else voice.start), voice.start + len(title)
            name = text[slice(*voice.name)]
            for whose in {_whose(voice.person, name), _whose("", name)}:
                found.setdefault(whose, office)
    return found


def _whose(person: str, name: str) -> tuple[str, str]:
    """By what a speaker is told from others: who he is known to be, or else his name."""
    return (person, "") if person else ("", name)
