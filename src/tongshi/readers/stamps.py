"""Publication stamps, in the forms that archives carry them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_TIME = re.compile(
    r"[T\s]*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?", re.IGNORECASE
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: The forms in which pages print a date: 2020-10-13, 2020年8月 17日, 民国109年11月11日, 06/10/2020, Oct 5th 2020,
#: 5 October 2020; and what may follow it: a time, with its zone.
_PRINTED = re.compile(
    r"(?:民国\s*(?P<roc>\d{2,3})|(?<!\d)(?P<year>(?:19|20)\d\d))\s*(?:年|[-/.])\s*(?P<month>\d{1,2})\s*(?:月|[-/.])"
    r"\s*(?P<day>\d{1,2})(?!\d)\s*日?"
    r"|(?<!\d)(?P<day2>\d{1,2})/(?P<month2>\d{1,2})/(?P<year2>(?:19|20)\d\d)"
    rf"|\b(?P<month3>{'|'.join(_MONTHS)})[a-z]*\.?\s+(?P<day3>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year3>(?:19|20)\d\d)"
    rf"|(?<!\d)(?P<day4>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month4>{'|'.join(_MONTHS)})[a-z]*\.?\s+(?P<year4>(?:19|20)\d\d)",
)
_PRINTED_TIME = re.compile(
    r"(?:t|,?\s*(?:星期.|周.|上午|下午)?\s*(?:-\s*)?)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?(?:\s*(z\b|utc|gmt|[+-]\d{2}:?\d{2}))?"
)


def printed_stamps(words: str) -> Iterator[tuple[int, int]]:
    """Ranges of the dates, each with the time behind it, that a folded text prints."""
    for date in _PRINTED.finditer(words):
        time = _PRINTED_TIME.match(words, date.end())
        yield date.start(), time.end() if time else date.end()


def parse_printed(words: str, *, month_first: bool = False) -> dt.datetime | dt.date | None:
    """A stamp as pages print it, folded; as `parse_stamp`, and years of the Republic of China (民国109年) too.

    `month_first`: 05/12/2014 is the twelfth of May.
    """
    found = _PRINTED.match(words)
    if not found:
        return None
    groups = {name.rstrip("234"): value for name, value in found.groupdict().items() if value}
    year = int(groups["roc"]) + 1911 if "roc" in groups else int(groups["year"])
    month = groups["month"]
    if month_first and found["year2"]:
        month, groups["day"] = groups["day"], month
    try:
        day = dt.date(year, int(month) if month.isdigit() else _MONTHS.index(month) + 1, int(groups["day"]))
        time = _PRINTED_TIME.match(words, found.end())
        if not time:
            return day
        stamp = _with_time(day, time)
        return stamp + dt.timedelta(hours=12) if "下午" in time[0] and stamp.hour < 12 else stamp
    except (ValueError, OverflowError):
        return None


def parse_stamp(text: str) -> dt.datetime | dt.date | None:
    """A stamp as a date, or as a time: aware where it names its zone, naive where it does not.

    Reads ISO 8601 and its slack relatives (`2020-08-10T05:12:06.000Z`, `2020-08-10 05:12:06 +0800`,
    `2020/8/10`, `2020年8月10日`), RFC 822 (`Mon, 10 Aug 2020 05:12:06 GMT`) and milliseconds since 1970.
    None for anything else.
    """
    text = text.strip()
    try:
        if text.isdigit() and 9 < len(text) < 15:
            return _epoch(int(text) / (1000 if len(text) > 11 else 1))
        if found := _DATE.match(text):
            day = dt.date(int(found[1]), int(found[2]), int(found[3]))
            time = _TIME.match(text, found.end())
            return _with_time(day, time) if time else day
        return parsedate_to_datetime(text) if "," in text or " " in text else None
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def epoch_stamp(milliseconds: str) -> str:
    """The milliseconds of an epoch comment as UTC in ISO form with `Z`; nothing where they are none (`NaN`)."""
    moment = epoch_moment(milliseconds)
    if moment is None:
        return ""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{int(milliseconds) % 1000:03d}Z"


def epoch_moment(milliseconds: str) -> dt.datetime | None:
    """The same as a time, aware; None where they are none."""
    try:
        return _epoch(int(milliseconds) / 1000)
    except (ValueError, OverflowError, OSError):
        return None


def _epoch(seconds: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, dt.UTC)


def _with_time(day: dt.date, time: re.Match[str]) -> dt.datetime:
    hour, minute, second, fraction, zone = time.groups()
    moment = dt.datetime.combine(
        day, dt.time(int(hour), int(minute), int(second or 0), int((fraction or "0").ljust(6, "0")))
    )
    if not zone:
        return moment
    if zone[0] not in "+-":
        return moment.replace(tzinfo=dt.UTC)
    sign = -1 if zone[0] == "-" else 1
    offset = dt.timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])) * sign
    return moment.replace(tzinfo=dt.timezone(offset))
