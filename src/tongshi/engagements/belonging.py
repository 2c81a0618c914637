"""Whether a date in a contact's sentence is that of something else: what it belongs to is told there, too."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tongshi.engagements.cues import CueHit
from tongshi.engagements.frames import Draft
from tongshi.engagements.scene import Scene
from tongshi.language import is_quoted
from tongshi.records import Status, When
from tongshi.times import TimeMention

_CENTURY = 99  # years from its first to its last
#: Years ahead by which a contact is told of; a year further on alone is that of a goal, an election, a term.
_AHEAD = 1
#: Characters behind an attribute within which the one begins whom it describes: 会面[的印度前]总统.
_DESCRIBED = 4
#: Behind a year from which on something is to be.
_FROM_THEN_ON = ("后", "之后", "以后")
#: Characters before a date within which a word says that something lasts until then.
_LASTING = 8


def is_no_date_of_its_own(scene: Scene, draft: Draft, time: TimeMention) -> bool:
    """Whether a date only counts, sets a limit, or is that of a document, a vote, a description beside it."""
    grammar, folded, start, trigger = scene.grammar, scene.folded, time.when.start, draft.trigger
    if time.kind == "vague" or start is None or _is_an_age(time.when):
        return True
    if folded.startswith("就", time.start - 1) and folded.startswith(_FROM_THEN_ON, time.end):
        return True  # 就[2021年]后分担军费磋商: what they talk about
    counted = trigger[1] <= time.start or time.when.precision != "day"  # but 他讲话的前一天,两人通话
    of_it = folded.startswith("的", time.start - 1) and counted
    if time.kind == "anchor" and (of_it or time.start == trigger[1]):
        return True  # 会面[的当天], 就职[当天]: counted from the contact
    if _is_of_what_was_before(scene, draft, time) or _is_the_last(scene, trigger, time):
        return True
    if time.when.precision == "year" and grammar.year_itself.match(folded, time.end):
        return True
    if time.when.precision == "year" and scene.day is not None:
        ahead = start.year - scene.day.year
        if ahead > _AHEAD:
            return True  # 2030年前达到峰值: a goal
        if ahead == 0 and grammar.year_of.match(folded, time.end):
            return True  # 今年首次出访 counts, 2006年首次出任 dates
    if time.when.precision == "day" and grammar.deadline.match(folded, time.end):
        return True  # 不会在3月1日前会面
    vote = time.when.precision == "day" and grammar.dates_vote.match(folded, time.end)
    if vote and not (time.end <= trigger[0] < vote.end()):
        return True  # 11月3日大选
    described = grammar.describes.match(folded, time.end)
    return described is not None and not (time.end <= trigger[0] < described.end())


def _is_of_what_was_before(scene: Scene, draft: Draft, time: TimeMention) -> bool:
    """Whether a contact is only told as after, or before, what a date is that of: 1979年[断交以来]首次访台.

    But 1月[访美]以来 dates the visit, 2016年[上台]后 the office taken, and 今年以来会晤 is of this year.
    """
    trigger = draft.trigger
    since = scene.grammar.since.match(scene.folded, time.end) or _counted_from(scene, time)
    if since is None or _held_since(scene, draft, since.end()):
        return False
    if (
        time.kind == "relative"
        and scene.folded.startswith("以来", time.end)
        and time.when.precision in {"year", "month"}
    ):
        return False
    within = time.end <= trigger[0] < trigger[1] <= since.end()
    return not (within and since[0].endswith(("以来", "后", "前")))


def _counted_from(scene: Scene, time: TimeMention) -> re.Match[str] | None:
    """What began on a date from which something is counted: [自从]英国1月[退欧后],谈判停滞."""
    before = scene.between(scene.clause_of(time.start)[0], time.start)
    if "自" not in before or scene.grammar.counting_from.search(before) is None:
        return None
    return scene.grammar.begun_then.match(scene.folded, time.end)


def _held_since(scene: Scene, draft: Draft, since: int) -> bool:
    """Whether an office has been held since then, and was taken so: 自2009年以来[一直]担任大使."""
    taken = draft.type == "appointment" and not draft.leaving
    return taken and scene.grammar.ever_since.fullmatch(scene.folded, since, draft.trigger[0])


def _is_the_last(scene: Scene, trigger: tuple[int, int], time: TimeMention) -> bool:
    """Whether a date is the last day of what goes on: 会议持续[到]12日; not 影响持续到2月他访美."""
    if not scene.folded.startswith(("到", "至"), time.start - 1):
        return False
    if scene.clause_of(trigger[0])[0] <= time.start < trigger[0]:
        return False
    before = scene.between(max(scene.start, time.start - _LASTING), time.start)
    return scene.grammar.lasts_until.search(before) is not None


def _is_an_age(when: When) -> bool:
    """A century, as of 21世纪最重要的会晤, says how great a thing was, not when."""
    if when.start is None or when.end is None or when.precision != "year":
        return False
    return when.end.year - when.start.year >= _CENTURY


def is_of_words(scene: Scene, draft: Draft, time: TimeMention) -> bool:
    """Whether a date is in somebody's words and the contact is not: 歌词唱道“假如风暴[今天]来临”,两人会面."""
    if time.end <= draft.trigger[0]:
        return scene.grammar.closes_quotation.search(scene.between(time.end, draft.trigger[0])) is not None
    return is_quoted(scene.folded, time.start, draft.trigger[1])


def is_of_an_object(scene: Scene, draft: Draft, time: TimeMention) -> bool:
    """Whether a date behind the cue only describes what is spoken of: 会谈,以结束[上周日爆发的]战斗."""
    if time.start < draft.trigger[1] or not scene.grammar.describes_a_thing.match(scene.folded, time.end):
        return False
    opens = max(scene.clause_of(time.start)[0], draft.trigger[1])
    return scene.grammar.takes_an_object.search(scene.between(opens, time.start)) is not None


def is_anothers(scene: Scene, draft: Draft, status: Status, time: TimeMention, hits: Sequence[CueHit]) -> bool:
    """Whether a date of another clause is only that of what its own clause tells.

    周一启程访欧后,将转往冰岛: the second leg is later; 周五首次对话,此前曾通话: the call is earlier;
    早前访美,今日总结: so is the visit;
    本周访美,预示他将接任: nobody takes office by travelling; A峰会落幕,B峰会21日登场: each has its own days.
    """
    trigger, clause = draft.trigger, scene.clause_of(draft.trigger[0])
    own = scene.between(clause[0], trigger[0])
    if scene.grammar.earlier_still.search(own):
        return True
    if time.end <= trigger[0]:
        onward = scene.grammar.onward.search(own) is not None
        if onward and scene.grammar.thereafter.search(scene.between(time.end, clause[0])):
            return True
        if ";" in scene.between(time.end, clause[0]) and _has_its_own_time(scene, draft, status, time):
            return True
    beside = scene.clause_of(time.start)
    others = {hit.cue.type for hit in hits if beside[0] <= hit.start < beside[1] and hit.start != trigger[0]}
    if draft.type == "appointment":
        start, gone = time.when.start, scene.day
        if start and gone and start < gone and time.when.precision == "year" and scene.grammar.ahead.search(own):
            return start.year < gone.year  # 他即将成为总统,一段2011年的视频: what is to come was not then
        return bool(others & {"visit", "meeting", "call", "conference", "talks"})
    return draft.type == "conference" and time.start >= clause[1] and "conference" in others


def _has_its_own_time(scene: Scene, draft: Draft, status: Status, time: TimeMention) -> bool:
    """Whether a contact behind a semicolon is to come, or a visit under way, whatever was done on the day before it.

    外交部今天发表声明;两国将举行对话; 议长昨天抵台;目前正在德国访问的外长对此表示不满.
    """
    start = time.when.start
    if time.when.precision != "day" or start is None or scene.day is None or start > scene.day:
        return False
    own = scene.between(scene.clause_of(draft.trigger[0])[0], draft.trigger[0])
    return status in {"planned", "proposed"} or (
        draft.type == "visit" and scene.grammar.under_way.search(own) is not None
    )


def is_of_the_leg_before(scene: Scene, draft: Draft, time: TimeMention) -> bool:
    """Whether a day is that of the journey that a visit only comes after: 周一抵缅访问,其后将访孟."""
    if draft.type != "visit" or time.when.precision != "day":
        return False
    return scene.grammar.leads_on.search(scene.between(time.end, draft.trigger[0])) is not None


def is_of_a_career(scene: Scene, time: TimeMention, trigger: int) -> bool:
    """Whether a year only tells who somebody is: [1989年]领导革命的前总统哈维尔会见副总统."""
    if time.when.precision != "year":
        return False
    who = next((a for a in scene.actors if time.end < a.start and a.end <= trigger and a.kind == "person"), None)
    return who is not None and scene.grammar.tells_who.search(scene.between(time.end, who.start)) is not None


def is_of_what_follows(scene: Scene, draft: Draft, time: TimeMention) -> bool:
    """Whether a day to come behind a contact told as held is that of what comes next, in a clause of its own or not.

    接连访问两国,30日将前往越南; 目前在德国访问的外长将在明天返国.
    """
    start, trigger = time.when.start, draft.trigger
    ahead = time.when.precision == "day" and start is not None and scene.day is not None and start > scene.day
    if draft.type not in {"visit", "meeting", "call"} or not ahead:
        return False
    described = scene.folded.startswith("的", trigger[1])
    return time.start >= (trigger[1] if described else scene.clause_of(trigger[0])[1])


def is_of_the_described(scene: Scene, draft: Draft, clause: tuple[int, int], time: TimeMention) -> bool:
    """Whether a date is that of what somebody does whom an office only describes.

    将担任国务卿的某某[上周]写道; [19日]在即将离任之际受访; [9日]在离任前宣布; [周二]在听证会上.
    """
    if draft.type != "appointment":
        return False
    holder, trigger = draft.actors[0], draft.trigger
    day = time.when.start if time.when.precision == "day" else None
    if day is not None and scene.grammar.hearing.search(scene.folded, time.end, scene.end):
        return True
    if "的" in scene.between(trigger[1], holder.start):
        opening = scene.opening(clause[0]) if day is None else clause[0]  # 6月,再次出任首相不久的某某
        return time.start >= holder.end or time.end <= opening
    eve = scene.grammar.on_the_point.search(scene.folded, max(clause[0], time.end), trigger[0]) is not None
    yet = scene.grammar.before_it.match(scene.folded, trigger[1]) is not None
    ahead = eve or (yet and scene.folded.startswith("在", time.end))
    return day is not None and day <= (scene.day or day) and time.end <= trigger[0] and ahead


def is_anothers_deed(scene: Scene, draft: Draft, time: TimeMention) -> bool:
    """Whether a date behind the cue dates what somebody else does: the one whom the cue describes, or a new subject.

    主导[协商]的副总理今天通话; 部长[到访]巴黎,总理26日讲话.
    """
    trigger = draft.trigger
    apart = scene.clause_of(time.start)[0]
    doer = next((a for a in scene.actors if a.end == time.start and a.start >= trigger[1]), None)
    if doer is None and apart >= scene.clause_of(trigger[0])[1]:
        doer = next((a for a in scene.actors if apart <= a.start and a.end <= time.start), None)
    if scene.folded.startswith("的", trigger[1]):
        if draft.type in {"visit", "conference"}:
            return False  # who stays somewhere is there on that day
        # 与某某会面的[前总统]上月患病,31日逝世: whatever he does later
        described = next((a for a in scene.actors if 0 < a.start - trigger[1] <= _DESCRIBED), None)
        return doer is not None or (described is not None and described.end <= time.start)
    if doer is None:
        return False
    known = any(doer.person == actor.person if doer.person else doer.polity == actor.polity for actor in draft.actors)
    beside = doer.end == time.start and doer.kind in {"person", "office"}  # 其访台与总统[1月]上任相隔一年
    return (beside or time.start >= scene.clause_of(trigger[0])[1]) and not known


def is_of_another(scene: Scene, clause: tuple[int, int], time: TimeMention) -> bool:
    """Whether a date beside the cue's clause dates something else: an earlier contact, or where the cue is discussed.

    上一次会面是在2017年; 周六与国安顾问会面，讨论[访韩]事宜.
    """
    if clause[0] <= time.start < clause[1]:
        return False
    grammar = scene.grammar
    own, other = scene.between(*clause), scene.between(*scene.clause_of(time.start))
    if time.end > clause[0]:
        return grammar.last_time.search(other) is not None
    this_time = grammar.this_time.search(own) and (grammar.last_time.search(other) or "曾" in other)
    return bool(this_time) or grammar.discussing.match(own) is not None
