"""Spare what a change of knowledge does not touch: it is marked as read with the new, and the build passes it over."""

from __future__ import annotations

from collections.abc import Callable

from tongshi.clean import load_outlets
from tongshi.language import fold
from tongshi.pipeline import Sources
from tongshi.registry.scan import Matcher
from tongshi.store import PostWords, Store
from tongshi.touched import Touched, touched


def spare(store: Store, run: int, sources: Sources) -> None:
    """Remember the sources of `run`, and renew the mark of every post that reads with them as it did before.

    Of posts read with rules or shipped lexicons of another version nothing can be said; they keep their mark.
    """
    store.keep_sources(run, sources)
    compared = []
    for version in store.stale_versions(sources.version):
        former = store.sources(version)
        if former is None:
            continue
        change = touched(former, sources)
        if not change.everything:
            store.renew(version, sources.version, _untouched(change, sources))
            compared.append(version)
    if compared:
        store.renew_files(compared, sources.version)


def _untouched(change: Touched, sources: Sources) -> Callable[[PostWords], bool]:
    """Whether a post reads as before."""
    words = Matcher(change.words) if change.words else None
    outlets = load_outlets(sources.project) if change.outlets else None

    def untouched(post: PostWords) -> bool:
        if outlets is not None and not change.outlets.isdisjoint({post.outlet, outlets.of(post.url).code}):
            return False
        return words is None or not (words(post.folded) or words(fold("\n".join(post.others))))

    return untouched
