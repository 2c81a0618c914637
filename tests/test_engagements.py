"""Sentences → engagements, case by case, and what must hold for any text."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cases import cases
from tongshi.engagements import find_engagements
from tongshi.language import fold
from tongshi.offsets import verbatim
from tongshi.pipeline import Knowledge, code
from tongshi.records import Article, Engagement, Item, Post
from tongshi.registry import find_names

KNOWLEDGE = Knowledge.shipped()


def read(text: str, day: dt.date, title: str = "", items: tuple[Item, ...] = ()) -> tuple[Engagement, ...]:
    body = verbatim(text, 0, len(text))
    post = Post(
        id="case", path="case.md", form="feed", text=text, body=(0, len(text)), title=verbatim(title, 0, len(title))
    )
    article = Article(post=post, outlet="cna", script="Hant", body=body, paragraphs=(), blocks=(), items=items, day=day)
    folded = fold(text)
    actors, sites = find_names(folded, KNOWLEDGE.registry, day, "TW")
    return find_engagements(article, body, folded, actors, sites, KNOWLEDGE.registry, KNOWLEDGE.engagements).engagements


def about(text: str, day: dt.date = dt.date(2021, 5, 14)) -> list[list[str]]:
    """The topics of each record of an article, in order."""
    post = Post(id="case", path="case.md", form="feed", text=text, body=(0, len(text)))
    return [list(engagement.topics) for engagement in code(post, KNOWLEDGE).engagements]


def told(engagement: Engagement) -> str:
    who = ",".join(p.name or p.office or "" for p in engagement.participants) or "-"
    when = engagement.when
    date = f"{when.start or '-'}/{when.precision}"
    return f"{engagement.type} {engagement.status} {who} {','.join(engagement.polities)} {date}"


@pytest.mark.parametrize("case", cases("engagements"))
def test_engagements(case: dict[str, Any]) -> None:
    found = read(case["text"].replace("|", "\n"), case["at"])
    assert [told(engagement) for engagement in found] == case["want"]


@pytest.mark.parametrize("case", cases("places"))
def test_place_of_the_contact(case: dict[str, Any]) -> None:
    found = read(case["text"].replace("|", "\n"), case["at"])
    assert [f"{e.place.city or '-'}/{e.place.polity or '-'}" for e in found] == case["want"]


def test_a_contact_was_about_what_was_discussed_in_it() -> None:
    text = (
        "布林肯13日在巴黎會見法國外長勒德里昂，雙方討論了氣候變化問題。\n"
        "兩地股市當天收低。\n分析師認為市場還在觀望。\n交易清淡。\n成交不多。\n收盤前略有回升。\n石油公司股價下跌。"
    )
    assert about(text) == [["climate"]]


def test_a_contact_was_not_about_what_was_discussed_in_the_next() -> None:
    text = (
        "布林肯13日在巴黎會見法國外長勒德里昂，雙方討論了氣候變化問題。\n"
        "布林肯14日在柏林會見德國外長馬斯，雙方討論了關稅問題。"
    )
    first, second = about(text, dt.date(2021, 5, 15))
    assert first == ["climate"]
    assert "trade" in second


def test_what_a_side_says_of_a_contact_it_was_about() -> None:
    text = (
        "布林肯13日在巴黎會見法國外長勒德里昂。\n巴黎下著雨。\n"
        "布林肯會後表示，雙方就北韓無核化交換了意見。\n勒德里昂說，雙方也談到北韓問題。"
    )
    assert about(text) == [["north-korea"]]


def test_what_a_contact_was_about_has_its_sentence() -> None:
    text = "布林肯13日在巴黎會見法國外長勒德里昂。雙方討論了關稅問題。"
    post = Post(id="case", path="case.md", form="feed", text=text, body=(0, len(text)))
    (meeting,) = code(post, KNOWLEDGE).engagements
    (span,) = meeting.spans["topics.trade"]
    assert text[span.start : span.end] == "雙方討論了關稅問題。"


def test_a_word_that_says_when_or_why_is_no_subject() -> None:
    held = "布林肯13日在巴黎會見法國外長勒德里昂，{}。"
    assert about(held.format("討論疫情")) == [["covid"]]
    assert about(held.format("是疫情爆發以來首次")) == [[]]
    assert about(held.format("會談因疫情改在室外舉行")) == [[]]


def test_who_took_part_says_what_was_raised() -> None:
    text = "布林肯13日會見法國外長勒德里昂。王毅14日會見德國外長馬斯。\n{}表示，他關切新疆的情況。"
    assert about(text.format("布林肯")) == about(text.format("勒德里昂")) == [["xinjiang"], []]
    assert about(text.format("馬斯")) == [[], ["xinjiang"]]


def test_a_state_named_in_a_list_of_subjects_is_one() -> None:
    topics = KNOWLEDGE.engagements.topics
    assert topics(fold("談到香港和台灣")) == topics(fold("談到香港與台灣的情況")) == ("hong-kong", "taiwan")
    assert topics(fold("到過台灣和日本")) == ()


def test_the_relations_of_any_two_states_are_bilateral() -> None:
    topics = KNOWLEDGE.engagements.topics
    assert topics(fold("捷德關係")) == topics(fold("德捷關係")) == ("bilateral-relations",)
    assert topics(fold("德德關係")) == ()


def test_the_relations_of_two_states_are_no_topic_of_others() -> None:
    session = "中國外長王毅7日在東京與日本外相山田大介會談，雙方討論{}關係。"
    assert about(session.format("中日")) == [["bilateral-relations"]]
    assert about(session.format("美韓")) == [[]]


def test_whom_a_title_means_is_known_as_he_is_where_he_is_named() -> None:
    text = "法國外長勒德里昂與中國外長王毅的會期已定。中法外長17日在巴黎會晤。"
    (meeting,) = read(text, dt.date(2020, 11, 18))
    assert [each.person for each in meeting.participants] == ["wang-yi", "le-drian-jean-yves"]


@pytest.mark.parametrize(
    ("text", "name", "office"),
    [
        ("德国国防部周二证实防长皮斯托留斯将访问基辅。", "皮斯托留斯", "防长"),
        ("美國國務卿布林肯週二在台北會見台灣總統蔡英文和衛生福利部長陳時中。", "陳時中", "衛生福利部長"),
        ("美國國務院負責能源與環境的副國務卿柯林斯週二訪問柏林。", "柯林斯", "美國國務院負責能源與環境的副國務卿"),
        ("時任美國財政部長耶倫2022年4月訪問首爾。", "耶倫", "美國財政部長"),
        ("時任副總統的拜登2011年8月訪問北京。", "拜登", "副總統"),
        ("2009年5月，習近平以中國國家副主席身分訪問東京。", "習近平", "中國國家副主席"),
        ("負責中國外交事務的楊潔篪和商務部長王文濤週二訪問東京。", "王文濤", "商務部長"),
        ("當選總統拜登尚未組閣。拜登2011年8月訪問北京。", "拜登", None),
        ("前首相森喜朗週二抵達台北。森喜朗隨後會見總統蔡英文。", "森喜朗", "前首相"),
        ("日本首相安倍晉三週二訪問首爾。前首相安倍晉三的著作上月出版。", "安倍晉三", "日本首相"),
        ("2018年6月，川金會在新加坡登場。北韓領袖金正恩離開時沒有談到川普。", "金正恩", "北韓領袖"),
        ("2018年6月，川金會在新加坡登場。北韓領袖金正恩離開時沒有談到川普。", "川普", None),
        ("香港民主黨前議員趙國樑週二訪問奧斯陸。", "趙國樑", "香港民主黨前議員"),
        ("挪威首相斯特勒週二與白俄羅斯反對派領袖季哈諾夫斯卡婭會面。", "季哈諾夫斯卡婭", "白俄羅斯反對派領袖"),
        ("流亡的前香港議員趙國樑週二訪問奧斯陸。", "趙國樑", "前香港議員"),
        ("新加坡國務資政兼國家安全統籌部長張志賢週二訪問河內。", "張志賢", "新加坡國務資政兼國家安全統籌部長"),
        ("衛生委員會主席費雪週二訪問首爾。", "費雪", "衛生委員會主席"),
        ("歐盟輪值主席國德國總理默克爾週二訪問首爾。", "默克爾", "歐盟輪值主席國德國總理"),
        ("挪威官方媒體宣布首相斯特勒週二訪問河內。", "斯特勒", "首相"),
    ],
)
def test_a_title_stands_as_it_is_written_in_full_and_as_held_then(text: str, name: str, office: str | None) -> None:
    people = [person for found in read(text, dt.date(2023, 4, 12)) for person in found.participants]
    assert {person.office for person in people if person.name == name} == {office}


@pytest.mark.parametrize(
    "sentence",
    [
        "布林肯13日前往{}訪問。",
        "布林肯13日訪問{}。",
        "布林肯13日赴{}訪問。",
        "布林肯13日抵達{}訪問。",
        "布林肯周一和{}外長通電話。",
        "目前{}外長與布林肯通電話。",
        "13日{}外長與布林肯舉行會談。",
    ],
)
def test_each_state_is_found_wherever_it_stands(sentence: str) -> None:
    """No word that keeps a state's name from being read (往日本报) also keeps it from where it belongs (前往日本)."""
    missed = []
    for polity in KNOWLEDGE.registry.polities.values():
        names = [word for word, sense in polity.surfaces if sense == "name" and len(word) > 1]
        if not polity.is_organisation and polity.code != "US" and names:
            told_of = {code for e in read(sentence.format(names[0]), dt.date(2021, 10, 14)) for code in e.polities}
            missed += [] if {"US", polity.code} <= told_of else [names[0]]
    assert not missed


def test_every_field_has_its_span() -> None:
    text = "美國國務卿布林肯12日在華盛頓與日本外相林芳正會面。"
    (engagement,) = read(text, dt.date(2023, 1, 13))
    cut = {field: [text[a:b] for a, b in spans] for field, spans in engagement.spans.items()}
    assert cut["trigger"] == ["會面"]
    assert cut["date"] == ["12日"]
    assert cut["place"] == ["華盛頓"]
    assert cut["participants"] == ["布林肯", "林芳正"]
    assert engagement.evidence == text


def test_headline_makes_main_and_calls_off() -> None:
    body = "布林肯昨天在記者會上談到預算。\n他說，預算案下周表決。\n布林肯原本計畫下周訪問中國。"
    (visit,) = read(body, dt.date(2023, 2, 4), title="布林肯訪中行程取消")
    assert (visit.type, visit.status, visit.salience) == ("visit", "cancelled", "main")


def test_each_item_of_a_programme_opens_like_an_article() -> None:
    """What the fourth news reports is news, and the subject of the third is not its subject."""
    lines = ["王毅会见来宾", "各地丰收", "北京下雪", "交通恢复", "抵达东京访问", "王毅同俄罗斯外长拉夫罗夫通电话"]
    body = "\n".join(lines)
    starts = [body.index(line) for line in lines]
    items = tuple(Item(at, at + len(line), at + len(line)) for at, line in zip(starts, lines, strict=True))
    plain = read(body, dt.date(2021, 2, 4), title="新闻联播")
    assert [(each.type, each.salience) for each in plain] == [("visit", "background"), ("call", "background")]
    (call,) = read(body, dt.date(2021, 2, 4), title="新闻联播", items=items)
    assert (call.type, call.salience, call.trigger) == ("call", "main", "通电话")


PEOPLE = ["布林肯", "他", "双方", "日本", "美国", "国务卿", "外相", "总统", "台湾", "（Antony Blinken）"]
DEEDS = ["会面", "访问", "取消", "将", "对", "通话", "任命", "出任", "峰会", "举行", "与", "和", "的"]
WORDS = st.sampled_from([*PEOPLE, *DEEDS, "昨天", "3日", "。", "，", "“", "”", "\n"])


@settings(max_examples=150)
@given(st.lists(WORDS, max_size=25).map("".join))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    for engagement in read(text, dt.date(2023, 1, 13)):
        assert engagement.polities
        assert engagement.trigger in engagement.evidence
        for spans in engagement.spans.values():
            assert all(0 <= start < end <= len(text) for start, end in spans)
