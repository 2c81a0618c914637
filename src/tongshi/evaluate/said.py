"""Readouts, quotes and statements against those coded by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tongshi.evaluate.figures import Scores
from tongshi.evaluate.form import Json, cut, has_place
from tongshi.evaluate.likeness import common, norm, same_name, same_quote

#: Two contents can be one statement from this share of common characters on.
OVERLAP = 0.5


def score_readouts(scores: Scores, g: Json, c: Json, paired: Mapping[int, int]) -> None:
    """Count one article's readouts; `paired` are its engagements, hand-coded → coded."""
    gold = {(paired.get(r["engagement"], -1), r["side"], r["engagement"]): set(r["topics"]) for r in g["readouts"]}
    coded = {(r["engagement"], r["side"]): set(r["topics"]) for r in c["readouts"]}
    both = [key for key in gold if key[:2] in coded]
    scores.figures["readout sides"].add(len(both), len(gold), len(coded))
    scores.figures["readout topics"].add(
        sum(len(gold[key] & coded[key[:2]]) for key in both),
        sum(map(len, gold.values())),
        sum(map(len, coded.values())),
    )


def score_quotes(scores: Scores, g: Json, c: Json) -> None:
    """Count one article's quotes."""
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
    gold = [s | {"text": s["text"] or cut(text, s)} for s in gold]  # hand-coded ones may give places alone
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
    if has_place(g) and has_place(c):
        shared = max(0, min(g["end"], c["end"]) - max(g["start"], c["start"]))
        either = (g["end"] - g["start"]) + (c["end"] - c["start"]) - shared
    else:
        a, b = norm(g["text"]), norm(c["text"])
        shared = common(a, b)
        either = len(a) + len(b) - shared
    return shared / either if either else 0.0


def _is_exact(g: Json, c: Json) -> bool:
    if has_place(g) and has_place(c):
        return bool((g["start"], g["end"]) == (c["start"], c["end"]))
    return norm(g["text"]) == norm(c["text"])


def _same_speaker(g: Json, c: Json) -> bool:
    one, other = norm(g["speaker"]), norm(c["speaker"])
    return one == other or same_name(one, other)
