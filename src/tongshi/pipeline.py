"""The stages composed: one post in, one reading out. Pure: the same post and knowledge give the same reading."""

from __future__ import annotations

import contextlib
import functools
import gc
from collections.abc import Iterator
from dataclasses import dataclass

from tongshi.clean import Outlets, clean, load_outlets
from tongshi.engagements import CueReport, EngagementLexicon, Findings, find_engagements, load_engagement_lexicon
from tongshi.language import fold
from tongshi.learning import Naming, find_mentions, load_naming
from tongshi.lexicon import Layers, digest_of, shipped
from tongshi.offsets import SourceText, join
from tongshi.phrases import Phrases, load_phrases
from tongshi.records import Post, Reading
from tongshi.registry import Person, Registry, find_names, load_registry
from tongshi.statements import (
    Said,
    SpeechLexicon,
    find_quotes,
    find_readouts,
    find_statements,
    hear,
    load_speech,
)

#: Lexicons that say how readings go together, not how a post is read: fusion follows them by itself.
_OF_FUSION = frozenset({"fusion"})

#: Raised when code changes what a post is read as, so that stores know to read again.
CODE_VERSION = "18"


@dataclass(frozen=True, slots=True)
class Sources:
    """What is known beside what comes with the package; small, hashable, and handed to every process of a build."""

    project: Layers = ()  # the user's own lexicons
    learnt: tuple[Person, ...] = ()  # people an archive told of; they take nothing from a lexicon's

    @property
    def base(self) -> str:
        """The version of rules and shipped lexicons: where it differs, nothing can be said of what changed."""
        read = tuple((name, text) for name, text in shipped().files if name not in _OF_FUSION)
        return f"{CODE_VERSION}-{digest_of(read)}"

    @property
    def version(self) -> str:
        """The version of all that is known; two with one version read every post alike."""
        own = tuple(file for layer in self.project for file in layer.files)
        if self.learnt:
            own += (("learnt", repr(self.learnt)),)
        return f"{self.base}-{digest_of(own)}" if own else self.base


#: Where Chinese is written for readers of the state itself: an outlet of another state, as RFI is, does not mean its
#: own government by 政府 and no other word.
_AT_HOME = frozenset({"CN", "TW", "HK", "MO", "SG", "MY"})

#: What comes with the package, and nothing else.
SHIPPED = Sources()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All lexicons, loaded once per process and passed to every stage."""

    outlets: Outlets
    registry: Registry
    curated: Registry | None  # without what was learnt; None where nothing was
    engagements: EngagementLexicon
    speech: SpeechLexicon
    phrases: Phrases
    naming: Naming
    version: str

    @classmethod
    def load(cls, project: Layers = (), learnt: tuple[Person, ...] = ()) -> Knowledge:
        """The shipped lexicons, a project's over them, learnt people below; raises LexiconError.

        What is wrong in the form of a project's files is told by `tongshi.project.problems`.
        """
        with _uncollected():
            outlets = load_outlets(project)
            return cls(
                outlets=outlets,
                registry=load_registry(project, outlets.names, learnt),
                curated=load_registry(project, outlets.names) if learnt else None,
                engagements=load_engagement_lexicon(project),
                speech=load_speech(project),
                phrases=load_phrases(project),
                naming=load_naming(project),
                version=Sources(project, learnt).version,
            )

    @classmethod
    @functools.cache
    def of(cls, sources: Sources) -> Knowledge:
        """What is known with these sources, loaded once."""
        return cls.load(sources.project, sources.learnt)

    @classmethod
    def shipped(cls) -> Knowledge:
        """The lexicons that come with the package."""
        return cls.of(SHIPPED)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage collection meanwhile: all that lexicons load stays, and walking it takes a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reading, and what became of each cue of contact in its text."""

    reading: Reading
    text: SourceText  # what the cues' places count in: the body and, after it, the captions
    findings: Findings
    said: tuple[Said, ...] = ()  # the statements, with what speaks for and against each

    @property
    def cues(self) -> tuple[CueReport, ...]:
        """For each cue, in order, what became of it."""
        return self.findings.cues


def code(post: Post, knowledge: Knowledge) -> Reading:
    """Read one post; raises ReadError where it cannot be cleaned."""
    return _read(post, knowledge)[0]


def explain(post: Post, knowledge: Knowledge) -> Explanation:
    """The same reading, with what became of each cue; raises ReadError where the post cannot be cleaned."""
    return Explanation(*_read(post, knowledge))


def _read(post: Post, knowledge: Knowledge) -> tuple[Reading, SourceText, Findings, tuple[Said, ...]]:
    """The reading, the text that contacts are looked for in, what was found there, and the statements."""
    article = clean(post, knowledge.outlets)
    captions = article.caption_texts
    text = join([article.body, *captions], "\n") if captions else article.body
    body = article.folded
    folded = body + fold(text.text[len(body) :]) if captions else body
    if not folded:
        return Reading(article=article), text, Findings(), ()
    outlet = knowledge.outlets.of(post.url)
    home = outlet.country if outlet.country in _AT_HOME else None
    actors, sites = find_names(folded, knowledge.registry, article.day, home)
    findings = find_engagements(article, text, folded, actors, sites, knowledge.registry, knowledge.engagements)
    speakers = tuple(actor for actor in actors if actor.end <= len(body))
    hearing = hear(article, body, speakers, knowledge.speech)
    quotes = find_quotes(article, hearing, knowledge.speech)
    said = find_statements(
        article,
        hearing,
        quotes,
        topics=knowledge.engagements.topics,
        phrases=knowledge.phrases,
        speech=knowledge.speech,
        own=outlet.own,
    )
    readouts, statements = find_readouts(article, hearing, findings.engagements, said, sites, knowledge.speech)
    findings = findings.with_topics(text, statements)
    registry = knowledge.curated or knowledge.registry
    told = actors if knowledge.curated is None else find_names(folded, registry, article.day, home)[0]
    mentions = find_mentions(
        text, folded, len(body), told, article.keywords, registry=registry, naming=knowledge.naming
    )
    reading = Reading(
        article=article,
        engagements=findings.engagements,
        readouts=readouts,
        quotes=quotes,
        statements=statements,
        mentions=mentions,
    )
    return reading, text, findings, said
