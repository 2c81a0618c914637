"""The words that may report a contact, from `engagements.yml`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from tongshi import lexicon
from tongshi.language import fold
from tongshi.records import EngagementType, Status
from tongshi.registry.scan import Matcher

Frame = Literal[
    "travel", "reciprocal", "transitive", "calling", "hosted", "escorted", "spoken", "house", "session", "event",
    "addressed", "lodged", "relayed", "answered", "office",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cue:
    """A family of cue words with one type and one grammar."""

    id: str
    type: EngagementType
    frame: Frame
    words: tuple[str, ...]
    unless: tuple[str, ...]
    weak: bool = False
    fused: bool = False
    straight: bool = False
    noun: bool = False
    leaving: bool = False
    at_home: bool = False
    persons: bool = False
    bodies: bool = False
    explicit: bool = False
    official: bool = False
    leaders: bool = False
    posted: bool = False
    each: bool = False
    past: bool = False
    wishes: bool = False
    wish_is_message: bool = False
    short_states: bool = False
    host_understood: bool = False
    default: Status = "held"
    organisations: tuple[tuple[str, str], ...] = ()  # (word, code of the organisation whose session it names)


#: Last characters of words that may be the first of the cue meant.
_SHARED = "会谈签"
#: A title whose last character begins some cues.
_HEAD = "元首"


class CueHit(NamedTuple):
    """A cue at `[start, end)` of folded text."""

    start: int
    end: int
    cue: Cue


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues, ready to find."""

    entries: tuple[Cue, ...]
    _match: Matcher
    _of: dict[str, Cue]

    def find(self, folded: str) -> Iterator[CueHit]:
        """Every cue in `folded`, leftmost and longest, in order."""
        for start, end, word in self._match(folded):
            verb = folded[end - 1 : end + 1]
            if word[-1] in _SHARED and verb in self._of and self._of[verb].frame != "event":
                yield CueHit(end - 1, end + 1, self._of[verb])  # 外长[会见]外长, not 外长会; 外交[谈判]; 陈时中[签署]
            elif word[0] == _HEAD[-1] and folded.startswith(_HEAD, start - 1) and word[1:] in self._of:
                yield CueHit(start + 1, end, self._of[word[1:]])  # 国家元首[访]日
            elif word in self._of:
                yield CueHit(start, end, self._of[word])


def other_verbs(hits: Sequence[CueHit], *, apart_from: CueHit) -> list[tuple[int, int]]:
    """Where the further cues of a sentence stand that say of something that it is done: 訪問, not 訪問行程."""
    return [
        (hit.start, hit.end)
        for hit in hits
        if hit is not apart_from and not hit.cue.noun and not hit.cue.straight  # 拒绝与[逃到]某地的某人会面
    ]


def load_cues(layers: lexicon.Layers = ()) -> Cues:
    """`engagements.yml`; of two families with one word the first in the file keeps it."""
    entries = tuple(
        Cue(
            id=entry["id"],
            type=entry["type"],
            frame=entry["frame"],
            words=tuple(fold(word) for word in lexicon.strings(entry, "words")),
            unless=tuple(fold(word) for word in lexicon.strings(entry, "unless")),
            weak=bool(entry.get("weak")),
            fused=bool(entry.get("fused")),
            straight=bool(entry.get("straight")),
            noun=bool(entry.get("noun")),
            leaving=bool(entry.get("leaving")),
            at_home=bool(entry.get("at_home")),
            persons=bool(entry.get("persons")),
            bodies=bool(entry.get("bodies")),
            explicit=bool(entry.get("explicit")),
            official=bool(entry.get("official")),
            leaders=bool(entry.get("leaders")),
            posted=bool(entry.get("posted")),
            each=bool(entry.get("each")),
            past=bool(entry.get("past")),
            wishes=bool(entry.get("wishes")),
            wish_is_message=bool(entry.get("wish_is_message")),
            short_states=bool(entry.get("short_states")),
            host_understood=bool(entry.get("host_understood")),
            default=entry.get("default", "held"),
            organisations=tuple(
                (fold(word), code)
                for code in entry.get("organisations") or ()
                for word in lexicon.strings(entry["organisations"], code)
            ),
        )
        for entry in lexicon.entries("engagements", layers)
    )
    of: dict[str, Cue] = {}
    for cue in entries:
        for word in cue.words:
            of.setdefault(word, cue)
    masks = {word for cue in entries for word in cue.unless} - of.keys()
    return Cues(entries, Matcher([*of, *masks]), of)
