"""What is told of an article against what was coded by hand: its frame, and where its body begins and ends."""

from __future__ import annotations

import datetime as dt

from tongshi.evaluate.figures import Scores
from tongshi.evaluate.form import Json
from tongshi.evaluate.likeness import hits, norm, same_name, same_quote

_CLOSERS = "。！？!?」”』）)…"


def score_article(scores: Scores, g: Json, c: Json) -> None:
    """Count one article's frame, and where its body begins and ends."""
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
