"""Publication stamps, in the forms that archives carry them."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime

_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_TIME = re.compile(
    r"[T\s]*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?", re.IGNORECASE
)


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
