"""Who met, called, visited or wrote to whom: from an article's text to its engagements."""

from __future__ import annotations

from tongshi.engagements.finder import EngagementLexicon, find_engagements, load_engagement_lexicon
from tongshi.engagements.sightings import CueReport, Dismissed, Findings
from tongshi.engagements.topics import Topics, load_topics

__all__ = [
    "CueReport",
    "Dismissed",
    "EngagementLexicon",
    "Findings",
    "Topics",
    "find_engagements",
    "load_engagement_lexicon",
    "load_topics",
]
