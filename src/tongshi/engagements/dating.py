"""Which of a sentence's dates is the contact's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tongshi.engagements.scene import Scene
from tongshi.records import When
from tongshi.times import TimeMention

#: Days for which a day named in the lead is the day of the news.
_FRESH = 3
UNKNOWN = When()


def date_of(scene: Scene, trigger: tuple[int, int]) -> tuple[When, TimeMention | None, bool]:
    """The contact's date, the words it was read from, and whether they stand in the cue's own clause.

    Unknown where the sentence has none.

    Nearest before the cue in its clause, then after it in its clause, then before it in the sentence;
    a date that belongs to a verb of speech counts last.
    """
    clause = scene.clause_of(trigger[0])
    ranked: list[tuple[int, int, TimeMention]] = []
    for time in scene.times:
        if time.kind == "vague" or time.when.start is None:
            continue
        since = scene.grammar.since.match(scene.folded, time.end)
        dates_cue = since and time.end <= trigger[0] < trigger[1] <= since.end() and since[0].endswith("以来")
        if since and not dates_cue:  # but 1月[访美]以来 dates the visit
            continue
        described = scene.grammar.describes.match(scene.folded, time.end)
        if described and not (time.end <= trigger[0] < described.end()):
            continue
        if time.end <= trigger[0]:
            between = scene.between(time.end, trigger[0])
            spoken = _spoken(scene, between)
            rank = 4 if spoken else 0 if time.start >= clause[0] else 2
            ranked.append((rank, trigger[0] - time.end, time))
        elif time.start >= trigger[1]:
            if scene.grammar.afterwards.match(scene.folded, trigger[1]):
                continue  # 访问英国后周四返国
            between = scene.between(trigger[1], time.start)
            rank = 1 if time.end <= clause[1] else 3
            if _spoken(scene, between) or scene.grammar.discussed.search(between) or len(between) > 30:
                rank += 3
            ranked.append((rank, time.start - trigger[1], time))
    if not ranked:
        return UNKNOWN, None, False
    rank, _, best = min(ranked, key=lambda item: (item[0], item[1]))
    if rank >= 4:
        return UNKNOWN, None, False
    return best.when, best, rank <= 1


def _spoken(scene: Scene, between: str) -> bool:
    """Whether what stands between a date and a cue makes the date that of speaking."""
    grammar = scene.grammar
    return grammar.spoken.search(between) is not None or grammar.wire.search(between) is not None


def day_of_news(
    times: Sequence[TimeMention], lead: Sequence[tuple[int, int]], day: dt.date | None
) -> TimeMention | None:
    """The first day that the lead names, if it is the article's own or just before: the day its news is of."""
    if day is None:
        return None
    for time in times:
        start = time.when.start
        in_lead = any(a <= time.start and time.end <= b for a, b in lead)
        if in_lead and start and time.when.precision == "day" and 0 <= (day - start).days <= _FRESH:
            return time
    return None
