"""Engagements against those coded by hand: which are one, and what of these is right.

A pair shares a polity and a related type, its names meet and its dates lie near (the codebook's definition).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tongshi.evaluate.figures import Scores
from tongshi.evaluate.form import Json
from tongshi.evaluate.likeness import common, hits, norm, same_name

_FAMILY = {
    "meeting": "m", "talks": "m", "conference": "m", "call": "c", "visit": "v", "message": "w", "appointment": "a",
}  # fmt: skip
_CONTACTS = {"meeting", "talks", "call", "visit", "conference"}
_STATUSES = ("held", "planned", "proposed", "cancelled", "refused", "denied")
#: Days by which two dates may differ and still be of one contact, by the gold's precision.
_SLACK = {"day": 31, "month": 45, "year": 400, "unknown": 10**6}


def _names(engagement: Json) -> list[str]:
    return [norm(p["name"]) for p in engagement["participants"] if p.get("name")]


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


def score_engagements(scores: Scores, id_: str, g: Json, c: Json, pairs: list[tuple[int, int]]) -> None:
    """Count one article's engagements, of which `pairs` are one."""
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
    accuracies["evidence (half shared)"].add((common(a, b) / min(len(a), len(b)) if a and b else 0) >= 0.5)
    said_x, said_y = ((str(e["date"]["start"]), e["date"]["precision"]) for e in (x, y))
    for slot, good, gold, coded in (
        ("status", x["status"] == y["status"], x["status"], y["status"]),
        ("date", right, said_x, said_y),
        ("type", x["type"] == y["type"], x["type"], y["type"]),
    ):
        if not good:
            scores.errors.append((slot, id_, f"gold {gold}", f"coded {coded}", (x["evidence"] or "")[:70]))
