"""The lexicons of speech, typed: `speech.yml` (who says, and how) and `not_quotes.yml` (what only looks quoted)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, cast, get_args

from tongshi import lexicon
from tongshi.engagements.weights import Weights, load_weights
from tongshi.errors import LexiconError
from tongshi.language import fold
from tongshi.lexicon import any_of
from tongshi.records import Manner
from tongshi.registry.names import Names, load_names
from tongshi.registry.scan import Matcher
from tongshi.statements.patterns import LIST_KINDS, Listed, Patterns, build_patterns

SpeechKind = Literal[
    "verb", "writing", "document", "noun", "person", "object", "citing", "adverb", "preposition",
    "report", "attitude", "unsaid", "nobody", "medium", "voiced", "told", "hearer", "no-speaker", "official",
    "in-contact", "elsewhere", "in-speech", "earlier", "of-contact", "of-talks", "same-text",
]  # fmt: skip
SpeechClass = Manner | Literal["ask"]
_CLASSES = frozenset((*get_args(Manner), "ask"))
#: Kinds of words that say what is done with words.
_CLASSED = frozenset(("verb", "attitude"))


class Verb(NamedTuple):
    """A speech verb at `[start, end)`; `loose`: what stands in marks behind it need not be speech.

    `names`: what else stands behind it is spoken of, not said (介绍, 讨论).
    """

    start: int
    end: int
    manner: SpeechClass
    loose: bool
    names: bool = False


@dataclass(frozen=True, slots=True)
class SpeechLexicon:
    """Everything the stage knows about words; all folded."""

    verbs: Matcher
    writings: Matcher
    documents: frozenset[str]
    media: Matcher
    organs: dict[str, str]  # media that speak for their state → its code
    persons: Matcher
    manners: dict[str, tuple[SpeechClass, bool, bool]]
    tells: frozenset[str]
    hearer: re.Pattern[str]
    hearer_behind: re.Pattern[str]
    reports: Matcher
    attitudes: dict[str, Manner]
    attitude: re.Pattern[str]
    attitude_behind: re.Pattern[str]
    unsaid: re.Pattern[str]
    nobody: re.Pattern[str]
    no_speaker: re.Pattern[str]
    official: re.Pattern[str]
    in_contact: re.Pattern[str]
    elsewhere: re.Pattern[str]
    in_speech: re.Pattern[str]
    earlier: re.Pattern[str]
    of_contact: re.Pattern[str]
    of_talks: re.Pattern[str]
    occasions: Matcher
    voiced: re.Pattern[str]
    told: re.Pattern[str]
    before_object: tuple[str, ...]
    citing: tuple[str, ...]
    cites: re.Pattern[str]  # one of them
    adverbs: re.Pattern[str]
    after_name: re.Pattern[str]
    words_of: re.Pattern[str]
    names: Names
    title_before: tuple[str, ...]
    name_before: tuple[str, ...]
    title_after: re.Pattern[str]
    entitled: re.Pattern[str]  # also behind what reads like a sentence
    title_like: tuple[str, ...]
    same_text: Mapping[str, tuple[str, ...]]  # by what the text is called later
    patterns: Patterns  # of the lists
    weights: Weights  # of what speaks for a statement

    def find_verbs(self, folded: str) -> list[Verb]:
        """The speech verbs in `folded`, in order."""
        return [Verb(start, end, *self.manners[word]) for start, end, word in self.verbs(folded)]


def load_speech(layers: lexicon.Layers = ()) -> SpeechLexicon:
    """`speech.yml`, `not_quotes.yml`, the names of `media.yml` and the writing of names; raises LexiconError."""
    kinds = (*get_args(SpeechKind), *LIST_KINDS)
    words: dict[str, dict[str, lexicon.Entry]] = {kind: {} for kind in kinds}
    hidden: dict[str, set[str]] = {kind: set() for kind in words}
    missing = set(kinds)
    same_text: dict[str, tuple[str, ...]] = {}
    for entry in lexicon.entries("speech", layers):
        kind = entry.get("kind")
        if kind not in words or (kind in _CLASSED and entry.get("class") not in _CLASSES):
            raise entry.error(f"{entry.get('id')}: unknown kind or class")
        missing.discard(kind)
        for word in _folded(entry, "words"):
            words[kind].setdefault(word, entry)
        hidden[kind].update(_folded(entry, "unless"))
        if kind == "same-text":
            later = entry.get("of")
            if not isinstance(later, str):
                raise entry.error(f"{entry.get('id')}: `of` must be a text")
            same_text[fold(later)] = (*same_text.get(fold(later), ()), *_folded(entry, "words"))
    if missing:
        raise LexiconError(f"speech.yml: missing: {', '.join(sorted(missing))}")
    marks = {kind: set[str]() for kind in ("before", "before-name", "after", "after-title", "like")}
    for entry in lexicon.entries("not_quotes", layers):
        if entry.get("where") not in marks:
            raise entry.error(f"{entry.get('id')}: where must be one of {', '.join(marks)}")
        marks[entry["where"]].update(_folded(entry, "words"))
    media, masks, organs = set[str](), set[str](), dict[str, str]()
    for entry in lexicon.entries("media", layers):
        if entry.get("titled"):
            continue  # 《科学》, 《外交官》: ordinary words otherwise
        media.update(_folded(entry, "names"))
        masks.update(_folded(entry, "unless"))
        if entry.get("organ"):
            organs.update(dict.fromkeys(_folded(entry, "names"), entry["state"]))
    return SpeechLexicon(
        verbs=Matcher(words["verb"], hidden["verb"]),
        writings=Matcher({**words["writing"], **words["document"]}, hidden["writing"]),
        documents=frozenset(words["document"]),
        media=Matcher(media, masks),
        organs=organs,
        persons=Matcher(words["person"], hidden["person"]),
        manners={
            word: (entry["class"], bool(entry.get("loose")), bool(entry.get("names")))
            for word, entry in words["verb"].items()
        },
        tells=frozenset(word for word, entry in words["verb"].items() if entry.get("tells")),
        hearer=re.compile(f"[一-鿿]{{0,10}}?(?:{any_of(words['hearer'])})+(?=[一-鿿“]|,[不应要在])"),
        hearer_behind=re.compile(f"(?:{any_of([*words['hearer'], *words['person']])}|等[人国])+"),
        reports=Matcher(words["report"], hidden["report"]),
        attitudes={word: cast(Manner, entry["class"]) for word, entry in words["attitude"].items()},
        attitude=re.compile(f"[^,;。]{{0,4}}?({any_of(words['attitude'])})"),
        attitude_behind=re.compile(f"({any_of(words['attitude'])})(?:{any_of(words['stance'])})?$"),
        unsaid=re.compile(
            f"(?<![者议布表峰晚年演证商协学工委大教社宴集公报面餐谈讨])(?:{any_of(words['unsaid'])})"
            f"(?:在[^,]{{1,14}}[上中时里间后])?(?:{any_of(words['adverb'])})?$"
        ),
        nobody=re.compile(f"(?:{any_of(words['nobody'])})(?!人士|师|家|员)"),
        in_contact=_any(words["in-contact"]),
        elsewhere=_any([*words["elsewhere"], *words["in-speech"]]),
        in_speech=_any(words["in-speech"]),
        earlier=_any(words["earlier"]),
        of_contact=_any(words["of-contact"]),
        of_talks=_any(words["of-talks"]),
        official=re.compile(f"(?:{any_of(words['official'])})$"),
        no_speaker=re.compile(f"(?:{any_of(words['no-speaker'])}).{{0,4}}"),
        occasions=Matcher(words["medium"], hidden["medium"]),
        voiced=re.compile(f"(?:{any_of(words['voiced'])})"),
        told=re.compile(f"[^,。]{{0,6}}(?:{any_of(words['told'])})"),
        before_object=tuple(words["object"]),
        citing=tuple(words["citing"]),
        cites=_any(words["citing"]),
        adverbs=re.compile(f"(?:{any_of(words['adverb'])})"),
        after_name=re.compile(f"(?:{any_of([*words['adverb'], *words['preposition'], *words['verb']])})"),
        words_of=re.compile(f"的(?:{any_of(words['noun'])})"),
        names=load_names(()),
        title_before=tuple(sorted(marks["before"])),
        name_before=tuple(sorted(marks["before-name"])),
        title_after=re.compile(f"(?:{any_of(marks['after'])})"),
        entitled=_any(marks["after-title"]),
        title_like=tuple(sorted(marks["like"])),
        same_text=same_text,
        patterns=build_patterns({kind: Listed(tuple(words[kind]), tuple(sorted(hidden[kind]))) for kind in LIST_KINDS}),
        weights=load_weights("statements", layers),
    )


def _folded(entry: lexicon.Entry, key: str) -> list[str]:
    return [fold(word) for word in lexicon.strings(entry, key)]


def _any(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(f"(?:{any_of(words)})")
