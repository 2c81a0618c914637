"""Which of a sentence's dates is the contact's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from tongshi.engagements.belonging import (
    is_anothers,
    is_anothers_deed,
    is_no_date_of_its_own,
    is_of_a_career,
    is_of_an_object,
    is_of_another,
    is_of_the_described,
    is_of_the_leg_before,
    is_of_what_follows,
    is_of_words,
)
from tongshi.engagements.cues import CueHit
from tongshi.engagements.frames import Draft
from tongshi.engagements.scene import Scene
from tongshi.language import is_quoted
from tongshi.records import Status, When
from tongshi.times import TimeMention
from tongshi.times.numerals import number

#: A date of this rank or higher belongs to something else in the sentence.
_NOT_ITS_OWN = 4
#: That of a date in a clause behind the cue's.
_NEXT = 3
#: Characters between a cue and a date behind it within which they go together, and between a date and its verb.
_FAR, _VERB = 30, 8
#: Sentences back to the time that 届时 means.
_BACK = 3
#: Days for which a day named in the lead is the day of the news.
_FRESH = 3
UNKNOWN = When()


def date_of(
    scene: Scene, draft: Draft, status: Status = "held", hits: Sequence[CueHit] = ()
) -> tuple[When, TimeMention | None, bool]:
    """The contact's date, the words it was read from, and whether they stand in the cue's own clause.

    `hits` are the cues of the sentence: a date beside another contact may be that one's only.

    Unknown where the sentence has none; the article's day only tells the month of what is told as of now.

    Nearest before the cue in its clause, then after it in its clause, then before it in the sentence;
    a date that belongs to a verb of speech counts last.
    """
    trigger = draft.trigger
    if own := _own_of_several(scene, draft):
        return own.when, own, True
    if (eve := _on_its_eve(scene, draft)) and eve.when.start:
        return When(start=eve.when.start + dt.timedelta(days=1), precision="day"), eve, True
    ranked = [
        (*place, time) for time in scene.times
        if (place := _place(scene, draft, time))
        and not (place[0] > 1 and is_anothers(scene, draft, status, time, hits))
        and not (status == "held" and is_of_what_follows(scene, draft, time))
    ]  # fmt: skip
    rank, _, best = min(ranked, key=lambda item: item[:2], default=(_NOT_ITS_OWN, 0, None))
    own = best if rank < _NOT_ITS_OWN else None
    if status == "held" and (first := _first_of_its_days(scene, draft, own)):
        return first, own, True
    if best is None or rank >= _NOT_ITS_OWN:
        if beneath := _in_brackets(scene):
            return beneath.when, beneath, True
        if (draft.named or (draft.announced and status == "held")) and (announced := _announced(scene, draft)):
            return announced.when, announced, True
        if draft.type == "appointment":  # 这是他上任后的首次访问; 届时新任首相将出席
            return _about_now(scene, draft, status), None, False
        told = _taken_up(scene) or _by_then(scene, draft, status)
        if told is None:
            return _about_now(scene, draft, status), None, False
        lasts = told.when.end is not None and draft.type in {"meeting", "call"}  # on one of several days
        return (_month_of(told.when) if lasts else told.when), told, False
    if best.when.precision == "year":
        beside = (time for rank, _, time in ranked if rank == 1 or (rank == _NEXT and _is_set_for(scene, draft, time)))
        best = next((time for time in beside if _is_finer(time.when, best.when)), best)
    when = best.when
    if scene.grammar.some_day_of.search(scene.between(best.start, best.end)):
        when = replace(when, end=None)  # on a day of it
    elif _is_of_a_day_around(scene, draft, best):
        when = _month_of(when)
    elif draft.type == "visit" and when.precision == "day" and when.end is None:
        when = _ended(scene, best, trigger) or replace(when, end=_last_day(scene, best))
    elif draft.type in {"meeting", "talks"} and _is_a_visits(scene, best, draft.trigger, status):
        when = _month_of(when)
    return when, best, rank <= 1


def _place(scene: Scene, draft: Draft, time: TimeMention) -> tuple[int, int] | None:
    """How near a date stands to the cue, the lower the nearer; None where it dates something else."""
    grammar, folded, trigger = scene.grammar, scene.folded, draft.trigger
    if is_no_date_of_its_own(scene, draft, time) or is_of_words(scene, draft, time):
        return None
    clause = scene.clause_of(trigger[0])
    if is_of_another(scene, clause, time) or is_of_the_described(scene, draft, clause, time):
        return None
    if time.end <= trigger[0]:
        between = scene.between(time.end, trigger[0])
        opening = clause[0] if folded.startswith("的", trigger[1]) else scene.opening(clause[0])  # 会见到访[的]部长
        rank = 0 if time.start >= opening else 2
        if draft.ranked and grammar.ranked_since.search(between):
            return None  # 3月生效后,首位访台的部长
        since = grammar.first_after.search(between) if time.when.precision != "day" else None
        if since and not any(time.end < other.start < time.end + since.start() for other in scene.times):
            return None  # 2014年后,首位部长访台; not 1979年,1949年以来首位议员访华
        if is_of_the_leg_before(scene, draft, time) or is_of_a_career(scene, time, trigger[0]):
            return None
        own = scene.between(max(time.end, clause[0]), trigger[0])  # 今天就访台一事回应
        matter = ("就" in own or "针对" in own) and grammar.a_matter.match(folded, trigger[1], scene.end) is not None
        view = "对" in own and grammar.viewed.match(folded, trigger[1], scene.end) is not None
        spoken = matter or view or grammar.told_on.search(between) or _spoken(scene, between)
        spoken = spoken or (draft.type == "visit" and grammar.takes_sides.search(between) is not None)
        return (_NOT_ITS_OWN if spoken else rank), trigger[0] - time.end
    if time.start < trigger[1] or grammar.afterwards.match(folded, trigger[1]) or is_of_an_object(scene, draft, time):
        return None  # 访问英国后周四返国
    between = scene.between(trigger[1], time.start)
    rank = 1 if time.end <= clause[1] else 3
    if rank == 3 and ";" in between:
        return None  # 曾款待他;今年6月拒绝出席
    if rank == 3 and (grammar.thereafter.search(between) or grammar.before_that.search(between)):
        return None  # 会晤首相之后,今天抵达丹麦; 将举行会晤,此前双方在周一通话
    if rank == 3 and draft.type not in {"visit", "appointment"} and grammar.next_deed.search(between):
        return None  # 会晤首相,并于周三演讲
    if is_anothers_deed(scene, draft, time) or (rank == 3 and grammar.deed_before.match(folded, time.end, scene.end)):
        return None
    apart = _spoken(scene, between) or grammar.discussed.search(between) or len(between) > _FAR
    told = rank == 3 or grammar.ahead.search(folded, clause[0], trigger[0])
    if apart or (told and _spoken(scene, scene.between(time.end, min(time.end + _VERB, scene.end)))):
        rank += 3  # 访欧之前,发言人24日表示; 即将访欧的外长24日表示
    return rank, time.start - trigger[1]


def _first_of_its_days(scene: Scene, draft: Draft, time: TimeMention | None) -> When | None:
    """The day on which a visit or a session began of which some later day is told: 访台第三天, by the article's day."""
    if draft.type not in {"visit", "conference", "talks"}:
        return None
    nth = scene.grammar.nth_day.match(scene.folded, draft.trigger[1], scene.end)
    told = scene.day if time is None else time.when.start
    if nth is None or told is None or (time is not None and (time.when.precision != "day" or time.when.end)):
        return None
    return When(start=told - dt.timedelta(days=(number(nth[1]) or 1) - 1), precision="day")


def _in_brackets(scene: Scene) -> TimeMention | None:
    """The day in brackets right behind the sentence, as captions have it: 两人会面。(2020年8月20日)."""
    bracket = scene.grammar.dated_caption.match(scene.folded, scene.end)
    if bracket is None:
        return None
    inside = (t for t in scene.times_in(scene.index + 1) if bracket.start() <= t.start and t.end <= bracket.end())
    return next((time for time in inside if time.when.precision == "day"), None)


def _announced(scene: Scene, draft: Draft) -> TimeMention | None:
    """The day on which somebody is named or dismissed, whatever verb of speech stands between: 23日宣布任命.

    So is that of a list of names, 23日宣布人选,包括提名某某; a month is where no day is told, 8月底宣布辞职.
    """
    trigger, clause = draft.trigger[0], scene.clause_of(draft.trigger[0])
    if scene.grammar.hearing.search(scene.folded, *clause):
        return None  # 11日在就他被提名举行的听证会上发言
    days = [t for t in scene.times if t.when.precision == "day" and t.end <= trigger]
    if days and (clause[0] <= days[-1].start or scene.grammar.announces.search(scene.between(days[-1].end, trigger))):
        return days[-1]
    months = (t for t in scene.times if t.when.precision == "month" and clause[0] <= t.start and t.end <= trigger)
    return next(months, None) if not days or days[-1].end < clause[0] else None


def _on_its_eve(scene: Scene, draft: Draft) -> TimeMention | None:
    """The day before the contact, where that is told right behind it: 卸任前一天(19日), 就职的前一晚,1月19日."""
    eve = scene.grammar.day_before.match(scene.folded, draft.trigger[1], scene.end)
    if eve is None:
        return None
    days = [time for time in scene.times if time.when.precision == "day" and time.kind != "anchor"]
    return days[0] if len({time.when.start for time in days}) == 1 else None


def _own_of_several(scene: Scene, draft: Draft) -> TimeMention | None:
    """Of 甲与乙分别于8月及9月访问 the date of the one whose visit it is."""
    if len(draft.actors) != 1:
        return None
    group = next((group for group in scene.groups if draft.actors[0] in group), ())
    clause = scene.clause_of(draft.trigger[0])
    apart = scene.grammar.apart.search(scene.folded, clause[0], draft.trigger[0])
    if len(group) < 2 or apart is None or apart.start() < group[-1].end:
        return None
    times = [t for t in scene.times if apart.end() <= t.start and t.end <= draft.trigger[0] and t.when.start]
    return times[group.index(draft.actors[0])] if len(times) == len(group) else None


def _taken_up(scene: Scene) -> TimeMention | None:
    """The day of the sentence before for one that takes up what it told: 周一…签署仪式。该备忘录由双方签署."""
    if scene.index == 0 or not scene.grammar.takes_up.match(scene.folded, scene.start):
        return None
    before = [t for t in scene.times_in(scene.index - 1) if t.when.precision == "day"]
    same = {t.when.start for t in before}
    spoken = any(_spoken(scene, scene.between(t.end, t.end + _VERB)) for t in before)
    return before[0] if len(same) == 1 and not spoken else None


def _by_then(scene: Scene, draft: Draft, status: Status) -> TimeMention | None:
    """The time to come told last before what is to take place then: 峰会将于11月举行。[届时]两国首脑将会晤."""
    opens = scene.clause_of(draft.trigger[0])[0]
    if (
        status != "planned"
        or scene.day is None
        or not scene.grammar.by_then.search(scene.folded, opens, draft.trigger[0])
    ):
        return None
    for index in range(scene.index, max(scene.index - _BACK, 0) - 1, -1):
        times = (time for time in reversed(scene.times_in(index)) if time.end <= opens)
        told = next((time for time in times if time.when.precision in {"day", "month"}), None)
        if told is not None and told.when.start is not None:
            return told if told.when.start > scene.day else None
    return None


def _about_now(scene: Scene, draft: Draft, status: Status) -> When:
    """The month of the article for an undated visit that is under way, or a contact called off at the last minute.

    So it is for one to come in some days. One that is in session, 正举行会谈, is of the article's day.
    """
    if scene.day is None:
        return UNKNOWN
    before = scene.between(scene.clause_of(draft.trigger[0])[0], draft.trigger[0])
    behind = scene.between(draft.trigger[1], scene.clause_of(draft.trigger[0])[1])
    going_on = draft.type == "visit" and (
        _is_under_way(scene, draft) or scene.grammar.just_over.search(before) or scene.grammar.last_leg.search(behind)
    )
    sentence = scene.between(scene.start, scene.end)
    soon = status == "planned" and scene.grammar.soon.search(sentence)
    if draft.type in {"meeting", "conference"} and status == "held" and scene.grammar.in_session.search(before):
        return When(start=scene.day, precision="day")
    if going_on or soon or scene.grammar.last_minute.search(sentence):
        return When(start=scene.day.replace(day=1), precision="month")
    return UNKNOWN


def _is_under_way(scene: Scene, draft: Draft) -> bool:
    """Whether a visit is told as going on; not what he who is on one is told to do, 正在访日的外长[邀请总理访华]."""
    start, opens = draft.trigger[0], scene.clause_of(draft.trigger[0])[0]
    since = scene.grammar.under_way.search(scene.folded, opens, start)
    if since is None:
        return False
    described = (actor for actor in scene.actors if since.end() < actor.start < start)
    return not any("的" in scene.between(since.end(), actor.start) for actor in described)


def _is_a_visits(scene: Scene, time: TimeMention, trigger: tuple[int, int], status: Status) -> bool:
    """Whether the day before a meeting is that of the visit it takes place on.

    So are several days, 6日至8日访问东京,会见首相, and the day on which a visit is to begin: 9日访台,将会见总统.
    """
    start = time.when.start
    if time.when.precision != "day" or start is None:
        return False
    ahead = status in {"planned", "proposed"} or (scene.day is not None and start > scene.day)
    own = scene.clause_of(trigger[0])
    between = scene.between(time.end, trigger[0])
    # 当天将访青瓦台,会见总统, but 当晚转往韩国,其间将会见总统
    same_day = time.kind == "anchor" and not scene.grammar.meanwhile.search(between)
    same_day = same_day or scene.grammar.same_day.search(scene.between(time.end, own[1])) is not None
    begins = ahead and time.end <= own[0] and time.start < scene.opening(own[0]) and not same_day
    return bool(time.when.end or begins) and scene.grammar.staying.search(between) is not None


def _last_day(scene: Scene, arrival: TimeMention) -> dt.date | None:
    """The last day of a stay told behind the arrival: 周日抵达,周一起访问三天."""
    first = arrival.when.start
    for time in scene.times:
        start, last = time.when.start, time.when.end
        if time.start >= arrival.end and first and start and last and time.when.precision == "day":
            return last if 0 <= (start - first).days <= 1 else None
    return None


def _ended(scene: Scene, last: TimeMention, trigger: tuple[int, int]) -> When | None:
    """The days of a stay told of on its last, with its length: 25日结束为期两天的访问."""
    stay = scene.grammar.ended.search(scene.between(last.end, trigger[0]))
    if stay is None or last.when.start is None:
        return None
    days = number(stay[1].replace("两", "二")) or 1
    return replace(last.when, start=last.when.start - dt.timedelta(days=days - 1), end=last.when.start)


def _is_set_for(scene: Scene, draft: Draft, time: TimeMention) -> bool:
    """Whether the clause behind a session opens with its day: 今年的峰会,[将于6月28日]举行."""
    return draft.type == "conference" and scene.grammar.set_for.fullmatch(scene.folded, draft.trigger[1], time.start)


def _is_finer(fine: When, year: When) -> bool:
    """Whether one date of a clause says more exactly when in the year that another gives: 今年…将于5月登场."""
    if fine.precision == "year" or fine.start is None or year.start is None:
        return False
    return fine.start.year == year.start.year


def _is_of_a_day_around(scene: Scene, draft: Draft, time: TimeMention) -> bool:
    """Whether on a day somebody only sets out for the contact, or attends what he came for.

    周二启程,将出席峰会; 周日启程出访,[行程]中将过境某国; 访台,[出席]19日的仪式.
    """
    of_visit = draft.type == "visit"
    if of_visit and scene.grammar.attending.search(scene.between(draft.trigger[1], time.start)):
        return True
    if scene.grammar.sets_out.search(scene.between(time.end, draft.trigger[0])) is None:
        return False
    own = scene.between(scene.clause_of(draft.trigger[0])[0], draft.trigger[0])
    return not of_visit or (time.end <= draft.trigger[0] and scene.grammar.programme.search(own) is not None)


def _month_of(when: When) -> When:
    """The month of a day, for what takes place on one of the days around it; a vaguer date as it is."""
    day = when.start
    return when if day is None or when.precision != "day" else When(start=day.replace(day=1), precision="month")


def _spoken(scene: Scene, between: str) -> bool:
    """Whether what stands between a date and a cue makes the date that of speaking; not what brackets say aside.

    Nor what came before, 14日[在取消访问后]通话.
    """
    grammar = scene.grammar
    between = grammar.done_first.remove(grammar.in_brackets.remove(between))
    return grammar.spoken.search(between) is not None or grammar.wire.search(between) is not None


def told_as_earlier(scene: Scene, draft: Draft, opens: int) -> bool:
    """Whether the clause tells of the contact as something earlier: 曾访美; 访美时曾保证."""
    behind = scene.grammar.once_then.match(scene.folded, draft.trigger[1])
    return behind is not None or scene.grammar.earlier.search(scene.folded, opens, draft.trigger[0]) is not None


def day_of_news(
    folded: str, times: Sequence[TimeMention], lead: Sequence[tuple[int, int]], day: dt.date | None
) -> TimeMention | None:
    """The first day that the lead names, if it is the article's own or just before: the day its news is of.

    Not one in words that are quoted: 歌词唱道“假如战争[今天]爆发”.
    """
    if day is None:
        return None
    fresh = [
        time for time in times
        if any(a <= time.start and time.end <= b and not is_quoted(folded, time.start, a) for a, b in lead)
        and time.when.start and time.when.precision == "day" and 0 <= (day - time.when.start).days <= _FRESH
    ]  # fmt: skip
    return max(fresh, key=lambda time: time.when.start or day, default=None)
