"""How statements are scored: which two are a pair, and what is right of one."""

from __future__ import annotations

from typing import Any

import pytest

from tongshi.evaluate import overlap, pair_statements, score, tidy

TEXT = "部長表示，談判還沒有結果，並強調主權不容討論。白宮說，會談將繼續。"


def statement(text: str = "", speaker: str | None = "部長", **more: Any) -> dict[str, Any]:
    fields = {"text": text, "form": "indirect", "speaker": speaker, "polity": "CN", "class": "state"}
    return fields | {"addressee": None, "chain": []} | more


def at(words: str, **more: Any) -> dict[str, Any]:
    """A statement by its place alone."""
    start = TEXT.index(words)
    return statement(**more) | {"start": start, "end": start + len(words)}


def record(*statements: dict[str, Any] | None, text: str = TEXT) -> dict[str, Any]:
    said = {} if statements == (None,) else {"statements": list(statements)}
    return tidy({"id": "a", "article": {"text": text}, **said})


def scored(gold: dict[str, Any], coded: dict[str, Any]) -> dict[str, Any]:
    scores = score({"a": gold}, {"a": coded})
    figure = scores.figures.get("statements")
    right = {
        name.removeprefix("statement "): (a.right, a.of) for name, a in scores.accuracies.items() if "statement" in name
    }
    return {"found": (figure.right, figure.gold, figure.coded) if figure else None, **right}


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        (at("談判還沒有結果"), at("談判還沒有結果"), 1),
        (at("談判還沒有結果"), at("還沒有結果"), 5 / 7),
        (at("談判還沒有結果"), at("主權不容討論"), 0),
        (statement("談判還沒有結果"), statement("谈判还没有 结果"), 1),
        (at("談判還沒有結果") | {"text": "談判還沒有結果"}, statement("還沒有結果"), 5 / 7),
        (statement(""), statement(""), 0),
    ],
)
def test_overlap(one: dict[str, Any], other: dict[str, Any], share: float) -> None:
    assert overlap(one, other) == pytest.approx(share)
    assert overlap(other, one) == pytest.approx(share)


def test_pairs_are_one_to_one_the_best_first() -> None:
    gold = [at("談判還沒有結果"), at("主權不容討論")]
    coded = [at("沒有結果"), at("談判還沒有結果，並"), at("主權不容討論"), at("主權不容討論")]
    assert pair_statements(gold, coded) == [(1, 2), (0, 1)]


def test_of_two_at_one_place_the_one_of_the_same_speaker() -> None:
    gold = [at("會談將繼續", speaker="白宮")]
    coded = [at("會談將繼續", speaker="部長"), at("會談將繼續", speaker="白宫")]
    assert pair_statements(gold, coded) == [(0, 1)]


def test_what_is_right_of_a_pair() -> None:
    gold = record(
        at("談判還沒有結果", chain=["路透社"], addressee="記者"),
        at("主權不容討論", **{"class": "stress"}),
        at("會談將繼續", speaker="白宮", polity="US"),
    )
    coded = record(
        at("談判還沒有結果", chain=["路透社"]) | {"text": "談判還沒有結果"},
        at("主權不容討論。", speaker="大使", form="mixed") | {"text": "主權不容討論。"},
    )
    assert scored(gold, coded) == {
        "found": (2, 3, 2), "speaker": (1, 2), "content exact": (1, 2), "class": (1, 2), "form": (1, 2),
        "polity": (2, 2), "addressee": (0, 1), "chain": (1, 1),
    }  # fmt: skip


def test_an_article_not_coded_for_statements_does_not_count() -> None:
    assert scored(record(None), record(at("會談將繼續")))["found"] is None
    assert scored(record(), record(at("會談將繼續")))["found"] == (0, 0, 1)


def test_an_article_that_was_not_read_is_missed() -> None:
    assert score({"a": record(at("會談將繼續"))}, {}).figures["statements"].gold == 1


def test_hand_coded_places_are_told_in_words() -> None:
    gold = tidy({"id": "a", "statements": [at("會談將繼續")]})
    (missed,) = (each for each in score({"a": gold}, {"a": record()}).errors if each[0] == "statement missed")
    assert missed[-1] == "會談將繼續"
