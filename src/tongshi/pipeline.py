"""The stages composed: one post in, one reading out. Pure: the same post and knowledge give the same reading."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from tongshi import lexicon
from tongshi.clean import Outlets, clean, load_outlets
from tongshi.engagements import CueReport, EngagementLexicon, Findings, find_engagements, load_engagement_lexicon
from tongshi.language import fold
from tongshi.learning import Naming, find_mentions, load_naming
from tongshi.offsets import SourceText, join
from tongshi.records import Post, Reading
from tongshi.registry import Registry, find_names, load_registry
from tongshi.statements import SpeechLexicon, find_quotes, find_readouts, load_speech

#: Raised when code changes what a post is read as, so that stores know to read again.
CODE_VERSION = "4"


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All lexicons, loaded once per process and passed to every stage."""

    outlets: Outlets
    registry: Registry
    engagements: EngagementLexicon
    speech: SpeechLexicon
    naming: Naming
    version: str

    @classmethod
    def load(cls, folder: Traversable = lexicon.SHIPPED) -> Knowledge:
        """The lexicons of a folder; raises LexiconError."""
        outlets = load_outlets()
        return cls(
            outlets=outlets,
            registry=load_registry(folder, masks=outlets.names),
            engagements=load_engagement_lexicon(folder),
            speech=load_speech(),
            naming=load_naming(),
            version=version_of(folder),
        )

    @classmethod
    @functools.cache
    def shipped(cls) -> Knowledge:
        """The lexicons that come with the package."""
        return cls.load()


def version_of(folder: Traversable = lexicon.SHIPPED) -> str:
    """The version of what is known with the lexicons of a folder, which need not be loaded for it."""
    return f"{CODE_VERSION}-{_digest(folder)}"


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reading, and what became of each cue of contact in its text."""

    reading: Reading
    text: SourceText  # what the cues' places count in: the body and, after it, the captions
    cues: tuple[CueReport, ...]


def code(post: Post, knowledge: Knowledge) -> Reading:
    """Read one post; raises ReadError where it cannot be cleaned."""
    return _read(post, knowledge)[0]


def explain(post: Post, knowledge: Knowledge) -> Explanation:
    """The same reading, with what became of each cue; raises ReadError where the post cannot be cleaned."""
    reading, text, findings = _read(post, knowledge)
    return Explanation(reading, text, findings.cues)


def _read(post: Post, knowledge: Knowledge) -> tuple[Reading, SourceText, Findings]:
    """The reading, the text that contacts are looked for in, and what was found there."""
    article = clean(post, knowledge.outlets)
    captions = article.caption_texts
    text = join([article.body, *captions], "\n") if captions else article.body
    body = article.folded
    folded = body + fold(text.text[len(body) :]) if captions else body
    if not folded:
        return Reading(article=article), text, Findings()
    home = knowledge.outlets.of(post.url).country or None
    actors, sites = find_names(folded, knowledge.registry, article.day, home)
    findings = find_engagements(article, text, folded, actors, sites, knowledge.registry, knowledge.engagements)
    engagements = findings.engagements
    speakers = tuple(actor for actor in actors if actor.end <= len(body))
    quotes = find_quotes(article, body, speakers, knowledge.speech)
    readouts = find_readouts(
        article, body, engagements, speakers, quotes, topics=knowledge.engagements.topics, speech=knowledge.speech
    )
    mentions = find_mentions(
        text, folded, len(body), actors, article.keywords, registry=knowledge.registry, naming=knowledge.naming
    )
    reading = Reading(article=article, engagements=engagements, readouts=readouts, quotes=quotes, mentions=mentions)
    return reading, text, findings


def _digest(folder: Traversable) -> str:
    digest = hashlib.sha256()
    pending = [folder]
    while pending:
        here = pending.pop()
        for item in sorted(here.iterdir(), key=lambda entry: entry.name):
            if item.is_dir():
                pending.append(item)
            elif item.name.endswith(".yml"):
                digest.update(item.name.encode() + b"\0" + item.read_bytes())
    return digest.hexdigest()[:12]
