"""One report of several contacts alike: on each of several dates, or by those who went before."""

from __future__ import annotations

from dataclasses import replace

from tongshi.engagements.frames.drafts import Draft
from tongshi.engagements.frames.parties import VOICES, crosses
from tongshi.engagements.scene import Scene
from tongshi.records import Actor
from tongshi.times import TimeMention

#: What may be told on several dates with one word: no conference, which has a name, and no office.
_REPEATED = {"visit", "meeting"}
#: Characters between the last of several dates and what was done on each.
_REACH = 24
#: Characters between a date and the one who went before on it: [2005年]连战.
_BESIDE = 1


def repeated(scene: Scene, draft: Draft) -> tuple[Draft, ...]:
    """The contacts that one draft stands for: on each of its dates, and by those who went before, 继A之后."""
    return (*_on_each_date(scene, draft), *(_gone_before(scene, draft) if draft.type == "visit" else ()))


def _on_each_date(scene: Scene, draft: Draft) -> tuple[Draft, ...]:
    """曾在2018和2019年两度访问: one for each date that is told with 和, where they are counted or years."""
    dates = _listed(scene, draft.trigger[0])
    if draft.type not in _REPEATED or draft.plural or len(dates) < 2 or _shared_out(scene, draft):
        return (draft,)
    said = scene.between(dates[-1].end, draft.trigger[0])
    many = scene.grammar.time_and_again.search(said) or all(time.when.precision == "year" for time in dates)
    if not many or len(said) > _REACH or scene.grammar.spoken.search(said):
        return (draft,)
    return tuple(replace(draft, on=(time.start, time.end)) for time in dates)


def _shared_out(scene: Scene, draft: Draft) -> bool:
    """Whether the dates may be one for each of several persons: 甲与乙分别于8月及9月访问."""
    return any(len(group) > 1 and set(group) & set(draft.actors) for group in scene.left_of(draft.trigger[0]))


def _listed(scene: Scene, position: int) -> tuple[TimeMention, ...]:
    """The last dates before `position` in its clause that 和 joins, each another."""
    opens = scene.clause_of(position)[0]
    before = [time for time in scene.times if opens <= time.start and time.end <= position and time.when.start]
    run: list[TimeMention] = []
    for time in reversed(before):
        joined = not run or scene.grammar.joins_dates.fullmatch(scene.folded, time.end, run[0].start)
        if not joined or (run and time.when.precision != run[0].when.precision) or time.when.precision == "unknown":
            break
        run.insert(0, time)
    starts = [time.when.start for time in run]
    return tuple(run) if len(set(starts)) == len(starts) and all(time.when.end is None for time in run) else ()


def _gone_before(scene: Scene, draft: Draft) -> tuple[Draft, ...]:
    """继[A]之后,第二位访问某国的部长: each of those named there went before, on the day told beside him if any."""
    found = scene.grammar.following_whom.search(scene.folded, scene.start, draft.trigger[0])
    if found is None or not draft.hosts or draft.region:
        return ()
    first, last = found.span("whom")
    those = [actor for actor in scene.actors if first <= actor.start and actor.end <= last and _travels(actor, draft)]
    ends = those and those[-1].end == last  # not 继A访问某国后,发言人表示
    if not ends or crosses(scene, first, last) or not scene.names_no_subject(last, since=first):
        return ()
    return tuple(
        replace(
            draft,
            actors=(actor,),
            polities=tuple(dict.fromkeys(code for code in (actor.polity, *draft.hosts) if code)),
            before=True,
            ranked=False,
            on=next(((t.start, t.end) for t in scene.times if 0 <= actor.start - t.end <= _BESIDE), None),
        )
        for actor in those
    )


def _travels(actor: Actor, draft: Draft) -> bool:
    """Whether somebody told as one who went before may have: a person of another state than the host."""
    able = actor.kind == "person" and actor.role not in VOICES and actor.polity not in {None, *draft.hosts}
    return able and actor.start not in {other.start for other in draft.actors}
