"""Where a text attributes words to somebody, and which words (codebook: statement).

One attribution within one sentence: a word of saying with its subject, and the longest run of characters that gives
what is said. What others say inside that run is none of its own, unless the run is nothing else: then they are the
ones who speak, and who hands it on is a link before them.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace

from tongshi.statements.assertions import Assertions
from tongshi.statements.attribution import Attribution, attribute, named
from tongshi.statements.clauses import clause_head
from tongshi.statements.contents import Contents
from tongshi.statements.continuations import Continuations
from tongshi.statements.further import Further, Opened
from tongshi.statements.hearing import Hearing
from tongshi.statements.interviews import Interviews
from tongshi.statements.reporting import Reporting
from tongshi.statements.saying import Saying
from tongshi.statements.speech import SpeechLexicon
from tongshi.statements.voices import Voice

#: Manners of words with which a sentence goes on about a speaker without naming him, and words like them.
_WANTING = frozenset(("urge", "thank"))


def find_attributions(
    hearing: Hearing, speech: SpeechLexicon, own: frozenset[str] = frozenset()
) -> Iterator[Attribution]:
    """All attributions, in order; a sentence that can only go on with what was said before has no word of saying.

    `own` are the outlet's names, folded: it does not cite itself.
    """
    contents = Contents(hearing, speech)
    reporting, assertions = Reporting.of(hearing, speech), Assertions(hearing, speech, contents, own)
    reader = _Reader(hearing, speech, reporting, assertions, contents, Further(hearing, speech, assertions, contents))
    going_on = Continuations(hearing, speech, reporting, assertions, contents)
    interviews = Interviews(hearing, speech, contents)
    last: Attribution | None = None
    latest: Attribution | None = None
    told: Attribution | None = None  # the latest that somebody hands on
    answer: Attribution | None = None  # the head of a paragraph that somebody speaks all of
    claimed: set[int] = set()  # where quotations open that are told to be somebody's
    for start, end in hearing.sentences:
        opening = hearing.paragraph_at(start)[0]
        if answer is not None and answer.head >= opening:
            yield from interviews.going_on(answer, start, end)
            continue
        answer = next(iter(interviews.answering(start, end)), None)
        if answer is not None:
            latest, last = answer, None
            yield answer
            continue
        before = last if last is not None and last.head >= opening else None
        found = []
        if before is not None and going_on.is_own_side(before, start):
            found = going_on.continued(before, start, end)
        here = latest if latest is not None and latest.head >= opening else None
        found = found or list(reader.sentence(start, end, claimed, here)) or interviews.headed(start, end)
        claimed.update(each.passage.open for each in found if each.passage is not None)
        if not found and before is not None:
            found = going_on.continued(before, start, end)
        if found and here is not None and going_on.speaks_for(here, found[0], start):
            found[0] = replace(found[0], through=(here.speaker,))
        if told is not None and told.head >= opening:
            found = [going_on.still_told(told, each) for each in found]
        told = next((each for each in reversed(found) if each.through), told)
        latest = found[-1] if found else latest
        last = found[-1] if found and going_on.can_go_on(found[-1]) else None
        yield from found


@dataclass(frozen=True, slots=True)
class _Reader:
    """The article under reading."""

    hearing: Hearing
    speech: SpeechLexicon
    reporting: Reporting
    assertions: Assertions
    contents: Contents
    further: Further

    def sentence(
        self, start: int, end: int, claimed: Set[int], before: Attribution | None = None
    ) -> Iterator[Attribution]:
        """The attributions of one sentence; quotations that open at `claimed` are somebody's already.

        `before` is the latest attribution of its paragraph.
        """
        opened: Opened | None = None
        for saying in self.reporting.sayings(start, end):
            verb, floor = saying.verb, opened.content if opened else start
            if opened and verb.start < opened.content:
                continue
            head = clause_head(self.hearing.outer, verb.start, floor)
            if verb.end > verb.start and self.assertions.is_first_person(head, verb):
                continue
            if opened is not None and self.further.is_told_by(opened, saying):
                through = (*opened.through, opened.speaker)
                opened = Opened(saying, saying.speaker or opened.speaker, head, self.contents.begin(saying), through)
                continue
            if opened is not None and self.further.is_occasion(opened, saying, end):
                told = self.contents.passage_before(opened.head, start)
                opened = None
                if told is not None:
                    continue  # the words for the occasion have claimed it
            if opened is not None and self.further.leads_to(opened, saying, end):
                opened = replace(opened, saying=saying, content=self.contents.begin(saying))
                continue
            apart = self.further.apart(opened, saying) if opened is not None else None
            if opened is not None and apart is not None:
                yield from self._closed(opened, apart)
                opened = None
            if opened is not None:
                inner = self.further.inner(opened, saying, head, end)
                if inner is not None:
                    opened = inner
                    continue
                cut = self.further.begins_new(opened, saying, head)
                if cut is None:
                    continue
                head = cut
            speaker = self._speaker(saying, opened)
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
            opened = Opened(saying, speaker, head, content, self.further.handed_on(opened, speaker, head))
        if opened is not None:
            yield from self._closed(opened, end)

    def _speaker(self, saying: Saying, opened: Opened | None) -> Voice | None:
        if saying.subject is not None and self.speech.patterns.both.match(self.hearing.outer, saying.subject.start):
            return saying.subject
        if saying.subject is not None and saying.subject.kind == "writing":
            return self.reporting.authors.speaker(saying)
        if saying.own or opened is None:
            return saying.speaker
        return opened.speaker

    def _goes_on_wanting(self, before: Attribution | None, saying: Saying, start: int) -> bool:
        """Whether a sentence without a subject tells what the speaker before it wants: 他批評制裁。[呼籲]各國……."""
        if before is None or not before.speaker.is_same(saying.speaker) or before.speaker.medium:
            return False
        words, verb = self.speech.patterns, saying.verb
        wants = verb.manner in _WANTING or words.hopes.match(self.hearing.outer, verb.start) is not None
        return wants and self.assertions.is_bare(start, verb)

    def _before(
        self, saying: Saying, speaker: Voice, head: int, start: int, opened: Opened | None
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

    def _closed(self, opened: Opened, end: int) -> Iterator[Attribution]:
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
