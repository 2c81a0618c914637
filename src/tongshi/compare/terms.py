"""What a comparison knows of words: media, names for the same thing, set phrases, topics."""

from __future__ import annotations

from dataclasses import dataclass

from tongshi.clean.media import Media, load_media
from tongshi.compare.namings import Names, load_names
from tongshi.engagements.topics import Topics, load_topics
from tongshi.lexicon import Layers
from tongshi.phrases import Phrases, load_phrases


@dataclass(frozen=True, slots=True)
class Terms:
    """The lexicons of a comparison."""

    media: Media
    names: Names
    phrases: Phrases
    topics: Topics


def load_terms(layers: Layers = ()) -> Terms:
    """Read them; raises LexiconError."""
    return Terms(load_media(layers), load_names(layers), load_phrases(layers), load_topics(layers))
