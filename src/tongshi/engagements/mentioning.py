"""From what a cue reports to a mention of a contact, with its status and date, or why it is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tongshi.engagements.contacts import Mention
from tongshi.engagements.cues import CueHit, other_verbs
from tongshi.engagements.dating import UNKNOWN, date_of, told_as_earlier
from tongshi.engagements.frames import Draft
from tongshi.engagements.modality import Judged, Modality
from tongshi.engagements.ranges import day_range, long_gone
from tongshi.engagements.scene import Scene
from tongshi.engagements.sightings import Dismissed
from tongshi.language import is_quoted
from tongshi.records import When
from tongshi.times import TimeMention

#: The lead: a contact reported in the first sentences is what the article is about.
LEAD_SENTENCES = 2
#: Characters between a date and a contact that it can only be the date of: 1971年秘密访中五十周年.
_BESIDE = 4
#: Months of a year, and days of a month, in which its end is still to come.
_FIRST_MONTHS, _FIRST_DAYS = 9, 18
#: Days for which somebody who has set out is on the way.
_JUST_LEFT = 2
#: Statuses that talks as such have no less than a session.
_SETTLED = {"cancelled", "refused", "denied"}
#: Statuses that no passing mention of a journey has.
_AS_SUCH = {"cancelled", "planned"}
#: What a statement quoted word for word settles as well as one reported: 「我们取消了…欧洲之行」.
_FINAL = {"cancelled", "refused"}
#: Statuses of a session that somebody's place in it has, too.
_SOUGHT = {"proposed", "refused", "denied"}
#: Longest name of a meeting that is written in quotation marks.
_NAME_IN_MARKS = 24


def mention_of(
    scene: Scene, hit: CueHit, hits: Sequence[CueHit], draft: Draft, modality: Modality, *, caption: bool, place: int
) -> Mention | Dismissed:
    """What a draft is as a mention of a contact, or why it is none; `place`: its sentence's in the article or item."""
    sentence = (scene.start, scene.end)
    status = Judged("held", *draft.trigger) if draft.before else _told(scene, hit, hits, draft, modality)
    if not draft.before and _came_to_nothing(scene, draft, status, modality):
        return "did not come about"
    prepared = _prepared(scene, draft) if status.status == "held" else None
    if prepared is not None:
        status = Judged("planned", prepared.start(), prepared.end())
    when, time, firm = _own_date(scene, draft) or date_of(scene, draft, status.status, hits)
    if prepared is not None and time is not None and time.end <= _paved_from(scene, draft):
        when, time = UNKNOWN, None  # 2018年立法,为部长访台铺路: the date is of what makes ready
    if draft.wishes and time is not None and time.start >= draft.trigger[1]:
        when, time = UNKNOWN, None  # 感谢某国[去年]捐赠: the date is of the reason
    if why := _why_none(scene, hit, draft, status, when, time, firm=firm):
        return why
    if draft.type == "appointment" and scene.folded.startswith("的", hit.end) and not _career(time, hit):
        when, time = UNKNOWN, None  # 即将离任的国务卿…周二宣布: the date is the announcement's
    brought = scene.grammar.came_of_it.match(scene.folded, draft.trigger[1]) is not None
    if brought and not firm:
        when, time = UNKNOWN, None  # 周五磋商,讨论外长会晤达成的共识
    if draft.again:
        when, time = UNKNOWN, None  # 此次峰会通过的至2027年的预算: what it decided
    told_done = modality.told_done(scene.folded, sentence, draft.trigger)
    if status.status == "held" and time is not None and _comes_after(scene, draft, time, done=told_done and not firm):
        when, time = UNKNOWN, None
    status = _dated(scene, draft, status, when, time, firm=firm)
    if time is not None and _is_the_eves(scene, draft, time):
        when, time = UNKNOWN, None
    if status.status == "proposed" and time is not None and _is_of_wish(scene, draft, status, time):
        when, time = UNKNOWN, None
    opens, closes = scene.clause_of(hit.start)
    at_hand = scene.grammar.this_time.search(scene.folded, opens, closes) is not None
    meets = scene.grammar.to_meet.match(scene.folded, draft.trigger[1]) is not None  # 前往某国，同首相会晤
    known = (draft.type == "visit" and (at_hand or meets)) or (draft.there and not draft.again)  # 今次某国之行
    known = known or draft.before or _is_officials_own(scene, hit, draft, status)
    known = known or (draft.again and any(actor.name for actor in draft.actors))  # 某某在会上说
    if draft.weak and not known and time is None and place >= LEAD_SENTENCES and status.status not in _AS_SUCH:
        return "too weak a word without a date"
    lodged = told_done and scene.grammar.protests.fullmatch(scene.folded, hit.start, hit.end)  # 「已向美方提出交涉」
    quoted = _inside_quotation(scene, hit) and not (draft.voiced or lodged or _told_before_quoting(scene, draft))
    return Mention(
        draft=draft,
        actors=draft.actors,
        status=status,
        when=when,
        when_at=(time.start, time.end) if time else None,
        sentence=sentence,
        index=scene.index,
        caption=caption,
        lead=place < LEAD_SENTENCES,
        place=place,
        site=draft.site,
        firm=firm and time is not None,
        looks_back=draft.before or brought or told_as_earlier(scene, draft, opens),
        years_ago=bool(when.start and scene.day and day_range(when)[1].year < scene.day.year),
        told_done=told_done,
        lands=status.status == "held" and scene.grammar.lands.match(scene.folded, draft.trigger[0]) is not None,
        at_airport=draft.type == "meeting" and scene.grammar.at_airport.search(scene.folded, *sentence) is not None,
        on_visit=scene.grammar.programme.search(scene.folded, scene.start, draft.trigger[0]) is not None,
        one_more=scene.grammar.one_more.search(scene.folded, opens, draft.trigger[0]) is not None,
        at_hand=at_hand,
        once_more=scene.grammar.once_more.search(scene.folded, opens, draft.trigger[1]) is not None,
        anew=status.status == "planned"
        and scene.grammar.planned_anew.search(scene.folded, opens, draft.trigger[1]) is not None,
        long_gone=time is not None and long_gone(when, scene.day),
        to_come=firm and time is not None and _is_to_come(scene, when),
        since=scene.registry.in_office_since(draft.actors, scene.day),
        vague=any(t.kind == "vague" and scene.start <= t.start < hit.start for t in scene.times),
        numbered=bool(scene.grammar.ordinal.search(scene.folded, scene.start, draft.trigger[0])),
        sitting=_is_sitting(scene, draft, time, firm=firm, settled=status.status in _SETTLED),
        founding=not (quoted and status.status not in _FINAL and not _is_told_as_fact(draft, status, time, firm=firm))
        and (status.status != "held" or time is not None or not draft.plural)
        and not draft.again,
    )


#: Offices by which whoever holds one goes nowhere but to see those of another state.
_ENVOYS = frozenset(
    {"head-of-state", "head-of-government", "monarch", "foreign-minister", "foreign-policy-official",
     "deputy-foreign-minister", "defence-minister", "security-adviser", "envoy", "minister", "trade-minister",
     "finance-minister", "deputy-head", "speaker", "organisation-head"}
)  # fmt: skip
#: Characters of a goal that is no state, between somebody and his journey: 刚结束[中东欧四国]之行.
_GOAL = 5


def _is_officials_own(scene: Scene, hit: CueHit, draft: Draft, status: Judged) -> bool:
    """Whether a weak word tells of the journey of one of high office, named right before it: 外长结束欧洲之行."""
    if draft.type != "visit" or hit.cue.fused or status.status != "held":
        return False
    if scene.grammar.stations.match(scene.folded, hit.end):
        return False  # 余下的行程还包括泰国: a part of what is told otherwise
    known = all(actor.name is not None and actor.role in _ENVOYS for actor in draft.actors)
    told = scene.start <= draft.actors[-1].start and draft.actors[-1].end <= hit.start
    said = scene.between(draft.actors[-1].end, hit.start) if told else ","
    return known and "," not in said and scene.names_no_subject(hit.start, _GOAL, draft.actors[-1].end)


def _own_date(scene: Scene, draft: Draft) -> tuple[When, TimeMention | None, bool] | None:
    """The date that is this contact's of several told; unknown for one who went before another with none beside him."""
    time = next((time for time in scene.times if (time.start, time.end) == draft.on), None)
    if time is not None:
        return time.when, time, True
    return (UNKNOWN, None, False) if draft.before else None


def _told(scene: Scene, hit: CueHit, hits: Sequence[CueHit], draft: Draft, modality: Modality) -> Judged:
    """The status by the words around the cue: behind a message stands what it says, behind 就任以来 what came since."""
    since = draft.type == "appointment" and scene.grammar.since_then.match(scene.folded, draft.trigger[1])
    closes = draft.trigger[1] if draft.type == "message" or since else scene.end
    judged = modality.judge(
        scene.folded,
        (scene.start, closes),
        draft.trigger,
        draft.default or hit.cue.default,
        other_verbs(hits, apart_from=hit),
        [actor.name for actor in scene.actors if actor.name],
        of=draft.type,
    )
    # 将是首相就任以来首次会晤: he has taken office, whatever is to come since
    done = bool(since) or scene.grammar.came_of_it.match(scene.folded, draft.trigger[1]) is not None
    return replace(judged, status="held") if done and judged.status == "planned" else judged


def _came_to_nothing(scene: Scene, draft: Draft, status: Judged, modality: Modality) -> bool:
    """Whether the sentence says that it did not take place, or is not planned."""
    sentence = (scene.start, scene.end)
    if status.status == "held" and modality.negated(scene.folded, sentence, draft.trigger):
        return True
    if draft.type == "message" and scene.grammar.yet_to_come.search(scene.folded, scene.start, draft.trigger[0]):
        return True
    return status.status == "planned" and modality.unplanned(scene.folded, sentence, draft.trigger)


def _why_none(
    scene: Scene, hit: CueHit, draft: Draft, status: Judged, when: When, time: TimeMention | None, *, firm: bool
) -> Dismissed | None:
    """Why what is told is no contact that could be told from others; None where it is one."""
    grammar, folded, dated = scene.grammar, scene.folded, time is not None
    if draft.type == "talks":
        ends = grammar.concluding.search(folded, scene.clause_of(hit.start)[0], hit.start)
        resumed = ends and grammar.resumed.match(folded, ends.start()) and firm and _gone_by(scene, draft, when)
        if ends and when.precision != "day" and not resumed:
            return "did not come about"
        told = draft.trigger[0]  # 经过三年的谈判,双方[达成]协议: the agreement, where there is one
        if grammar.in_general.match(folded, draft.trigger[1]) or grammar.habitual.search(folded, told - 6, told):
            return "no date, place or occasion"
    if grammar.as_institution.match(folded, draft.trigger[1]):
        return "only alluded to"
    if not (dated and firm) and _only_told_of(scene, draft, status):
        return "no date, place or occasion"
    if not dated and scene.between(status.start, status.end) == "将" and grammar.disposes.match(folded, status.end):
        return "only alluded to"  # 将人权作为两国峰会的议程
    if hit.cue.past and status.status != "held":
        return "only alluded to"  # 将召开联合记者会: the meeting before it is what is planned
    if draft.type == "appointment" and _called_for(scene, draft, status, dated=dated):
        return "only alluded to"
    if _only_supposed(scene, draft, dated=dated):
        return "only alluded to"
    if draft.type in {"conference", "talks"} and _is_of_years(when):
        return "no date, place or occasion"
    beside = time is not None and firm and draft.trigger[0] - time.end in range(_BESIDE)
    return "only remembered" if grammar.remembered.match(folded, draft.trigger[1]) and not beside else None


def _dated(scene: Scene, draft: Draft, status: Judged, when: When, time: TimeMention | None, *, firm: bool) -> Judged:
    """The status as the date has it: what lies ahead is planned, 11月受邀访问某国 was held once it has gone by."""
    first = when.start if time is None else time.when.start  # of the visit that it takes place on
    ahead = first is not None and scene.day is not None and first > scene.day
    late = firm and time is not None and _is_late_in_it(scene, draft, time)
    to_come = late or (time is not None and _sets_out_for(scene, draft, time))
    if status.status == "held" and (ahead or to_come):
        status = replace(status, status="planned")
    said = status.status == "proposed" and scene.between(status.start, status.end)
    invited = said and scene.grammar.at_their_wish.fullmatch(said)
    settled = said and firm and when.start is not None and scene.grammar.guessed.fullmatch(said)
    resumed = draft.type == "talks" and said and firm and scene.grammar.resumed.fullmatch(said)  # 去年6月重启谈判
    if (invited or settled or resumed) and draft.type != "appointment" and _gone_by(scene, draft, when):
        status = replace(status, status="held")
    if status.status == "proposed" and _of_attendance(scene, draft, status) and when.start is not None:
        status = replace(status, status="held" if _gone_by(scene, draft, when) else "planned")
    eve = scene.grammar.eve.match(scene.folded, draft.trigger[1])
    if draft.type == "appointment" and when.start is None:  # 当选总统就职前
        eve = eve or scene.grammar.still_to_come.match(scene.folded, draft.trigger[1])
    if eve and draft.type == "visit" and scene.grammar.cut_short.match(scene.folded, eve.end()):
        return Judged("cancelled", eve.start(), eve.end())  # 在访台前夕猝逝
    if eve and status.status == "held" and not _gone_by(scene, draft, when):
        return Judged("planned", eve.start(), eve.end())
    return status


def _comes_after(scene: Scene, draft: Draft, time: TimeMention, *, done: bool) -> bool:
    """Whether a day to come is none of a contact told as done: 已抵达首都,峰会将于周五举行; 将于周五结束访问."""
    if time.when.start is None or scene.day is None or time.when.start <= scene.day:
        return False
    to_end = scene.grammar.ends_it.match(scene.folded, time.end, draft.trigger[0])
    return done or bool(to_end and scene.grammar.ahead.search(scene.folded, time.start - _BESIDE, time.start))


def _is_the_eves(scene: Scene, draft: Draft, time: TimeMention) -> bool:
    """Whether a day is that of what was done before a visit, told in a clause before: 29日,在总统访华[前夕]发表宣言."""
    apart = time.end < scene.clause_of(draft.trigger[0])[0]
    of_day = draft.type == "visit" and time.when.precision == "day" and apart
    return of_day and scene.grammar.eve.match(scene.folded, draft.trigger[1]) is not None


def _is_told_as_fact(draft: Draft, status: Judged, time: TimeMention | None, *, firm: bool) -> bool:
    """Whether somebody's words tell of a contact with its sides and its day: 「我周四与马斯通话」."""
    dated = time is not None and firm and time.when.precision in {"day", "month"}
    encounter = draft.type in {"meeting", "call", "talks", "message"}
    return dated and encounter and not draft.plural and status.status in {"held", "planned"}


def _only_told_of(scene: Scene, draft: Draft, status: Judged) -> bool:
    """Whether undated contacts are only counted, 九次访问, or allowed, 允许官员访问, or a place in a session sought."""
    clause, grammar = scene.clause_of(draft.trigger[0]), scene.grammar
    opens = clause[0]
    if draft.type == "appointment":
        return False
    if draft.type == "conference" and draft.organisation:
        invited = scene.between(status.start, status.end).startswith("邀") and any(a.name for a in draft.actors)
        sought = status.status in _SOUGHT and not invited
        return sought and not grammar.summoned.search(scene.folded, *clause)
    counted = grammar.counted.search(scene.folded, opens, draft.trigger[0])
    if draft.type == "conference":
        return counted is not None
    counted = counted or grammar.counted_behind.match(scene.folded, draft.trigger[1])
    nobody = not any(actor.name for actor in draft.actors)
    permits = grammar.permits.search(scene.folded, scene.start, draft.trigger[0]) if nobody else None
    asked = permits is not None and (
        grammar.lets.match(scene.folded, permits.start()) is not None
        and grammar.demands.search(scene.folded, opens, permits.start()) is not None
    )  # 敦促中国允许代表团访问
    return bool(counted or (permits and not asked))


def _called_for(scene: Scene, draft: Draft, status: Judged, *, dated: bool) -> bool:
    """Whether an office is only to be left at somebody's call, 要求总统下台, or a state's head is only supposed."""
    if status.status != "proposed" or draft.candidate:
        return False
    opens = scene.clause_of(draft.trigger[0])[0]
    wanted = draft.leaving and scene.grammar.demands.search(scene.folded, opens, draft.trigger[0])
    return bool(wanted) or (not draft.named and draft.actors[0].role == "head-of-state" and not dated)


def _is_of_years(when: When) -> bool:
    """Whether sessions of several years are told at once: 2009年至2016年参与大会."""
    start, end = when.start, when.end
    return when.precision == "year" and start is not None and end is not None and end.year > start.year


def _only_supposed(scene: Scene, draft: Draft, *, dated: bool) -> bool:
    """Whether an office is only taken should something happen, or a candidate vows what he does not decide yet."""
    opens = scene.clause_of(draft.trigger[0])[0]
    if draft.type == "appointment" and scene.grammar.if_elected.search(scene.folded, scene.start, draft.trigger[0]):
        return True
    if dated:
        return False
    if draft.type == "appointment":
        return scene.grammar.on_condition.search(scene.folded, scene.start, draft.trigger[0]) is not None
    return scene.grammar.once_elected.search(scene.folded, opens, draft.trigger[0]) is not None


def _is_sitting(scene: Scene, draft: Draft, time: TimeMention | None, *, firm: bool, settled: bool) -> bool:
    """Whether talks are told as a session held: with a date or a number, said to be held, or between persons."""
    grammar, clause = scene.grammar, scene.clause_of(draft.trigger[0])
    held = grammar.holds.search(scene.folded, clause[0], clause[1])
    if grammar.sitting_by_wire.fullmatch(scene.folded, *draft.trigger):
        return time is not None or held is not None
    as_such = draft.type == "talks" and grammar.negotiates.fullmatch(scene.folded, *draft.trigger)
    if (time is not None and firm) or settled or not as_such:
        return True
    numbered = grammar.ordinal.search(scene.folded, scene.start, draft.trigger[0])
    return bool(held or numbered) or all(actor.name for actor in draft.actors)


def _gone_by(scene: Scene, draft: Draft, when: When) -> bool:
    """Whether a contact on whose eve something was told is over by the article's day: 1972年访华前夕."""
    if when.start is not None and scene.day is not None:
        return day_range(when)[1] < scene.day
    return scene.grammar.earlier.search(scene.folded, scene.start, draft.trigger[0]) is not None


def _prepared(scene: Scene, draft: Draft) -> re.Match[str] | None:
    """Where the sentence says that something else makes ready for the contact: 为总统访美铺路."""
    if "为" not in scene.between(scene.clause_of(draft.trigger[0])[0], draft.trigger[0]):
        return None
    return scene.grammar.prepares.match(scene.folded, draft.trigger[1])


def _paved_from(scene: Scene, draft: Draft) -> int:
    """Where the words begin that tell what something makes ready for: [为]总统访美铺路."""
    return scene.folded.rfind("为", scene.start, draft.trigger[0])


def _of_attendance(scene: Scene, draft: Draft, status: Judged) -> bool:
    """Whether a wish is that somebody attend a conference, which takes place without him: 邀请各国出席峰会."""
    wished = scene.grammar.attendance.search(scene.folded, status.end, draft.trigger[0])
    return draft.type == "conference" and wished is not None


def _is_late_in_it(scene: Scene, draft: Draft, time: TimeMention) -> bool:
    """Whether a date is the rest or the end of a month or year that is far from over: 本月底在峰会期间的会晤."""
    start, day = time.when.start, scene.day
    if start is None or day is None or start.year != day.year:
        return False
    opens = scene.clause_of(draft.trigger[0])[0]
    if scene.grammar.already.search(scene.folded, opens, draft.trigger[0]):
        return False
    if not scene.grammar.late_in_it.search(scene.folded, time.start, time.end):
        return False
    if time.when.precision == "year":
        return day.month <= _FIRST_MONTHS
    return time.when.precision == "month" and start.month == day.month and day.day <= _FIRST_DAYS


def _sets_out_for(scene: Scene, draft: Draft, time: TimeMention) -> bool:
    """Whether somebody has only just set out for the contact: 周二启程前往亚洲,出席峰会."""
    start = time.when.start
    if draft.type not in {"conference", "meeting", "talks"} or start is None or scene.day is None:
        return False
    just = time.when.precision == "day" and abs((scene.day - start).days) <= _JUST_LEFT
    return just and scene.grammar.sets_out.search(scene.folded, time.end, draft.trigger[0]) is not None


def _is_of_wish(scene: Scene, draft: Draft, status: Judged, time: TimeMention) -> bool:
    """Whether a day gone by is that on which the contact was wished for: 周一表达了恢复对话的愿望."""
    start = time.when.start
    if draft.type == "appointment" or time.when.precision != "day" or start is None:
        return False
    said = status.start != draft.trigger[0]  # 周二求见总统: the word itself is one of wishing
    return said and scene.day is not None and start <= scene.day and time.end <= min(status.start, draft.trigger[0])


def _is_to_come(scene: Scene, when: When) -> bool:
    """Whether a date lies wholly ahead of the article's day."""
    return when.start is not None and scene.day is not None and when.start > scene.day


def _career(time: TimeMention | None, hit: CueHit) -> bool:
    """A year before 担任, or a day right before 就任, dates the office, whatever follows."""
    return time is not None and time.end <= hit.start and (time.when.precision == "year" or hit.start - time.end <= 2)


def _inside_quotation(scene: Scene, hit: CueHit) -> bool:
    """Whether somebody's words hold the cue; a name in marks, 「四方安全对话」, is nobody's words."""
    folded = scene.folded
    if "”" in scene.between(hit.start, hit.end):
        return False  # 「2+2」[会谈]
    gloss = scene.grammar.in_brackets.match(folded, hit.end)
    if (
        folded.startswith(("”", "会议”"), gloss.end() if gloss else hit.end)
        and hit.end - folded.rfind("“", scene.start, hit.start) <= _NAME_IN_MARKS
    ):
        return False
    return is_quoted(folded, hit.start, scene.start)


def _told_before_quoting(scene: Scene, draft: Draft) -> bool:
    """Whether the sentence itself tells who did it to whom, and somebody's words only say what: 向印方「提出交涉」."""
    opened = scene.folded.rfind("“", scene.start, draft.trigger[0])
    own = all(scene.start <= actor.start and actor.end <= opened for actor in draft.actors)
    return draft.type == "message" and own and opened >= 0
