"""An article as it is heard: its quotations set apart, its sentences, and who speaks where."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tongshi.records import Actor, Article
from tongshi.statements.discourse import Discourse, find_discourse
from tongshi.statements.marks import Passage, find_passages
from tongshi.statements.speech import SpeechLexicon
from tongshi.statements.voices import Voice, find_voices

#: What stands in for the characters of a quotation while the text around it is read.
HIDDEN = "\ufffc"

_STOP = re.compile(r"[。!?…\n][。!?…\n]*[”\")]*")
_ENDS_SENTENCE = re.compile(r"[。!?…][”’\"')]*$")
_COLON = re.compile(r"[:︰]\s*$")
#: Most characters from a word in a title to either of its marks.
_LONGEST_TITLE = 40
#: What follows a quotation that is a part of its sentence: 「……」的說法, 「……」、「……」.
_GOES_ON = re.compile(r"\s*[的、,;)]")


@dataclass(frozen=True, slots=True)
class Hearing:
    """An article with everything found in it.

    `outer` is the folded body with what stands inside marks hidden; `paragraphs` that one quotation runs
    through count as one.
    """

    folded: str
    outer: str
    passages: tuple[Passage, ...]
    paragraphs: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[int, int], ...]
    voices: tuple[Voice, ...]
    starts: tuple[int, ...]  # of the voices
    discourse: Discourse
    sentence_starts: tuple[int, ...]
    paragraph_starts: tuple[int, ...]

    def voices_in(self, start: int, end: int) -> Sequence[Voice]:
        """The voices that begin in `[start, end)`."""
        left = bisect_left(self.starts, start)
        return self.voices[left : bisect_left(self.starts, end, left)]

    def media_before(self, position: int) -> Iterator[Voice]:
        """The media that are named before `position`, the latest first."""
        return (voice for voice in reversed(self.voices_in(0, position)) if voice.medium)

    def sentence_at(self, position: int) -> tuple[int, int]:
        """The sentence that holds `position`."""
        return _covering(self.sentences, self.sentence_starts, position)

    def paragraph_at(self, position: int) -> tuple[int, int]:
        """The paragraph that holds `position`."""
        return _covering(self.paragraphs, self.paragraph_starts, position)


def _passages(article: Article, folded: str) -> tuple[Passage, ...]:
    """What stands inside marks in an article, white space at its ends left out."""
    found = (_trimmed(folded, passage) for passage in find_passages(article.body.text, folded, article.paragraphs))
    return tuple(passage for passage in found if passage.end > passage.start)


def hear(article: Article, folded: str, actors: Sequence[Actor], speech: SpeechLexicon) -> Hearing:
    """Read who speaks in an article; `folded` is its body folded, `actors` who is named in it, in order."""
    marked = _passages(article, folded)
    passages = tuple(
        each for each in marked if not (_names_paper(folded, each, speech) or _tells(folded, each, speech))
    )
    outer = _titled(
        _hide(folded, passages), [each for each in marked if each.closed and _names_paper(folded, each, speech)]
    )
    line = article.dateline
    if line is not None:  # its agency is nobody who speaks
        outer = outer[: line.start] + " " * (line.end - line.start) + outer[line.end :]
    paragraphs = _merged(folded, article.paragraphs, passages)
    ends = [passage.close for passage in passages if _ends_its_sentence(folded, outer, passage)]
    sentences = [sentence for start, end in paragraphs for sentence in _sentences(outer, start, end, ends)]
    colons = [at for passage in passages if (at := colon_before(outer, passage)) is not None]
    verbs = [verb for verb in speech.find_verbs(outer) if not _in_title(outer, verb.start)]
    named = [actor for actor in actors if HIDDEN not in (text := outer[actor.start : actor.end]) and not text.isspace()]
    voices = find_voices(outer, named, verbs, speech)
    starts = tuple(voice.start for voice in voices)
    discourse = find_discourse(outer, sentences, colons, voices, verbs, speech)
    return Hearing(
        folded, outer, passages, tuple(paragraphs), tuple(sentences), voices, starts, discourse,
        sentence_starts=tuple(start for start, _ in sentences),
        paragraph_starts=tuple(start for start, _ in paragraphs),
    )  # fmt: skip


def colon_before(outer: str, passage: Passage) -> int | None:
    """Where the colon stands that hands over to a passage; also at the end of the paragraph before."""
    start = max(0, passage.open - 3)
    match = _COLON.search(outer[start : passage.open])
    return start + match.start() if match else None


def _names_paper(folded: str, passage: Passage, speech: SpeechLexicon) -> bool:
    return speech.patterns.quoted_paper.fullmatch(folded, passage.start, passage.end) is not None


def _tells(folded: str, passage: Passage, speech: SpeechLexicon) -> bool:
    """Whether a paragraph with a closing mark alone begins with who says it, the mark a slip: 聲明說，……」."""
    if passage.closed or passage.open < passage.start:
        return False
    head = folded[passage.start : passage.start + _LONGEST_TITLE]
    return any(
        not verb.loose
        and head.startswith((",", ":"), verb.end)
        and speech.patterns.first_person.search(head[: verb.start]) is None
        for verb in speech.find_verbs(head)
    )


def _in_title(outer: str, at: int) -> bool:
    """Whether a word is a part of the title of a work: 《海洋[分析]》."""
    opens = max(outer.rfind("《", max(0, at - _LONGEST_TITLE), at), outer.rfind("〈", max(0, at - _LONGEST_TITLE), at))
    if opens < 0:
        return False
    closes = outer.find("》" if outer[opens] == "《" else "〉", opens, at + _LONGEST_TITLE)
    return closes > at and "\n" not in outer[opens:closes]


def _trimmed(folded: str, passage: Passage) -> Passage:
    inner = folded[passage.start : passage.end]
    left, right = len(inner) - len(inner.lstrip()), len(inner.rstrip())
    if not left and right == len(inner):  # as nearly always
        return passage
    return passage._replace(start=passage.start + left, end=passage.start + max(left, right))


def _hide(folded: str, passages: Sequence[Passage]) -> str:
    """`folded` with what stands inside marks made unreadable, length kept."""
    out: list[str] = []
    at = 0
    for passage in passages:
        out += [folded[at : passage.start], HIDDEN * (passage.end - passage.start)]
        at = passage.end
    return "".join([*out, folded[at:]])


def _titled(outer: str, papers: Sequence[Passage]) -> str:
    """Papers named in quotation marks written as other titles are, so that no clause ends at their marks: 《…》."""
    for paper in papers:
        outer = f"{outer[: paper.open]}《{outer[paper.open + 1 : paper.close - 1]}》{outer[paper.close :]}"
    return outer


def _merged(folded: str, paragraphs: Sequence[tuple[int, int]], passages: Sequence[Passage]) -> list[tuple[int, int]]:
    """The paragraphs, those that one quotation runs through joined."""
    long = [passage for passage in passages if "\n" in folded[passage.start : passage.end]]
    out: list[tuple[int, int]] = []
    for start, end in paragraphs:
        if out and any(passage.open < start < passage.close for passage in long):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _ends_its_sentence(folded: str, outer: str, passage: Passage) -> bool:
    ends = _ENDS_SENTENCE.search(folded[max(0, passage.end - 3) : passage.end])
    return ends is not None and _GOES_ON.match(outer, passage.close) is None


def _sentences(outer: str, start: int, end: int, ends: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The sentences of `outer[start:end]`; `ends`: where a quotation ended one."""
    cuts = {match.end() for match in _STOP.finditer(outer, start, end)} | {cut for cut in ends if start < cut < end}
    for cut in [*sorted(cuts), end]:
        if outer[start:cut].strip():
            yield start, cut
        start = cut


def _covering(ranges: Sequence[tuple[int, int]], starts: Sequence[int], position: int) -> tuple[int, int]:
    index = bisect_right(starts, position) - 1
    return ranges[index] if index >= 0 and position <= ranges[index][1] else (position, position)
