"""Where a text attributes words to somebody, and which words (codebook: statement).

One attribution within one sentence: a word of saying with its subject, and the longest run of characters that gives
what is said. What others say inside that run is none of its own, unless the run is nothing else: then they are the
ones who speak, and who hands it on is a link before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from itertools import takewhile

from tongshi.statements.assertions import Assertions
from tongshi.statements.attribution import Attribution, attribute, named
from tongshi.statements.clauses import clause_head, clause_stop
from tongshi.statements.contents import Contents
from tongshi.statements.continuations import Continuations
from tongshi.statements.hearing import Hearing
from tongshi.statements.interviews import Interviews
from tongshi.statements.reporting import Reporting
from tongshi.statements.saying import Saying
from tongshi.statements.speech import SpeechLexicon, Verb
from tongshi.statements.voices import DATE, Voice

#: A clause of time before the word that counts: 回答提问[时]; not 同时.
_ON_ASKING = re.compile(r"(?<![同那这有临])时[ ,]*$")
#: Longest question that somebody answers: 回答记者关于……的提问时.
_LONGEST_QUESTION = 60
#: Manners of words with which a sentence goes on about a speaker without naming him, and words like them.
_WANTING = frozenset(("urge", "thank"))
#: Longest words for who somebody is that begin a clause.
_LONGEST_TITLE = 16
#: Words by which somebody binds himself, whoever tells of it: 官員表示，[中方答應]…….
_BINDING = frozenset(("promise",))
#: Manners whose words are followed by what is to be done: 敦促中方……，提出目标.
_OF_DEEDS = frozenset(("urge", "promise", "propose", "threaten"))
_DEEDS = frozenset(("propose",))
#: Manners by which somebody does something with words, so that there is a statement whoever tells of it.
_DOINGS = frozenset(("thank", "urge", "warn", "praise", "criticise", "stress"))


def find_attributions(
    hearing: Hearing, speech: SpeechLexicon, own: frozenset[str] = frozenset()
) -> Iterator[Attribution]:
    """All attributions, in order; a sentence that can only go on with what was said before has no word of saying.

    `own` are the outlet's names, folded: it does not cite itself.
    """
    contents = Contents(hearing, speech)
    reporting, assertions = Reporting.of(hearing, speech), Assertions(hearing, speech, contents, own)
    reader = _Reader(hearing, speech, reporting, assertions, contents)
    going_on = Continuations(hearing, speech, reporting, assertions, contents)
    interviews = Interviews(hearing, speech, contents)
    last: Attribution | None = None
    latest: Attribution | None = None
    told: Attribution | None = None  # the latest that somebody hands on
    answer: Attribution | None = None  # the head of a paragraph that somebody speaks all of
    claimed: set[int] = set()  # where quotations open that are told to be somebody's
    for start, end in hearing.sentences:
        if answer is not None and answer.head >= hearing.paragraph_at(start)[0]:
            yield from interviews.going_on(answer, start, end)
            continue
        answer = next(iter(interviews.answering(start, end)), None)
        if answer is not None:
            latest, last = answer, None
            yield answer
            continue
        before = last if last is not None and last.head >= hearing.paragraph_at(start)[0] else None
        found = []
        if before is not None and going_on.is_own_side(before, start):
            found = going_on.continued(before, start, end)
        here = latest if latest is not None and latest.head >= hearing.paragraph_at(start)[0] else None
        found = found or list(reader.sentence(start, end, claimed, here)) or interviews.headed(start, end)
        claimed.update(each.passage.open for each in found if each.passage is not None)
        if not found and before is not None:
            found = going_on.continued(before, start, end)
        if found and here is not None and going_on.speaks_for(here, found[0], start):
            found[0] = replace(found[0], through=(here.speaker,))
        if told is not None and told.head >= hearing.paragraph_at(start)[0]:
            found = [going_on.still_told(told, each) for each in found]
        told = next((each for each in reversed(found) if each.through), told)
        latest = found[-1] if found else latest
        last = found[-1] if found and going_on.can_go_on(found[-1]) else None
        yield from found


@dataclass(frozen=True, slots=True)
class _Open:
    """An attribution whose content has begun."""

    saying: Saying
    speaker: Voice
    head: int
    content: int
    through: tuple[Voice, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reader:
    """The article under reading."""

    hearing: Hearing
    speech: SpeechLexicon
    reporting: Reporting
    assertions: Assertions
    contents: Contents

    def sentence(
        self, start: int, end: int, claimed: Set[int], before: Attribution | None = None
    ) -> Iterator[Attribution]:
        """The attributions of one sentence; quotations that open at `claimed` are somebody's already.

        `before` is the latest attribution of its paragraph.
        """
        opened: _Open | None = None
        for saying in self.reporting.sayings(start, end):
            verb, floor = saying.verb, opened.content if opened else start
            if opened and verb.start < opened.content:
                continue
            head = clause_head(self.hearing.outer, verb.start, floor)
            if verb.end > verb.start and self.assertions.is_first_person(head, verb):
                continue
            if opened is not None and self._told_by(opened, saying):
                through = (*opened.through, opened.speaker)
                opened = _Open(saying, saying.speaker or opened.speaker, head, self.contents.begin(saying), through)
                continue
            if opened is not None and self._goes_on(opened, saying) and self._leads_to(opened, saying, end):
                opened = replace(opened, saying=saying, content=self.contents.begin(saying))
                continue
            apart = self._apart(opened, saying) if opened is not None else None
            if opened is not None and apart is not None and self._speaks_apart(saying, apart):
                yield from self._closed(opened, apart)
                opened = None
            if opened is not None:
                inner = self._inner(opened, saying, head, end)
                if inner is not None:
                    opened = inner
                    continue
                cut = self._begins_new(opened, saying, head)
                if cut is None:
                    continue
                head = cut
            speaker = self._speaker(saying, opened, head)
            if (
                speaker is None
                or not self.assertions.is_somebody(speaker)
                or not self.assertions.says(
                    saying, head, going_on=opened is not None or self._goes_on_wanting(before, saying, start)
                )
            ):
                continue
            content = self.contents.begin(saying)
            if self.contents.is_empty(content, end):
                closing = self._before(saying, speaker, head, start, opened)
                if closing is not None:
                    opened = None
                    yield closing
                continue
            if opened is None:
                broken = self.contents.passage_before(head, start)
                if (
                    broken is not None and broken.open not in claimed and self.contents.is_alone(broken)
                ):  # “……，”她说，“……”
                    yield Attribution(speaker, verb, broken.start, broken.end, head, broken, named=named(saying))
            else:
                yield from self._closed(opened, head)
            opened = _Open(saying, speaker, head, content, self._handed_on(opened, speaker, head))
        if opened is not None:
            yield from self._closed(opened, end)

    def _apart(self, opened: _Open, saying: Saying) -> int | None:
        """Where somebody else begins to speak behind a semicolon: 杜邦稱形勢很好；[挪威也不示弱]，批評……."""
        text, speaker = self.hearing.outer, saying.speaker
        at = text.rfind(";", opened.content, saying.verb.start) + 1
        if not at or speaker is None or not saying.near or opened.speaker.is_same(speaker):
            return None
        first = next(iter(self.hearing.voices_in(at, saying.verb.start)), None)
        named = saying.subject or first
        if named is None or self.speech.adverbs.sub("", text[at : named.start]).strip(" ,而但"):
            return None
        return at

    def _speaks_apart(self, saying: Saying, head: int) -> bool:
        """Whether a word behind a semicolon is one of saying of somebody's own, bare at the head of its clause."""
        clause = clause_head(self.hearing.outer, saying.verb.start, head)
        return (saying.own or self.assertions.is_bare(clause, saying.verb)) and self.assertions.says(
            saying, clause, going_on=True
        )

    def _inner(self, opened: _Open, saying: Saying, head: int, end: int) -> _Open | None:
        """The attribution that is all of another's content: 路透社報導，[官員說……]."""
        voice, verb = saying.subject, saying.verb
        both = voice is not None and self.speech.patterns.both.match(self.hearing.outer, voice.start) is not None
        speaker = voice if both else saying.speaker  # 双方 are not who spoke last
        if voice is None or speaker is None or opened.speaker.is_same(speaker):
            return None
        frame = self.speech.patterns.reported_frame if opened.speaker.medium else self.speech.patterns.frame
        framed = frame.fullmatch(self.hearing.outer, opened.content, head) is not None
        if head > self._first_clause_end(opened) and not framed:
            return None
        folded = self.hearing.outer
        lead = folded[head if framed else opened.content : voice.start]
        loose = verb.loose and verb.manner not in _BINDING and not self._does(opened, voice, verb)
        if not opened.speaker.medium and (loose or (voice.kind == "body" and self._only_thinks(voice, verb))):
            return None
        if self.speech.patterns.though.match(lead):
            return None
        if not lead.endswith("的") and self.speech.adverbs.sub("", DATE.sub("", lead)).strip(" ,"):
            return None
        if not self.assertions.says(saying, voice.start, going_on=True):
            return None
        content = self.contents.begin(saying)
        if self.contents.is_empty(content, end):
            return None
        return _Open(saying, speaker, opened.head, content, (*opened.through, opened.speaker))

    def _only_thinks(self, voice: Voice, verb: Verb) -> bool:
        """Whether a state is said to think something; what several think as one they have told one another."""
        folded, words = self.hearing.outer, self.speech.patterns
        return (
            words.thinks.match(folded, verb.start) is not None
            and words.unanimous.search(folded, voice.end, verb.start) is None
        )

    def _does(self, opened: _Open, voice: Voice, verb: Verb) -> bool:
        """Whether a person does with words all that is told: 聲明說，大使[感謝]同仁; 官員稱，總統特別[感謝]……."""
        gap = self.speech.adverbs.sub("", self.hearing.outer[voice.end : verb.start])
        subject = opened.saying.subject
        written = subject is not None and subject.kind == "writing"
        return voice.kind in {"person", "pronoun"} and verb.manner in _DOINGS and (written or len(gap) <= 1)

    def _first_clause_end(self, opened: _Open) -> int:
        return clause_stop(self.hearing.outer, opened.content, len(self.hearing.outer))

    def _told_by(self, opened: _Open, saying: Saying) -> bool:
        """Whether a medium tells of somebody who speaks a clause later: 路透社報導，主席里施在會見前，表示."""
        speaker = saying.speaker
        if not opened.speaker.medium or saying.own or not saying.near or speaker is None or speaker.medium:
            return False
        text = self.hearing.outer
        head = clause_head(text, saying.verb.start, opened.content)
        clauses = text[opened.content : head - 1].split(",")
        when = all(clause.endswith(self.speech.patterns.ends_when_reported) for clause in clauses)
        if not when and (len(clauses) > 1 or saying.verb.loose or not self.assertions.is_bare(head, saying.verb)):
            return False
        return self.speech.patterns.joining.match(text, head, saying.verb.start) is None

    def _handed_on(self, opened: _Open | None, speaker: Voice, head: int) -> tuple[Voice, ...]:
        """Who hands on what is said next in a sentence: whoever did for the same speaker; media report all of it."""
        if opened is None:
            return ()
        if opened.speaker.is_same(speaker):
            return opened.through
        told = opened.saying.own or opened.saying.near
        if (
            speaker.medium
            or not told
            or opened.saying.verb.manner == "ask"
            or ";" in self.hearing.outer[opened.content : head]
        ):
            return ()
        return tuple(takewhile(lambda voice: voice.medium, (*opened.through, opened.speaker)))

    def _begins_new(self, opened: _Open, saying: Saying, head: int) -> int | None:
        """Where a new attribution begins with a word of saying behind an open one; None: it belongs to the content."""
        text, verb, words = self.hearing.outer, saying.verb, self.speech.patterns
        loosely = opened.saying.verb.loose and text[opened.content - 1] not in ",:"
        if head <= opened.content:
            joint = words.and_says.search(text, opened.content, verb.start)
            if joint is None or saying.own:
                return None
            return joint.start() if not verb.loose or loosely else None
        bare = self.assertions.is_bare(head, verb)
        joined = words.joining.match(text, head, verb.start) is not None
        if not saying.own:
            toward = self.contents.toward(verb, len(text))
            if toward is not None and opened.content < toward[0] and words.joining.fullmatch(text, head, toward[0]):
                return head  # 呼吁中国尊重人权，并[对局势表达关切]
            if not bare:
                return None
            deed = opened.saying.verb.manner in _OF_DEEDS and verb.manner in _DEEDS
            loosely = loosely and not deed
            return head if not verb.loose or loosely or joined else None
        voice = saying.subject
        if voice is None or not self._heads_clause(voice, head):
            return None
        if words.against.match(text, head, verb.start):
            return head
        if opened.speaker.is_same(saying.speaker):
            return head
        if verb.loose and not (opened.speaker.medium and self._does(opened, voice, verb)):
            return None
        return head if voice.kind in {"person", "office", "described"} or opened.speaker.kind == "body" else None

    def _heads_clause(self, voice: Voice, head: int) -> bool:
        """Whether a clause begins with a voice, or with the words for who he is: 但[香港评论员]李朔表示."""
        lead = self.speech.adverbs.sub("", self.hearing.outer[head : voice.start]).strip(" ,并而但")
        titled = voice.kind == "person" and any(end == len(lead) for _, end, _ in self.speech.persons(lead))
        return not lead or (titled and len(lead) <= _LONGEST_TITLE)

    def _speaker(self, saying: Saying, opened: _Open | None, head: int) -> Voice | None:
        if saying.subject is not None and self.speech.patterns.both.match(self.hearing.outer, saying.subject.start):
            return saying.subject
        if saying.subject is not None and saying.subject.kind == "writing":
            return self.reporting.author(saying)
        if saying.own or opened is None:
            return saying.speaker
        return opened.speaker

    def _goes_on(self, opened: _Open, saying: Saying) -> bool:
        return not saying.own or opened.speaker.is_same(saying.speaker)

    def _goes_on_wanting(self, before: Attribution | None, saying: Saying, start: int) -> bool:
        """Whether a sentence without a subject tells what the speaker before it wants: 他批評制裁。[呼籲]各國……."""
        if before is None or not before.speaker.is_same(saying.speaker) or before.speaker.medium:
            return False
        words, verb = self.speech.patterns, saying.verb
        wants = verb.manner in _WANTING or words.hopes.match(self.hearing.outer, verb.start) is not None
        return wants and self.assertions.is_bare(start, verb)

    def _leads_to(self, opened: _Open, saying: Saying, end: int) -> bool:
        """Whether a word of saying only leads to the next: 发推文[重申], 回答记者提问时[表示], 就此发表讲话，他[说]."""
        verb = saying.verb
        first, gap = opened.saying.verb, self.hearing.outer[opened.content : verb.start]
        if self.contents.is_empty(self.contents.begin(saying), end):
            return False  # 要求[道歉]
        if first.names and saying.subject is not None and saying.subject.start == opened.content:
            gap = self.hearing.outer[saying.subject.end : verb.start]
        if not gap and self.contents.is_stance(first):
            return False  # 提出[批评]
        if len(gap) > _LONGEST_QUESTION or "“" in gap:
            return False
        if _ON_ASKING.search(gap):
            return first.loose or not verb.loose
        return not gap.strip(" ,") and (first.loose or first.names or not verb.loose)

    def _before(
        self, saying: Saying, speaker: Voice, head: int, start: int, opened: _Open | None
    ) -> Attribution | None:
        """What stands before a word of saying that ends its sentence: ……，他說。"""
        if saying.verb.loose:
            return None
        passage = self.contents.passage_before(head, start)
        if passage is None and opened is None:
            passage = self.contents.passage_at(start)
        if passage is not None:
            return Attribution(speaker, saying.verb, passage.start, passage.end, head, passage, named=named(saying))
        begin = opened.content if opened else start
        if opened is not None or self.contents.is_empty(begin, head) or head == start:
            return None
        return attribute(self.contents, speaker, saying.verb, begin, head, head, (), named(saying))

    def _closed(self, opened: _Open, end: int) -> Iterator[Attribution]:
        """The attribution itself; a quotation that fills its content, or opens it and ends a sentence, bounds it."""
        contrast = self.speech.patterns.contrast.match(self.hearing.outer, opened.content)
        if contrast or self.contents.is_empty(opened.content, end):
            return
        toward = self.contents.toward(opened.saying.verb, end)
        begin, stop = toward or (opened.content, end)
        yield attribute(
            self.contents,
            opened.speaker,
            opened.saying.verb,
            begin,
            stop,
            opened.head,
            opened.through,
            named(opened.saying),
        )
