"""Each side's own account of a contact (codebook section 2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tongshi.records import Actor, Article, Engagement, Quote, Readout

Topics = Callable[[str, int, int], tuple[str, ...]]


def find_readouts(
    article: Article,
    folded: str,
    engagements: Sequence[Engagement],
    actors: Sequence[Actor],
    quotes: Sequence[Quote],
    topics: Topics,
) -> tuple[Readout, ...]:
    """Which sides of the main engagements speak about them, through whom, and what they raise."""
    del article, folded, engagements, actors, quotes, topics
    return ()
