"""One decision: who decided what about which records, when and why. It is never changed, only undone by another.

| kind | subjects | what else |
|---|---|---|
| accept, reject | records: engagements, or statements | |
| correct | an engagement, or all those of a contact | scope, field, value, former, told |
| merge | engagements that are all one contact | |
| split | engagements | others: engagements that are not their contact |
| same, different | the keys of two people | |
| add | the engagement that is added | value: it in the file form, with its post |
| undo | a decision | |
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

from tongshi import codec
from tongshi.decisions.fields import FIELDS, check
from tongshi.errors import LedgerError
from tongshi.identity import digest

Kind = Literal["accept", "reject", "correct", "merge", "split", "same", "different", "add", "undo"]

#: Of what a field is corrected: of what an article says, or of what is so of the contact.
Scope = Literal["", "reading", "contact"]

_ENGAGEMENT, _RECORD, _DECISION = (re.compile(rf"{kind}[0-9a-f]{{16}}") for kind in ("e", "[es]", "d"))
_PERSON = re.compile(r"\S(?:.{0,98}\S)?")
_POST = re.compile(r"p[0-9a-f]{16}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_MOST_WORDS = 2000

#: What subjects look like, and how many there are at least.
_SUBJECTS: Mapping[Kind, tuple[re.Pattern[str], int]] = {
    "accept": (_RECORD, 1),
    "reject": (_RECORD, 1),
    "correct": (_ENGAGEMENT, 1),
    "merge": (_ENGAGEMENT, 2),
    "split": (_ENGAGEMENT, 1),
    "same": (_PERSON, 2),
    "different": (_PERSON, 2),
    "add": (_ENGAGEMENT, 1),
    "undo": (_DECISION, 1),
}
#: Kinds with exactly as many.
_EXACTLY = frozenset({"same", "different", "add", "undo"})
_CORRECTED = frozenset({"scope", "field", "value", "former", "told"})
_MORE: Mapping[Kind, frozenset[str]] = {
    "correct": _CORRECTED,
    "split": frozenset({"others"}),
    "add": frozenset({"value"}),
}
_ALWAYS = frozenset({"kind", "subjects", "by", "at", "why"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An entry of the ledger. Subjects and others are in order, `at` is UTC in ISO 8601 with microseconds."""

    kind: Kind
    subjects: tuple[str, ...]
    others: tuple[str, ...] = ()
    scope: Scope = ""
    field: str = ""
    value: Any = None
    former: Any = None  # what was shown before
    told: Mapping[str, Any] = dataclasses.field(
        default_factory=dict
    )  # what the article of each subject said of the field
    by: str
    at: str
    why: str
    #: `d` and 16 digits, made of all that it says: who takes it in twice has it once.
    id: str = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", "d" + digest(json.dumps(self.form(), ensure_ascii=False, sort_keys=True)))

    def form(self) -> dict[str, Any]:
        """It as plain values, without what its kind has not."""
        told = {each.name: getattr(self, each.name) for each in fields(self) if each.init}
        told |= {name: list(told[name]) for name in ("subjects", "others")}
        wanted = _ALWAYS | _MORE.get(self.kind, frozenset())
        return {name: told[name] for name in sorted(wanted)}

    @property
    def words(self) -> dict[str, Any]:
        """What it says, whoever says it, when and why."""
        return {name: value for name, value in self.form().items() if name not in {"by", "at", "why"}}


def moment(now: dt.datetime) -> str:
    """A time as decisions have it."""
    return now.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def checked(decision: Decision) -> Decision:
    """The same; raises LedgerError where it cannot be meant."""
    return from_form(decision.form())


def from_form(form: Any) -> Decision:
    """The decision of plain values; raises LedgerError, which says what is wrong with them."""
    if not isinstance(form, dict) or form.get("kind") not in get_args(Kind):
        raise LedgerError(f"kind: not one of {', '.join(get_args(Kind))}")
    kind: Kind = form["kind"]
    wanted = _ALWAYS | _MORE.get(kind, frozenset())
    if set(form) != wanted:
        odd = sorted(set(form) ^ wanted)
        raise LedgerError(f"{odd[0]}: {'missing' if odd[0] in wanted else f'not a field of {kind}'}")
    _check_words(form)
    _check_ids(kind, "subjects", form["subjects"])
    if kind == "split":
        _check_ids(kind, "others", form["others"])
        if not set(form["subjects"]).isdisjoint(form["others"]):
            raise LedgerError("others: some of them are subjects too")
    if kind == "correct":
        _check_correction(form)
    if kind == "add":
        _check_added(form["value"])
    return Decision(**{**form, **{name: tuple(form[name]) for name in ("subjects", "others") if name in form}})


def _check_words(form: Mapping[str, Any]) -> None:
    for name in ("by", "at", "why"):
        words = form[name]
        if not isinstance(words, str) or len(words) > _MOST_WORDS:
            raise LedgerError(f"{name}: expected a text of at most {_MOST_WORDS} characters")
    if not form["by"].strip():
        raise LedgerError("by: nobody is named")
    try:
        if not _MOMENT.fullmatch(form["at"]):
            raise ValueError
        dt.datetime.fromisoformat(form["at"])
    except ValueError:
        raise LedgerError(f"at: {form['at']}: not a time like 2026-01-31T08:00:00.000000Z") from None
    whole = json.dumps(form, ensure_ascii=False)
    if "\\u0000" in whole or not _is_unicode(whole):
        raise LedgerError("there are characters in it that no database takes")


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _check_ids(kind: Kind, name: str, ids: Any) -> None:
    pattern, least = _SUBJECTS[kind]
    if not isinstance(ids, list) or not all(isinstance(each, str) and pattern.fullmatch(each) for each in ids):
        raise LedgerError(f"{name}: not a list of ids that {kind} can be of")
    if ids != sorted(set(ids)):
        raise LedgerError(f"{name}: not in order, or one twice")
    if len(ids) < least or (kind in _EXACTLY and len(ids) > least):
        raise LedgerError(f"{name}: {kind} is of {least}{'' if kind in _EXACTLY else ' or more'}")


def _check_correction(form: Mapping[str, Any]) -> None:
    if form["scope"] not in {"reading", "contact"}:
        raise LedgerError("scope: not one of reading, contact")
    if form["scope"] == "reading" and len(form["subjects"]) > 1:
        raise LedgerError("subjects: a reading is of one engagement")
    check(form["field"], form["value"])
    check(form["field"], form["former"])
    if not isinstance(form["told"], dict) or not set(form["told"]) <= set(form["subjects"]):
        raise LedgerError("told: not a value for each subject")
    for value in form["told"].values():
        check(form["field"], value)


def _check_added(value: Any) -> None:
    names = {*FIELDS, "post", "trigger", "evidence", "spans"}
    if not isinstance(value, dict) or set(value) != names:
        raise LedgerError(f"value: an added contact has {', '.join(sorted(names))}")
    for name in FIELDS:
        check(name, value[name])
    if not isinstance(value["post"], str) or not _POST.fullmatch(value["post"]):
        raise LedgerError("value: post: not the id of a post")
    try:
        spans = codec.engagement_from(value).spans | {
            f"participants.{number}": each.spans
            for number, each in enumerate(codec.engagement_from(value).participants)
        }
        places = [place for each in spans.values() for place in each]
        right = all(isinstance(end, int) and 0 <= start < end for start, end in places)
    except (KeyError, TypeError, ValueError, AttributeError):
        right = False
    if not right or not all(isinstance(value[name], str) and value[name] for name in ("trigger", "evidence")):
        raise LedgerError("value: not an engagement in the codebook's form")
    if lacking := [name for name in _proved(value) if not spans.get(name)]:
        raise LedgerError(f"value: {lacking[0]}: no span says where it stands")


def _proved(value: Mapping[str, Any]) -> list[str]:
    """The fields of an added contact that need a place in the text."""
    names = ["trigger", "evidence"]
    names += [f"participants.{number}" for number in range(len(value["participants"]))]
    names += ["date"] if value["date"]["start"] else []
    return names + (["place"] if any(value["place"].values()) else [])
