"""Who met, called, visited or wrote to whom: from an article's text to its engagements."""

from __future__ import annotations

from tongshi.engagements.finder import (
    EngagementLexicon,
    explain_engagements,
    find_engagements,
    load_engagement_lexicon,
)
from tongshi.engagements.sightings import CueReport, Dismissed
from tongshi.engagements.topics import Topics, load_topics

__all__ = [
    "CueReport",
    "Dismissed",
    "EngagementLexicon",
    "Topics",
    "explain_engagements",
    "find_engagements",
    "load_engagement_lexicon",
    "load_topics",
]
