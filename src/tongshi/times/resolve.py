"""Turn what a phrase says into calendar days, given the day of the article and the dates before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from tongshi.records import When
from tongshi.times.calendar import NthWeekday
from tongshi.times.phrases import Phrase
from tongshi.times.tense import Outlook
from tongshi.times.tokens import Token

_DAY = dt.timedelta(days=1)
#: A date that names no year is taken from the year that brings it nearest: news looks back, so a past one
#: up to this many days away wins unless the coming one is closer than `_SOON`.
_LONG_PAST, _SOON = 300, 62
#: Of the next year only what is at hand: in December 1月签署的协议 was signed this year.
_NEXT_YEAR = 14
#: So near, a date told as gone by is this year's all the same: 9月1日发表演说 in the programme of a visit.
_AT_HAND = 14
_HALF_A_YEAR = 180
#: Announced dates lie ahead, but one of next year, further than this and without 明年, was this year's.
_FAR_AHEAD = 120
#: 将于5日 told on the 7th, with the next 5th this far and the last this near, was two days ago.
_NEXT_MONTH, _THIS_WEEK = 20, 8
#: Of a bare 13日 the coming one must be this much nearer than the past one.
_LOOKING_BACK = 1.5
#: A bare day this much lower than the date before it in the sentence belongs to the next month.
_TURN_OF_MONTH = 20
_THURSDAY, _SUNDAY = 3, 6
#: How many characters on a year holds for the months behind it: 2020年1月启动,3月签署, and 2015年9月.
_LONG, _SHORT = 200, 15
UNKNOWN = When()


class Resolver:
    """Resolves the phrases of one text in order.

    `anchor` is the day of the article in the outlet's zone; None: only dates with a year resolve.
    The state is what 当天, 同月 or the bare 20日 of a sentence refer back to.
    """

    def __init__(self, anchor: dt.date | None, context: dt.date | None) -> None:
        self._anchor = anchor
        self._day = context  # the last day mentioned, the last not after the anchor, and whether in this sentence
        self._past_day = context if context and not (anchor and context > anchor) else None
        self._day_is_near = False
        self._month = context
        self._year: int | None = None  # said in this sentence, and how far it reaches
        self._year_until = 0
        self._told_year: int | None = None  # the year said last in this sentence, however far away
        self._named: dt.date | None = None  # the month said in this sentence

    def new_sentence(self) -> None:
        """Forget what only holds within a sentence."""
        self._day_is_near = False
        self._year = None
        self._told_year = None
        self._named = None

    def __call__(self, phrase: Phrase, outlook: Callable[[], Outlook]) -> When:
        """When `phrase` is; `outlook` is asked only where the words leave it open. Remembers the answer."""
        if phrase.start > self._year_until:
            self._year = None
        try:
            when = self._resolve(phrase, outlook)
            self._remember(phrase, when)
            if phrase.until and when.start:
                until = self._resolve(phrase.until, lambda: "future", after=when.start)
                last = until.end or until.start
                if last and last > when.start and until.precision == when.precision:
                    when = self._behind(phrase, When(start=when.start, end=last, precision=when.precision), outlook)
                    self._remember(phrase, when)
            if phrase.alt and when.start:
                other = self._resolve(phrase.alt, outlook)
                if other.precision == when.precision == "day" and other.start != when.start:
                    when = When(start=when.start, end=when.end, precision=when.precision, alt=other.start)
        except (ValueError, OverflowError):  # 2月30日, the year 0
            return UNKNOWN
        return when

    def _behind(self, phrase: Phrase, when: When, outlook: Callable[[], Outlook]) -> When:
        """A range without a year that would end far ahead is last year's: 1月到11月 told in January."""
        start, end = when.start, when.end
        if phrase.year or not phrase.month or phrase.month.base != "absolute" or not (self._anchor and start and end):
            return when
        far = (end - self._anchor).days > _HALF_A_YEAR or (start > self._anchor and (end - self._anchor).days > _SOON)
        if not far or self._year or outlook() == "future":
            return when
        return When(start=_year_before(start), end=_year_before(end), precision=when.precision)

    def _remember(self, phrase: Phrase, when: When) -> None:
        if when.start is None:
            return
        self._month = when.start
        if when.precision == "day":
            self._day = when.end or when.start
            self._day_is_near = True
            if self._anchor is None or self._day <= self._anchor:
                self._past_day = self._day
        if phrase.month:
            # 2019年6月访日,27日会谈, but not 6月出口下降,27日公布
            self._named = when.start if when.precision == "day" or phrase.year else None
        if phrase.year and not phrase.year.about:
            self._told_year = when.start.year
        if phrase.year and (phrase.month or phrase.year.base == "absolute"):
            self._year = when.start.year
            self._year_until = phrase.end + (_LONG if phrase.month else _SHORT)

    def _resolve(self, phrase: Phrase, outlook: Callable[[], Outlook], after: dt.date | None = None) -> When:
        """`after`: the first day of the range that the phrase ends."""
        if phrase.day:
            return self._of_day(phrase, phrase.day, outlook, after)
        year = self._year_of(phrase.year, outlook) if phrase.year else None
        if phrase.month:
            first = self._month_of(phrase.month, year, outlook, after)
            return When(start=first, precision="month") if first else UNKNOWN
        if not year or not phrase.year:
            return UNKNOWN
        last = year + phrase.year.years - 1
        return When(start=dt.date(year, 1, 1), end=dt.date(last, 1, 1) if last > year else None, precision="year")

    def _year_of(self, token: Token, outlook: Callable[[], Outlook]) -> int | None:
        if token.base == "absolute":
            return token.value
        if token.about and self._told_year is not None and outlook() != "future":
            return self._told_year  # 2019年双方释出善意,年底访问
        base = self._base_of(token, self._month, outlook)
        if base is None:
            return None
        # 年底 told in January is last year's
        late = -1 if token.about >= 9 and base.month <= 2 else 0
        return base.year + token.value + late

    def _base_of(self, token: Token, told: dt.date | None, outlook: Callable[[], Outlook]) -> dt.date | None:
        """What a relative token counts from; `told`: what the text speaks of."""
        if token.base == "anchor":
            return self._anchor
        if token.base == "context":
            return told
        # 三天后: after the day of its sentence, or from now in a plan; else after a day that is not told
        if self._day_is_near:
            return self._day
        return self._anchor if outlook() == "future" else None

    def _month_of(
        self, token: Token, year: int | None, outlook: Callable[[], Outlook], after: dt.date | None
    ) -> dt.date | None:
        """The first day of the month."""
        if token.base != "absolute":
            base = self._base_of(token, self._month, outlook)
            return _month_after(base, token.value) if base else None
        if year is None and after:
            year = after.year + (token.value < after.month)
        year = year or self._year
        if year:
            return dt.date(year, token.value, 1)
        if self._anchor is None:
            return None
        here = self._anchor.replace(day=1)
        return self._nearest([dt.date(here.year + n, token.value, 1) for n in (-1, 0, 1)], here, outlook)

    def _of_day(self, phrase: Phrase, token: Token, outlook: Callable[[], Outlook], after: dt.date | None) -> When:
        day: dt.date | None = None
        if token.unit == "vague":
            return UNKNOWN
        if token.unit == "feast":
            return self._feast(phrase, token, outlook)
        if token.unit == "week":
            base = self._base_of(token, self._day, outlook)
            return When(start=_in_week(base, token.value), precision="month") if base else UNKNOWN
        if token.unit == "weekday":
            day = self._weekday(token, outlook, after)
        elif token.unit == "nth":
            day = self._nth_weekday(phrase, token, outlook)
        elif token.base != "absolute":
            base = self._context(outlook) if token.base == "context" else self._base_of(token, self._day, outlook)
            day = base + token.value * _DAY if base else None
            if day and phrase.year:  # 去年今日
                year = self._year_of(phrase.year, outlook)
                day = day.replace(year=year) if year else None
        elif phrase.month:
            day = self._month_day(phrase, phrase.month, token.value, outlook, after)
        else:
            day = self._bare_day(token.value, outlook, after)
        if day is None:
            return UNKNOWN
        return When(start=day, end=day + (token.days - 1) * _DAY if token.days > 1 else None, precision="day")

    def _context(self, outlook: Callable[[], Outlook]) -> dt.date | None:
        """The day that 当天 and 翌日 look back to: a coming one only from its own sentence or one that looks ahead."""
        if self._day_is_near or outlook() == "future":
            return self._day or self._anchor
        return self._past_day or self._anchor

    def _month_day(
        self, phrase: Phrase, month: Token, day: int, outlook: Callable[[], Outlook], after: dt.date | None
    ) -> dt.date | None:
        year = self._year_of(phrase.year, outlook) if phrase.year else None
        if phrase.year and year is None:
            return None
        if month.base != "absolute" or year or after or self._year:
            first = self._month_of(month, year, outlook, after)
            return first.replace(day=day) if first else None
        if self._anchor is None:
            return None
        days = _existing((self._anchor.year + n, month.value, day) for n in (-1, 0, 1))
        return self._nearest(days, self._anchor, outlook)

    def _nearest(self, days: list[dt.date], here: dt.date, outlook: Callable[[], Outlook]) -> dt.date | None:
        """Of the same date in several years the one meant, seen from `here`."""
        past = max((day for day in days if day <= here), default=None)
        coming = min((day for day in days if day >= here), default=None)
        if past is None or coming is None:
            return past or coming
        back, ahead = (here - past).days, (coming - here).days
        match outlook():
            case "future":
                return past if ahead > _FAR_AHEAD and coming.year > here.year else coming
            case "once":
                return past if back < ahead else coming
            case "past":
                return coming if back > _LONG_PAST and ahead <= _AT_HAND else past
            case "open":
                soon = _SOON if coming.year == here.year else _NEXT_YEAR
                return coming if back > _LONG_PAST and ahead <= soon else past

    def _bare_day(self, day: int, outlook: Callable[[], Outlook], after: dt.date | None) -> dt.date | None:
        if base := after or self._named:
            # 28日至2日, and 12月30日抵达,2日离开, run on into the next month
            onward = day < base.day if after else base.day - day > _TURN_OF_MONTH
            return _month_after(base, 1 if onward else 0).replace(day=day)
        here = self._anchor
        if here is None:
            return None
        months = [_month_after(here, n) for n in (-2, -1, 0, 1, 2)]
        days = _existing((month.year, month.month, day) for month in months)
        past = max(candidate for candidate in days if candidate <= here)
        coming = min(candidate for candidate in days if candidate >= here)
        back, ahead = (here - past).days, (coming - here).days
        match outlook():
            case "future":
                return past if ahead > _NEXT_MONTH and back < _THIS_WEEK else coming
            case "once":
                return past if back < ahead else coming
            case "past":
                # it is tomorrow already where it happened
                return coming if ahead == 1 and back > _NEXT_MONTH else past
            case "open":
                return coming if ahead * _LOOKING_BACK < back else past

    def _weekday(self, token: Token, outlook: Callable[[], Outlook], after: dt.date | None) -> dt.date | None:
        here = after or self._anchor
        if here is None:
            return None
        monday = here - here.weekday() * _DAY
        if token.base == "anchor":
            monday = self._anchor - self._anchor.weekday() * _DAY if self._anchor else monday
            day = monday + token.value * _DAY
            # 上周五 told on a Sunday is the last Friday: the week is over
            over = self._anchor is not None and self._anchor.weekday() == _SUNDAY and -7 <= token.value < -1
            return day + 7 * _DAY if over and token.days == 1 else day
        # a weekend that has begun is still this one
        late = token.days - 1
        ahead = (token.value - here.weekday() + late) % 7 - late
        back = (here.weekday() - token.value) % 7
        view: Outlook = "future" if after else outlook()
        if view == "future" and back == 1 and not after:
            # 将于周三 told on Thursday: the wire is a day old, the next one would be 下周三
            return here - _DAY
        return here + ahead * _DAY if view == "future" or (view == "once" and ahead < back) else here - back * _DAY

    def _nth_weekday(self, phrase: Phrase, token: Token, outlook: Callable[[], Outlook]) -> dt.date | None:
        """6月第三个星期日; None without a month."""
        year = self._year_of(phrase.year, outlook) if phrase.year else None
        first = self._month_of(phrase.month, year, outlook, None) if phrase.month else None
        if first is None:
            return None
        nth, weekday = divmod(token.value, 7)
        found = NthWeekday(first.month, weekday, nth).on(first.year)
        return found[0] if found else None

    def _feast(self, phrase: Phrase, token: Token, outlook: Callable[[], Outlook]) -> When:
        if token.feast is None:
            return UNKNOWN
        year = self._year_of(phrase.year, outlook) if phrase.year else self._year
        if year is None and self._anchor is not None:
            every = [days for n in (-1, 0, 1) if (days := token.feast.on(self._anchor.year + n))]
            first = self._nearest([days[0] for days in every], self._anchor, outlook)
            found = next((days for days in every if days[0] == first), None)
        else:
            found = token.feast.on(year) if year else None
        if found is None:
            return UNKNOWN
        start, end = found
        return When(start=start, end=end if end > start else None, precision="day")


def _existing(candidates: Iterable[tuple[int, int, int]]) -> list[dt.date]:
    """Those of the candidates `(year, month, day)` that the calendar has."""
    out = []
    for year, month, day in candidates:
        try:
            out.append(dt.date(year, month, day))
        except ValueError:
            continue
    return out


def _year_before(day: dt.date) -> dt.date:
    """The same date a year before; raises ValueError for 29 February."""
    return day.replace(year=day.year - 1)


def _month_after(day: dt.date, months: int) -> dt.date:
    """The first day of the month `months` after that of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, 1)


def _in_week(day: dt.date, weeks: int) -> dt.date:
    """The first day of the month of the week `weeks` after that of `day`: by its middle, the Thursday.

    This week is of the month of `day`, and so are more weeks counted from it.
    """
    middle = (_THURSDAY - day.weekday()) * _DAY if abs(weeks) == 1 else dt.timedelta()
    return (day + 7 * weeks * _DAY + middle).replace(day=1)
