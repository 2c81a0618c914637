"""What is known of who held an office from when until when, beside what a sentence says of it."""

from __future__ import annotations

import datetime as dt

from tongshi.engagements.cues import CueHit
from tongshi.engagements.scene import Scene
from tongshi.records import Actor, When

#: Offices whose holders name others, and days between an election and its winner's first in office.
_HEADS = {"head-of-state", "head-of-government"}
_ELECT = dt.timedelta(days=120)
#: Days by which a text may be off the registry's first or last day in office, and for which somebody may say before
#: that he leaves.
_ABOUT, _NOTICE = dt.timedelta(days=2), dt.timedelta(days=92)
#: Days around a first day in office in which it need not be dated, and characters between an office and its taker.
_OF_LATE, _BEFORE_IT = dt.timedelta(days=80), 4


def dated(scene: Scene, start: int, end: int, *, to_the_day: bool = False) -> bool:
    """Whether a date begins in `[start, end]`."""
    return any(
        time.when.start and start <= time.start <= end and (not to_the_day or time.when.precision == "day")
        for time in scene.times
    )


def is_elect(scene: Scene, left: list[Actor]) -> bool:
    """Whether whoever names somebody has yet to take office himself: a president-elect proposes."""
    agent = next((actor for actor in left if actor.kind == "person"), None)
    if agent is None or scene.day is None:
        return False
    known = scene.registry.people.get(agent.person)
    heads = [t for t in known.tenures if t.role in _HEADS and t.since] if known else []
    held = any(tenure.covers(scene.day) for tenure in heads)
    coming = any(tenure.since and dt.timedelta() < tenure.since - scene.day < _ELECT for tenure in heads)
    return agent.mark == "designate" or (coming and not held)


def is_of_a_tenure(scene: Scene, person: Actor, hit: CueHit) -> bool:
    """Whether the clause's date is the first, or last, of an office of that person's: 拜登1月就任, 李登辉2000年卸任."""
    known = scene.registry.people.get(person.person)
    clause = scene.clause_of(hit.start)
    told = [t.when for t in scene.times if t.when.start and scene.opening(clause[0]) <= t.start < clause[1]]
    resigns = scene.grammar.resigns.fullmatch(scene.folded, hit.start, hit.end)
    days = [
        tenure.until if hit.cue.leaving else tenure.since
        for tenure in (known.tenures if known else ())
        if tenure.role in scene.registry.policy_roles or tenure.title in scene.registry.policy_titles
    ]
    return any(day is not None and _is_about(when, day, ahead=resigns) for day in days for when in told)


def first_day_about(scene: Scene, hit: CueHit) -> dt.date | None:
    """The first day of an office, if it is about that of the article and the office stands behind its word.

    So what is told by it is known to be held, or to come: 这是拜登[就任美国总统]后首次会晤.
    """
    word = scene.between(hit.start, hit.end)
    if not (scene.grammar.becomes.fullmatch(word) or scene.grammar.in_his_place.fullmatch(word)):
        return None
    taker = next((a for a in reversed(scene.actors) if a.end <= hit.start), None)
    taken = next((a for a in scene.actors if a.start >= hit.end), None)
    known = scene.registry.people.get(taker.person) if taker else None
    if taker is None or taken is None or known is None or scene.day is None:
        return None
    near = hit.start - taker.end <= _BEFORE_IT and taker.start >= scene.clause_of(hit.start)[0]
    if not near or taken.start - hit.end > _BEFORE_IT:
        return None
    days = [t.since for t in known.tenures if t.role in _HEADS and t.since]
    return next((day for day in days if abs(day - scene.day) <= _OF_LATE), None)


def _is_about(when: When, day: dt.date, *, ahead: bool) -> bool:
    """Whether a date is that day, its month or its year; with `ahead` up to three months before it, too."""
    start = when.start
    if start is None:
        return False
    if ahead and dt.timedelta() <= day - start <= _NOTICE:
        return True
    if when.precision == "year":
        return start.year == day.year
    return abs(start - day) <= _ABOUT if when.precision == "day" else (start.year, start.month) == (day.year, day.month)
