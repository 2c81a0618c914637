"""Of which state an actor is whose state the text leaves unsaid, and where a name begins."""

import pytest

from tongshi.language import fold
from tongshi.registry import find_names, load_registry

REGISTRY = load_registry()


@pytest.mark.parametrize(
    ("text", "who", "polity"),
    [
        # an outlet's own bodies go without their state
        ("外交部昨天发表文告。", "外交部", "SG"),
        ("外交部昨天发表文告。\n发言人说，使馆已提供协助。", "发言人", "SG"),
        # a mouthpiece alone is the one spoken of before, wherever the outlet is
        ("中国驻挪威大使馆昨天表示不满。\n挪威首相没有回应。\n使馆发言人称，挪威应收回决定。", "使馆发言人", "CN"),
        ("中国驻挪威大使馆昨天表示不满。\n大使馆也说，挪威应收回决定。", "大使馆", "CN"),
        ("法国外交部发言人昨天在巴黎说，德国理应解释。\n发言人指出，日本也有责任。", "发言人", "FR"),
        ("港府对此表示遗憾，指美国无权干预。发言人称，两项法案毫无必要。", "发言人", "HK"),
        # nobody who could be meant: of no state rather than of the outlet's
        ("公司否认这项指控。\n发言人说，账目没有问题。", "发言人", None),
    ],
)
def test_state_left_unsaid(text: str, who: str, polity: str | None) -> None:
    folded = fold(text)
    actors, _ = find_names(folded, REGISTRY, None, home="SG")
    assert [actor.polity for actor in actors if folded[actor.start : actor.end] == who][-1:] == [polity]


@pytest.mark.parametrize("text", ["霍爾姆森（Lars Holmsen）周一發言。", "昨天，霍爾姆森（Lars Holmsen）在奧斯陸發言。"])
def test_a_name_before_its_gloss_is_read_from_its_start(text: str) -> None:
    folded = fold(text)
    (actor,) = find_names(folded, REGISTRY, None)[0]
    assert actor.name is not None
    assert folded[slice(*actor.name)] == "霍尔姆森"
