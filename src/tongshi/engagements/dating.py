"""Which of a sentence's dates is the contact's."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from tongshi.engagements.scene import Scene
from tongshi.records import When
from tongshi.times import TimeMention

#: A date in front of one of these is the day of speaking, not of the contact.
_SPEECH = re.compile(
    r"表示|报道|报导|透露|宣布|指出|称|消息|发布|证实|说|发表声明|声明|撰文|刊登|发推|电$|讯$|获悉|公布|通报|取消|推迟|延后|决定|邀请|批准|临时|最后一刻|记者会|受访|专访|形容|评论|强调|警告|批评|谴责|重申|呼吁|回应|指控"
)
#: 1979年以来, 2016年断交后, 年初爆发之后: the beginning of something else; 1982年《…公约》: the date of a document.
_SINCE = re.compile(
    r"[^,。;]{0,10}(?:以来|断交|建交|(?:爆发|发生|上台|胜选|当选|公布|通过|生效|成立)(?:之|以)?后)"
    r"|(?:之)?后[^,。;]{0,12}(?:首次|首位|第一)|(?:通过|签署|发表|公布|生效)?的?《"
)
#: Behind the cue, a date that stands after one of these belongs to what was talked about.
_SUBJECT = re.compile(r"讨论|商讨|讨论|谈及|涉及|关于|有关|磋商|旨在|以便|为了|准备|铺路|改[与和同由在为]")
#: 昨天刚上任的总理: a date inside somebody's description.
_DESCRIBES = re.compile(r"(?:刚|才|甫|新|曾)?(?:上任|就任|当选|出任|宣誓|抵达|来访|到访|离任|卸任|就职)[^,。;]{0,6}的")
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
        if time.kind == "vague" or time.when.start is None or _SINCE.match(scene.folded, time.end):
            continue
        described = _DESCRIBES.match(scene.folded, time.end)
        if described and not (time.end <= trigger[0] < described.end()):
            continue
        if time.end <= trigger[0]:
            between = scene.between(time.end, trigger[0])
            spoken = bool(_SPEECH.search(between))
            rank = 4 if spoken else 0 if time.start >= clause[0] else 2
            ranked.append((rank, trigger[0] - time.end, time))
        elif time.start >= trigger[1]:
            between = scene.between(trigger[1], time.start)
            rank = 1 if time.end <= clause[1] else 3
            if _SPEECH.search(between) or _SUBJECT.search(between) or len(between) > 30:
                rank += 3
            ranked.append((rank, time.start - trigger[1], time))
    if not ranked:
        return UNKNOWN, None, False
    rank, _, best = min(ranked, key=lambda item: (item[0], item[1]))
    if rank >= 4:
        return UNKNOWN, None, False
    return best.when, best, rank <= 1


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
