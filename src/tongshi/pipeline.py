"""The stages composed: one post in, one reading out. Pure: the same post and knowledge give the same reading."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import NamedTuple

from tongshi import lexicon
from tongshi.clean import Outlets, clean, load_outlets
from tongshi.engagements import (
    CueReport,
    EngagementLexicon,
    explain_engagements,
    find_engagements,
    load_engagement_lexicon,
)
from tongshi.language import fold
from tongshi.offsets import SourceText, join
from tongshi.records import Actor, Article, Post, Reading
from tongshi.registry import Registry, Site, find_names, load_registry
from tongshi.statements import SpeechLexicon, find_quotes, find_readouts, load_speech

#: Raised when code changes what a post is read as, so that stores know to read again.
CODE_VERSION = "2"


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All lexicons, loaded once per process and passed to every stage."""

    outlets: Outlets
    registry: Registry
    engagements: EngagementLexicon
    speech: SpeechLexicon
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
    return _read(_named(post, knowledge), knowledge)


def explain(post: Post, knowledge: Knowledge) -> Explanation:
    """The same reading, with what became of each cue; raises ReadError where the post cannot be cleaned."""
    named = _named(post, knowledge)
    cues = explain_engagements(
        named.article, named.text, named.folded, named.actors, named.sites, knowledge.registry, knowledge.engagements
    )
    return Explanation(_read(named, knowledge), named.text, cues)


class _Named(NamedTuple):
    """An article with who and where is named in it: the body and, after it, the captions."""

    article: Article
    text: SourceText
    folded: str
    actors: tuple[Actor, ...]
    sites: tuple[Site, ...]


def _named(post: Post, knowledge: Knowledge) -> _Named:
    article = clean(post, knowledge.outlets)
    captions = [block.text for block in article.blocks if block.role == "caption"]
    text = join([article.body, *captions], "\n") if captions else article.body
    folded = article.folded + fold(text.text[len(article.folded) :]) if captions else article.folded
    home = knowledge.outlets.of(post.url).country or None
    actors, sites = find_names(folded, knowledge.registry, article.day, home) if folded else ((), ())
    return _Named(article, text, folded, actors, sites)


def _read(named: _Named, knowledge: Knowledge) -> Reading:
    article, text, folded, actors, sites = named
    if not folded:
        return Reading(article=article)
    engagements = find_engagements(article, text, folded, actors, sites, knowledge.registry, knowledge.engagements)
    body = article.folded
    speakers = tuple(actor for actor in actors if actor.end <= len(body))
    quotes = find_quotes(article, body, speakers, knowledge.speech)
    readouts = find_readouts(
        article, body, engagements, speakers, quotes, topics=knowledge.engagements.topics, speech=knowledge.speech
    )
    return Reading(article=article, engagements=engagements, readouts=readouts, quotes=quotes)


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
