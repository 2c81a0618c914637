"""Coded articles against articles coded by hand, all figures."""

from __future__ import annotations

from collections.abc import Mapping

from tongshi.evaluate.articles import score_article
from tongshi.evaluate.engagements import pair, score_engagements
from tongshi.evaluate.figures import Scores
from tongshi.evaluate.form import Json
from tongshi.evaluate.said import score_quotes, score_readouts, score_statements


def score(gold: Mapping[str, Json], coded: Mapping[str, Json]) -> Scores:
    """Compare tidied records by id."""
    scores = Scores(articles=len(gold))
    empty: Json = {"article": {}, "engagements": [], "readouts": [], "quotes": [], "statements": []}
    for id_, g in gold.items():
        c = coded.get(id_) or empty
        pairs = pair(g["engagements"], c["engagements"])
        score_engagements(scores, id_, g, c, pairs)
        score_readouts(scores, g, c, dict(pairs))
        score_quotes(scores, g, c)
        if g["statements"] is not None:
            score_statements(scores, id_, g["statements"], c["statements"] or [], c["article"].get("text") or "")
        score_article(scores, g, c)
    return scores
