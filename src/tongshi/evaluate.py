"""Score coded articles against articles coded by hand.

The definitions are the codebook's: records are paired one to one, best pairs first; a pair shares a polity
and a related type, its names meet and its dates lie near. Figures are micro-averaged over the gold's
articles, and whatever is missing counts as wrong. Texts are compared folded, without white space.
"""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import opencc

from tongshi.errors import GoldError

Json = dict[str, Any]

_NOISE = re.compile(r"[\s·•‧・．.﻿]+")
_CLOSERS = "。！？!?」”』）)…"
_FAMILY = {
    "meeting": "m", "talks": "m", "conference": "m", "call": "c", "visit": "v", "message": "w", "appointment": "a",
}  # fmt: skip
_CONTACTS = {"meeting", "talks", "call", "visit", "conference"}
_STATUSES = ("held", "planned", "proposed", "cancelled", "refused", "denied")
#: Days by which two dates may differ and still be of one contact, by the gold's precision.
_SLACK = {"day": 31, "month": 45, "year": 400, "unknown": 10**6}
#: Two contents can be one statement from this share of common characters on.
OVERLAP = 0.5


@functools.cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@functools.lru_cache(maxsize=100_000)
def _norm_text(text: str) -> str:
    return _NOISE.sub("", _converter().convert(text))


def norm(value: object) -> str:
    """A text as it is compared: Simplified, without white space and middle dots; nothing for what is no text."""
    return _norm_text(value) if isinstance(value, str) else ""


@dataclass(slots=True)
class Figure:
    """Counts of a precision/recall figure."""

    right: int = 0
    gold: int = 0
    coded: int = 0

    def add(self, right: int, gold: int, coded: int) -> None:
        """Count one article's share."""
        self.right += right
        self.gold += gold
        self.coded += coded

    @property
    def precision(self) -> float:
        """Right of what was coded."""
        return self.right / self.coded if self.coded else 0.0

    @property
    def recall(self) -> float:
        """Right of what the gold has."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(slots=True)
class Accuracy:
    """Counts of a right-or-wrong figure."""

    right: int = 0
    of: int = 0

    def add(self, right: object) -> None:
        """Count one case."""
        self.right += bool(right)
        self.of += 1

    @property
    def value(self) -> float:
        """Share that is right."""
        return self.right / self.of if self.of else 0.0


@dataclass(slots=True)
class Scores:
    """All figures of one comparison, and every disagreement met."""

    articles: int = 0
    figures: dict[str, Figure] = field(default_factory=lambda: defaultdict(Figure))
    accuracies: dict[str, Accuracy] = field(default_factory=lambda: defaultdict(Accuracy))
    errors: list[tuple[str, ...]] = field(default_factory=list)

    def table(self, errors: int = 0) -> str:
        """The figures as text, one a line, then the first `errors` disagreements."""
        rows = [f"{self.articles} articles", f"{'':28}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'coded':>7}"]
        rows += [
            f"{name:28}{f.precision:7.3f}{f.recall:7.3f}{f.f1:7.3f}{f.gold:7}{f.coded:7}"
            for name, f in self.figures.items()
        ]
        rows.append(f"{'':28}{'accuracy':>21}{'n':>7}")
        rows += [f"{name:28}{a.value:21.3f}{a.of:7}" for name, a in self.accuracies.items()]
        rows += [" | ".join(row) for row in self.errors[:errors]]
        return "\n".join(rows)


def evaluate(gold: Path, coded: Iterable[Json], errors: int = 0) -> str:
    """The table of figures of coded records (file form) against a gold file; raises GoldError."""
    by_id = {record["id"]: tidy(record) for record in coded if "rejected" not in record}
    return score(load_records(gold), by_id).table(errors)


# --- reading the file form


def load_records(path: Path) -> dict[str, Json]:
    """Records of a JSONL file by id, missing fields filled; raises GoldError with the line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: {error}") from error
    out: dict[str, Json] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                record = tidy(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise GoldError(f"{path}:{number}: not a record of the codebook's form: {error!r}") from error
            out[record["id"]] = record
    return out


def tidy(record: Json) -> Json:
    """A record with every field present, dates parsed."""
    return {
        "id": record["id"],
        "article": record.get("article") or {},
        "engagements": [_tidy_engagement(e) for e in record.get("engagements") or []],
        "readouts": [
            {"engagement": r.get("engagement", -1), "side": r.get("side"), "topics": r.get("topics") or []}
            for r in record.get("readouts") or []
        ],
        "quotes": [{"text": q.get("text") or "", "speaker": q.get("speaker")} for q in record.get("quotes") or []],
        "statements": _tidy_statements(record),
    }


def _tidy_statements(record: Json) -> list[Json] | None:
    """The statements of a record, each with its text; None where the article was not coded for them."""
    if record.get("statements") is None:
        return None
    whole = (record.get("article") or {}).get("text") or ""
    fields = ("start", "end", "form", "speaker", "polity", "class", "addressee")
    return [
        {key: s.get(key) for key in fields}
        | {"text": s.get("text") or _cut(whole, s), "chain": [link for link in s.get("chain") or [] if link]}
        for s in record["statements"]
    ]


def _cut(text: str, statement: Json) -> str:
    return text[statement["start"] : statement["end"]] if _has_place(statement) else ""


def _has_place(statement: Json) -> bool:
    return isinstance(statement.get("start"), int) and isinstance(statement.get("end"), int)


def _tidy_engagement(e: Json) -> Json:
    date = e.get("date") or {}
    start = _day(date.get("start"))
    precision = (date.get("precision") if start else "unknown") or "unknown"
    return {
        **{key: e.get(key) for key in ("type", "status", "salience", "trigger", "evidence")},
        "participants": [
            {key: p.get(key) for key in ("name", "latin", "office", "polity")}
            for p in e.get("participants") or []
            if isinstance(p, dict)
        ],
        "polities": [p for p in e.get("polities") or [] if p],
        "topics": e.get("topics") or [],
        "date": {"start": start, "end": _day(date.get("end")), "alt": _day(date.get("alt")), "precision": precision},
        "place": e.get("place") or {},
    }


def _day(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


# --- likeness


def _names(engagement: Json) -> list[str]:
    return [norm(p["name"]) for p in engagement["participants"] if p.get("name")]


def same_name(a: str, b: str) -> bool:
    """Whether two normalised names can be one person's: equal, or one inside the other."""
    if not a or not b:
        return False
    return a == b or (min(len(a), len(b)) >= 2 and max(len(a), len(b)) <= 20 and (a in b or b in a))


def same_quote(a: str, b: str) -> bool:
    """Whether two normalised quotations are one: equal, or four fifths shared in one run."""
    if a == b:
        return True
    if not a or not b or min(len(a), len(b)) / max(len(a), len(b)) < 0.8:
        return False
    return _common(a, b) / max(len(a), len(b)) >= 0.8


def _common(a: str, b: str) -> int:
    return difflib.SequenceMatcher(None, a, b, autojunk=False).find_longest_match(0, len(a), 0, len(b)).size


def hits(gold: Iterable[str], coded: Iterable[str], same: Callable[[str, str], bool]) -> int:
    """How many of `gold` find a partner of their own in `coded`."""
    left, found = list(coded), 0
    for item in gold:
        partner = next((other for other in left if same(item, other)), None)
        if partner is not None:
            left.remove(partner)
            found += 1
    return found


def _dates(engagement: Json) -> list[dt.date]:
    return [day for day in (engagement["date"]["start"], engagement["date"]["alt"]) if day]


def _gap(g: Json, c: Json) -> int | None:
    if not _dates(g) or not _dates(c):
        return None
    return min(abs((a - b).days) for a in _dates(g) for b in _dates(c))


def _type_likeness(g: Json, c: Json) -> float:
    if g["type"] == c["type"]:
        return 1.0
    if _FAMILY.get(g["type"]) == _FAMILY.get(c["type"]):
        return 0.5
    return 0.2 if {g["type"], c["type"]} <= _CONTACTS else 0.0


def likeness(g: Json, c: Json) -> float:
    """How alike two engagements are, 0 to 1; 0 where they cannot be one contact."""
    states_g, states_c = set(g["polities"]), set(c["polities"])
    type_ = _type_likeness(g, c)
    names_g, names_c = _names(g), _names(c)
    shared, gap = hits(names_g, names_c, same_name), _gap(g, c)
    apart = states_g and states_c and not states_g & states_c
    if type_ == 0 or apart or (names_g and names_c and not shared):
        return 0.0
    if gap is not None and gap > max(_SLACK.get(e["date"]["precision"], 31) for e in (g, c)):
        return 0.0
    states = len(states_g & states_c) / len(states_g | states_c) if states_g | states_c else 1.0
    one_unnamed = 0.25 if names_g or names_c else 0.5
    names = shared / max(len(names_g), len(names_c)) if names_g and names_c else one_unnamed
    return 0.3 * type_ + 0.25 * states + 0.25 * names + 0.2 * _date_likeness(g, c, gap)


def _date_likeness(g: Json, c: Json, gap: int | None) -> float:
    if gap is None:
        return 0.5 if _dates(g) + _dates(c) else 1.0
    if gap == 0:
        return 1.0
    if gap <= 1:
        return 0.8
    if gap <= 3:
        return 0.5
    return 0.3 if gap <= 31 and g["date"]["precision"] != "day" else 0.0


def _date_right(g: Json, c: Json) -> bool:
    x, y = g["date"], c["date"]
    return bool(x["precision"] == y["precision"] and (x["precision"] == "unknown" or y["start"] in _dates(g)))


def is_complete(g: Json, c: Json) -> bool:
    """Whether a record can be used as it stands: type, status, date and names right, at most one name too many."""
    names_g, names_c = _names(g), _names(c)
    shared = hits(names_g, names_c, same_name)
    alike = g["type"] == c["type"] and g["status"] == c["status"] and _date_right(g, c)
    return alike and shared == len(names_g) and len(names_c) - shared <= 1


def pair(gold: Sequence[Json], coded: Sequence[Json]) -> list[tuple[int, int]]:
    """Indices of the engagements paired, the likest first; each once."""
    ranked = sorted(((likeness(g, c), -i, -j) for i, g in enumerate(gold) for j, c in enumerate(coded)), reverse=True)
    used_g, used_c, out = set(), set(), []
    for value, minus_i, minus_j in ranked:
        if value >= 0.5 and -minus_i not in used_g and -minus_j not in used_c:
            used_g.add(-minus_i)
            used_c.add(-minus_j)
            out.append((-minus_i, -minus_j))
    return out


# --- scoring


def score(gold: Mapping[str, Json], coded: Mapping[str, Json]) -> Scores:
    """Compare tidied records by id."""
    scores = Scores(articles=len(gold))
    empty: Json = {"article": {}, "engagements": [], "readouts": [], "quotes": [], "statements": []}
    for id_, g in gold.items():
        c = coded.get(id_) or empty
        pairs = pair(g["engagements"], c["engagements"])
        _score_engagements(scores, id_, g, c, pairs)
        _score_readouts(scores, g, c, dict(pairs))
        _score_quotes(scores, g, c)
        if g["statements"] is not None:
            score_statements(scores, id_, g["statements"], c["statements"] or [], c["article"].get("text") or "")
        _score_article(scores, g, c)
    return scores


def _score_engagements(scores: Scores, id_: str, g: Json, c: Json, pairs: list[tuple[int, int]]) -> None:
    gold, coded = g["engagements"], c["engagements"]
    figures = scores.figures
    figures["engagements"].add(len(pairs), len(gold), len(coded))
    figures["complete records"].add(sum(is_complete(gold[a], coded[b]) for a, b in pairs), len(gold), len(coded))
    main_g = {a for a, e in enumerate(gold) if e["salience"] == "main"}
    main_c = {b for b, e in enumerate(coded) if e["salience"] == "main"}
    figures["main engagements"].add(sum(a in main_g and b in main_c for a, b in pairs), len(main_g), len(main_c))
    for field_, values in (("type", _FAMILY), ("status", _STATUSES)):
        for value in values:
            figures[f"{field_} {value}"].add(
                sum(gold[a][field_] == value == coded[b][field_] for a, b in pairs),
                sum(e[field_] == value for e in gold),
                sum(e[field_] == value for e in coded),
            )
    found_g, found_c = {a for a, _ in pairs}, {b for _, b in pairs}
    scores.errors += [_case("missed", id_, e) for a, e in enumerate(gold) if a not in found_g]
    scores.errors += [_case("spurious", id_, e) for b, e in enumerate(coded) if b not in found_c]
    for a, b in pairs:
        _score_slots(scores, id_, gold[a], coded[b])


def _case(what: str, id_: str, e: Json) -> tuple[str, ...]:
    who = "/".join(p["name"] or p["office"] or "" for p in e["participants"])
    return what, id_, str(e["type"]), str(e["status"]), who, str(e["date"]["start"]), (e["evidence"] or "")[:70]


def _score_slots(scores: Scores, id_: str, x: Json, y: Json) -> None:
    figures, accuracies = scores.figures, scores.accuracies
    right = _date_right(x, y)
    for slot in ("type", "status", "salience"):
        accuracies[slot].add(x[slot] == y[slot])
    accuracies["date"].add(right)
    if x["date"]["precision"] == "day":
        day = y["date"]["precision"] == "day" and y["date"]["start"] in _dates(x)
        accuracies["date, where gold has a day"].add(day)
        accuracies["end of range"].add(x["date"]["end"] == y["date"]["end"])
    figures["participants"].add(hits(_names(x), _names(y), same_name), len(_names(x)), len(_names(y)))
    for slot in ("polities",):
        figures[slot].add(len(set(x[slot]) & set(y[slot])), len(set(x[slot])), len(set(y[slot])))
    for p in x["participants"]:
        q = next((q for q in y["participants"] if same_name(norm(q["name"]), norm(p["name"]))), None)
        if q:
            if p["office"]:
                accuracies["office"].add(norm(q["office"]) == norm(p["office"]))
            if p["latin"]:
                accuracies["latin name"].add(norm(q["latin"]).lower() == norm(p["latin"]).lower())
            accuracies["participant polity"].add(q["polity"] == p["polity"])
    accuracies["place polity"].add(x["place"].get("polity") == y["place"].get("polity"))
    accuracies["place city"].add(norm(x["place"].get("city")) == norm(y["place"].get("city")))
    figures["topics"].add(len(set(x["topics"]) & set(y["topics"])), len(set(x["topics"])), len(set(y["topics"])))
    a, b = norm(x["evidence"]), norm(y["evidence"])
    accuracies["evidence (half shared)"].add((_common(a, b) / min(len(a), len(b)) if a and b else 0) >= 0.5)
    said_x, said_y = ((str(e["date"]["start"]), e["date"]["precision"]) for e in (x, y))
    for slot, good, gold, coded in (
        ("status", x["status"] == y["status"], x["status"], y["status"]),
        ("date", right, said_x, said_y),
        ("type", x["type"] == y["type"], x["type"], y["type"]),
    ):
        if not good:
            scores.errors.append((slot, id_, f"gold {gold}", f"coded {coded}", (x["evidence"] or "")[:70]))


def _score_readouts(scores: Scores, g: Json, c: Json, paired: Mapping[int, int]) -> None:
    gold = {(paired.get(r["engagement"], -1), r["side"], r["engagement"]): set(r["topics"]) for r in g["readouts"]}
    coded = {(r["engagement"], r["side"]): set(r["topics"]) for r in c["readouts"]}
    both = [key for key in gold if key[:2] in coded]
    scores.figures["readout sides"].add(len(both), len(gold), len(coded))
    scores.figures["readout topics"].add(
        sum(len(gold[key] & coded[key[:2]]) for key in both),
        sum(map(len, gold.values())),
        sum(map(len, coded.values())),
    )


def _score_quotes(scores: Scores, g: Json, c: Json) -> None:
    left = [(norm(q["text"]), norm(q["speaker"])) for q in c["quotes"]]
    total, found = len(left), 0
    for quote in g["quotes"]:
        text, speaker = norm(quote["text"]), norm(quote["speaker"])
        match = next((q for q in left if q[0] == text), None) or next((q for q in left if same_quote(q[0], text)), None)
        if match:
            left.remove(match)
            found += 1
            scores.accuracies["quote speaker"].add(same_name(match[1], speaker) or match[1] == speaker)
    scores.figures["quotes"].add(found, len(g["quotes"]), total)


def score_statements(scores: Scores, id_: str, gold: Sequence[Json], coded: Sequence[Json], text: str) -> None:
    """Count one article's tidied statements; `text` is its running text, in which places count."""
    gold = [s | {"text": s["text"] or _cut(text, s)} for s in gold]  # hand-coded ones may give places alone
    pairs = pair_statements(gold, coded)
    scores.figures["statements"].add(len(pairs), len(gold), len(coded))
    accuracies = scores.accuracies
    for a, b in pairs:
        x, y = gold[a], coded[b]
        accuracies["statement speaker"].add(_same_speaker(x, y))
        accuracies["statement content exact"].add(_is_exact(x, y))
        for slot in ("class", "form", "polity"):
            accuracies[f"statement {slot}"].add(x[slot] == y[slot])
        if x["addressee"] or y["addressee"]:
            accuracies["statement addressee"].add(norm(x["addressee"]) == norm(y["addressee"]))
        if x["chain"] or y["chain"]:
            accuracies["statement chain"].add(list(map(norm, x["chain"])) == list(map(norm, y["chain"])))
    found_g, found_c = {a for a, _ in pairs}, {b for _, b in pairs}
    for what, statements, found in (("missed", gold, found_g), ("spurious", coded, found_c)):
        scores.errors += [
            (f"statement {what}", id_, str(s["class"]), str(s["speaker"]), s["text"][:70])
            for number, s in enumerate(statements)
            if number not in found
        ]
    for a, b in pairs:
        x, y = gold[a], coded[b]
        if not _same_speaker(x, y):
            scores.errors.append(("statement speaker", id_, f"gold {x['speaker']}", f"coded {y['speaker']}", x["text"]))
        if not _is_exact(x, y):
            scores.errors.append(("statement content", id_, f"gold {x['text']}", f"coded {y['text']}"))


def pair_statements(gold: Sequence[Json], coded: Sequence[Json]) -> list[tuple[int, int]]:
    """Indices of the statements paired, those that overlap most first; each once."""
    ranked = []
    for i, g in enumerate(gold):
        for j, c in enumerate(coded):
            shared = overlap(g, c)
            if shared >= OVERLAP:  # of two contents at one place the one of the same speaker
                ranked.append((-shared, not _same_speaker(g, c), i, j))
    used_g, used_c, out = set(), set(), []
    for *_, i, j in sorted(ranked):
        if i not in used_g and j not in used_c:
            used_g.add(i)
            used_c.add(j)
            out.append((i, j))
    return out


def overlap(g: Json, c: Json) -> float:
    """Share of the characters of two contents that are common to both, 0 to 1: by their places, else by their texts."""
    if _has_place(g) and _has_place(c):
        common = max(0, min(g["end"], c["end"]) - max(g["start"], c["start"]))
        either = (g["end"] - g["start"]) + (c["end"] - c["start"]) - common
    else:
        a, b = norm(g["text"]), norm(c["text"])
        common = _common(a, b)
        either = len(a) + len(b) - common
    return common / either if either else 0.0


def _is_exact(g: Json, c: Json) -> bool:
    if _has_place(g) and _has_place(c):
        return bool((g["start"], g["end"]) == (c["start"], c["end"]))
    return norm(g["text"]) == norm(c["text"])


def _same_speaker(g: Json, c: Json) -> bool:
    one, other = norm(g["speaker"]), norm(c["speaker"])
    return one == other or same_name(one, other)


def _score_article(scores: Scores, g: Json, c: Json) -> None:
    a, b = g["article"], c["article"]
    accuracies = scores.accuracies
    for slot in ("outlet", "script"):
        accuracies[f"article {slot}"].add(norm(a.get(slot)) == norm(b.get(slot)))
    accuracies["article published"].add(_stamp(a.get("published")) == _stamp(b.get("published")))
    slots = ["reporters", "editors", "translators", "wires", "captions"]
    if "photographers" in a:  # a field of later gold sets
        slots.append("photographers")
    for slot in slots:
        x, y = ([norm(v) for v in side.get(slot) or []] for side in (a, b))
        scores.figures[f"article {slot}"].add(
            hits(x, y, lambda u, v: u == v or same_name(u, v) or same_quote(u, v)), len(x), len(y)
        )
    cities = [norm((side.get("dateline") or {}).get("city")) for side in (a, b)]
    accuracies["article dateline city"].add(cities[0] == cities[1])
    body = norm(b.get("text"))
    if a.get("first"):
        accuracies["body starts right"].add(body.startswith(norm(a["first"])[:10]))
    if a.get("last"):
        ending = norm(a["last"])[-10:].rstrip(_CLOSERS)
        accuracies["body ends right"].add(body.rstrip(_CLOSERS).endswith(ending) if body else False)
    captions = [norm(caption) for caption in a.get("captions") or []]
    sentences = {norm(e["evidence"]) for e in g["engagements"]} | {norm(q["text"]) for q in g["quotes"]}
    for sentence in sentences:
        if len(sentence) >= 8 and not any(sentence in caption for caption in captions):
            accuracies["gold sentences in body"].add(sentence in body)
    for text in a.get("boilerplate") or []:
        if len(norm(text)) >= 6:
            accuracies["boilerplate kept out"].add(bool(body) and norm(text) not in body)
    for caption in captions:
        if len(caption) >= 10:
            accuracies["captions kept out of body"].add(bool(body) and caption not in body)


def _stamp(value: object) -> object:
    text = str(value or "")
    try:
        if len(text) > 10:
            return dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
        return dt.date.fromisoformat(text)
    except ValueError:
        return text
