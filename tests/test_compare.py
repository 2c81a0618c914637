"""A contact as its sides and its outlets tell it: from posts that say themselves what is said in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.toy import archive, post
from tongshi import lexicon
from tongshi.build import build
from tongshi.cli import main
from tongshi.compare import Comparison, Wording, by_outlet, compare, load_names, load_terms
from tongshi.coverage import Holdings
from tongshi.display import lines as lines_of
from tongshi.errors import LexiconError, NotFoundError
from tongshi.language import fold
from tongshi.lexicon import Layer
from tongshi.offsets import Span
from tongshi.pipeline import Knowledge
from tongshi.records import Participant
from tongshi.rights import Rights, StoreRelease, Texts
from tongshi.sides import comparison_lines, comparison_page, comparison_text, outlet_lines, outlet_page, outlet_text
from tongshi.sides.told import cited, handed_on, heading, percent
from tongshi.store import ContactReport, open_store

TERMS = load_terms()
MEDIA, NAMES = TERMS.media, TERMS.names

CALL = "@call held main 2021-02-10 who=拜登:US:biden-joe,習近平:CN:xi-jinping topics=trade"
US, CN = "engagement=0 side=US person=biden-joe", "engagement=0 side=CN person=xi-jinping"
CNA, VOA, ZAOBAO = "https://www.cna.com.tw/news/1", "https://www.voachinese.com/a/1", "https://www.zaobao.com/a/1"

POSTS = {
    "a": post(
        "拜登與習近平通話", CALL,
        f"@said 拜登 US stress 台灣海峽的和平穩定不容片面改變 office=總統 verb=強調 topics=taiwan phrases=status-quo "
        f"{US} in=新聞稿",
        f"@said 拜登 US urge 中方開放市場並降低關稅 verb=敦促 topics=trade {US}",
        f"@said 拜登 US state 「中國病毒」的源頭不明 verb=說 form=mixed topics=covid {US}",
        f"@said 拜登 US state 我們談了很久。 verb=說 form=direct {US}",
        "@said 岸信夫 JP praise 兩國保持溝通 office=防衛大臣 verb=歡迎 topics=bilateral-relations engagement=0",
        "@said - - state 兩國難以和好 verb=認為 engagement=0",
        "@said 拜登 US state 天氣很好 verb=說",
        url=CNA,
    ),
    "b": post(
        "习近平同拜登通电话", CALL.replace("習", "习"),
        f"@said 习近平 CN warn 台湾问题是红线，和平稳定的最大威胁是台独 office=国家主席 verb=警告 "
        f"topics=taiwan phrases=red-line {CN} via=新华社",
        f"@said 习近平 CN propose 双方合作抗击新冠疫情 verb=提出 topics=covid,climate {CN} via=新华社",
        f"@said 拜登 US promise 开展坦诚对话 verb=承诺 topics=bilateral-relations {US} via=新华社",
        url=VOA, day="2021-02-12",
    ),
    "c": post(
        "拜习通话", CALL.replace("習", "习").replace("topics=trade", ""),
        f"@said 拜登 US stress 台湾海峡的和平稳定不容片面改变 verb=重申 topics=taiwan phrases=status-quo {US} "
        "via=路透社",
        url=ZAOBAO, day="2021-02-13",
    ),
}  # fmt: skip


def built(folder: Path, **posts: str) -> ContactReport:
    """What the store has on the only contact of some posts."""
    with open_store(folder / "tongshi.db", write=True) as store:
        build([archive(folder / "posts", **posts)], store, jobs=1, coder="tests.toy:Toy")
        (contact,) = store.contacts()
        return store.report(contact.id)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("compare")


@pytest.fixture(scope="module")
def report(folder: Path) -> ContactReport:
    return built(folder, **POSTS)


@pytest.fixture(scope="module")
def compared(report: ContactReport) -> Comparison:
    return compare(report, TERMS)


def told(*posts: str, folder: Path) -> Comparison:
    return compare(built(folder, **{f"p{number}": each for number, each in enumerate(posts)}), TERMS)


def texts(wordings: Iterable[Wording | None]) -> list[str]:
    return [each.statement.text if each else "" for each in wordings]


# --- sides


def test_each_side_has_its_own_words_in_order(compared: Comparison) -> None:
    us, cn = compared.sides
    assert (us.polity, cn.polity) == ("US", "CN")
    assert texts(us.wordings) == [
        "台灣海峽的和平穩定不容片面改變", "中方開放市場並降低關稅", "「中國病毒」的源頭不明",
        "我們談了很久。", "开展坦诚对话",
    ]  # fmt: skip
    assert texts(cn.wordings) == ["台湾问题是红线，和平稳定的最大威胁是台独", "双方合作抗击新冠疫情"]
    assert compared.silent == ()


def test_the_same_words_are_one_wording_with_all_sources(compared: Comparison) -> None:
    copied = compared.sides[0].wordings[0]
    assert [each.place.article.reading.article.outlet for each in copied.told] == ["cna", "zaobao"]
    assert copied.verbs == (("強調", "stress"), ("重申", "stress"))
    assert copied.media == ("新聞稿",)
    assert [each.place.words for each in copied.told] == [
        "台灣海峽的和平穩定不容片面改變", "台湾海峡的和平稳定不容片面改变",
    ]  # fmt: skip


def test_the_same_words_of_another_speaker_are_another_wording(tmp_path: Path) -> None:
    other = "engagement=0 side=US person=blinken-antony"
    found = told(
        post("一", CALL, f"@said 拜登 US state 對話必須繼續 {US}", f"@said 布林肯 US state 對話必須繼續 {other}"),
        folder=tmp_path,
    )
    assert texts(found.sides[0].wordings) == ["對話必須繼續"] * 2


def test_topics_have_order_and_share(compared: Comparison) -> None:
    us, cn = compared.sides
    assert [(each.topic, each.order, each.articles) for each in us.topics] == [
        ("taiwan", 1, 2), ("trade", 2, 1), ("covid", 3, 1), ("bilateral-relations", 4, 1),
    ]  # fmt: skip
    assert us.topics[0].share == pytest.approx(15 / us.characters)
    assert us.topics[0].first == us.wordings[0].told[0].place
    # a statement on two topics counts for both
    assert cn.topics[1].share == cn.topics[2].share == pytest.approx(10 / cn.characters)


def test_who_is_quoted(compared: Comparison) -> None:
    (voice,) = compared.sides[0].voices
    assert (voice.name, voice.office, voice.media) == ("拜登", "總統", ("新聞稿",))
    assert (voice.wordings, voice.quoted, len(voice.articles)) == (5, 2, 3)
    assert [link.name for link in voice.links] == ["路透社", "新华社"]
    assert [each.quoted for each in compared.sides[0].wordings] == [False, False, True, True, False]


def test_set_phrases_are_told_by_side(compared: Comparison) -> None:
    assert [side.phrases for side in compared.sides] == [("status-quo",), ("red-line",)]


def test_third_parties_give_no_account(compared: Comparison) -> None:
    assert [(each.side, each.statement.text) for each in compared.aside] == [
        ("JP", "兩國保持溝通"),
        ("", "兩國難以和好"),
    ]
    assert not any(side.polity == "JP" for side in compared.sides)


def test_a_statement_on_something_else_is_left_out(compared: Comparison) -> None:
    told_ = [each.statement.text for side in compared.sides for each in side.wordings]
    assert "天氣很好" not in told_ + [each.statement.text for each in compared.aside]


@pytest.mark.parametrize(
    ("lines", "through"),
    [
        ([f"@said 习近平 CN state 合作最好 {CN} via=新华社"], ()),
        ([f"@said 习近平 CN state 合作最好 {CN} via=路透社"], ()),
        ([f"@said 习近平 CN state 合作最好 {CN} via=美聯社"], ("美聯社",)),
        ([f"@said 习近平 CN state 合作最好 {CN} via=路透社,美国之音"], ("美国之音",)),
        # the other side's representative tells of it
        ([f"@said 习近平 CN state 合作最好 {CN} via=拜登"], ("拜登",)),
        ([f"@said 习近平 CN state 合作最好 {CN} via=美聯社", f"@said 习近平 CN state 不要对抗 {CN}"], ()),
    ],
)
def test_an_account_known_through_the_other_side_alone(
    lines: list[str], through: tuple[str, ...], tmp_path: Path
) -> None:
    found = told(post("一", CALL, *lines), folder=tmp_path)
    assert {side.polity: side.through for side in found.sides}["CN"] == through


def test_a_wording_that_another_article_has_at_first_hand_is_not_known_through_others(tmp_path: Path) -> None:
    said = f"@said 习近平 CN state 合作是唯一选择 {CN}"
    found = told(post("一", CALL, f"{said} via=美聯社"), post("二", CALL, said, url=VOA), folder=tmp_path)
    assert [side.through for side in found.sides] == [()]
    assert found.silent == ("US",)


def test_sides_as_asked(report: ContactReport) -> None:
    assert [side.polity for side in compare(report, TERMS, ("CN", "US")).sides] == ["CN", "US"]
    with pytest.raises(NotFoundError, match=r"^JP: no side of c\w+ \(those are US CN\)$"):
        compare(report, TERMS, ("US", "JP"))
    with pytest.raises(NotFoundError, match=r"^US US: no two sides, but one twice$"):
        compare(report, TERMS, ("US", "US"))


@pytest.mark.parametrize(
    ("line", "silent"),
    [
        (CALL, ("US", "CN")),
        (CALL.replace("call", "visit") + " polities=US,CN,AU", ("US", "CN")),  # Australia is only named
        (CALL.replace("call", "message"), ()),
        (CALL.replace("call", "appointment"), ()),
    ],
)
def test_who_is_silent(line: str, silent: tuple[str, ...], tmp_path: Path) -> None:
    found = told(post("一", line, "@said 岸信夫 JP state 很好 engagement=0"), folder=tmp_path)
    assert found.silent == silent
    want = "silent in these articles: US CN" if silent else "no account of a side in these articles"
    assert want in lines_of(comparison_text(found, colour=False))
    assert want in comparison_page(found)


def test_what_others_say_stands_at_the_end_and_in_no_account(tmp_path: Path) -> None:
    """Third parties' words, and those of a side's people who do not speak for it."""
    found = told(
        post("一", CALL, f"@said 拜登 US state 關稅應當降低 topics=trade {US}",
             "@said 岸信夫 JP praise 保持溝通 office=防衛大臣 topics=taiwan phrases=red-line engagement=0",
             "@said 葛來儀 US state 兩國難以和好 topics=climate engagement=0"),
        folder=tmp_path,
    )  # fmt: skip
    assert [texts(side.wordings) for side in found.sides] == [["關稅應當降低"]]
    assert [row.topic for row in found.rows] == ["trade"]
    assert (found.silent, found.phrases) == (("CN",), {})
    assert texts(found.aside) == ["保持溝通", "兩國難以和好"]
    text = "\n".join(lines_of(comparison_text(found, colour=False)))
    page = comparison_page(found)
    for shown, others in ((text, "others say (no account of a side)"), (page, "Others say")):
        before, _, after = shown.partition(others)
        for words in ("岸信夫", "葛來儀"):
            assert words not in before
            assert words in after
    asides = [each for line in comparison_lines(found) if (each := json.loads(line))["kind"] == "aside"]
    assert [(each["side"], each["polity"], each["text"]) for each in asides] == [
        (None, "JP", "保持溝通"), (None, "US", "兩國難以和好"),
    ]  # fmt: skip
    others = [each for line in comparison_lines(found) if (each := json.loads(line))["kind"] != "aside"]
    assert not any({"岸信夫", "葛來儀"} & {each.get("speaker")} for each in others)


# --- shown


@pytest.mark.parametrize(
    ("line", "want"),
    [
        (CALL, "call, held, 2021-02-10: 拜登 (US)、習近平 (CN)"),
        (CALL.replace("call", "meeting") + " place=北京:CN",
         "meeting, held, 2021-02-10, 北京 (CN): 拜登 (US)、習近平 (CN)"),
        (CALL.replace("call", "visit") + " place=:CN", "visit, held, 2021-02-10, CN: 拜登 (US)、習近平 (CN)"),
    ],
)  # fmt: skip
def test_the_heading_tells_the_place(line: str, want: str, tmp_path: Path) -> None:
    assert heading(told(post("一", line), folder=tmp_path).contact) == want


@pytest.mark.parametrize(
    ("numbers", "want"),
    [([], ([], "")), ([3, 1, 3, 2], ([1, 2, 3], "")), (range(15, 0, -1), (list(range(1, 13)), " +3"))],
)
def test_references_ascend(numbers: Iterable[int], want: tuple[list[int], str]) -> None:
    assert cited(numbers) == want


@pytest.mark.parametrize(("share", "want"), [(0.0, "0%"), (0.004, "<1%"), (0.009, "<1%"), (0.01, "1%"), (1.0, "100%")])
def test_percentages(share: float, want: str) -> None:
    assert percent(share) == want


def test_forms_and_links_are_told_apart(tmp_path: Path) -> None:
    found = told(post("一", CALL, f"@said 拜登 US state 關稅應當降低 {US} in=聲明 via=新华社,發言人"), folder=tmp_path)
    want = "in 聲明; through 新华社 CN → 發言人"
    assert handed_on(found.sides[0].wordings[0]) == want
    assert want in comparison_page(found)
    assert "in 聲明; through 新华社、發言人" in comparison_page(found)


def test_a_phrase_has_its_words_beside_it(compared: Comparison) -> None:
    assert compared.phrases == {"status-quo": "改变现状", "red-line": "红线"}
    assert "red-line 红线" in "\n".join(lines_of(comparison_text(compared, colour=False)))
    assert "red-line 红线" in comparison_page(compared)


def test_of_many_sides_those_that_say_most(tmp_path: Path) -> None:
    call = CALL.replace("who=", "who=東盟:ASEAN,")
    folder = archive(tmp_path / "posts", a=post(
        "三方", call,
        "@said 東盟 ASEAN state 局勢平穩 engagement=0 side=ASEAN",
        f"@said 拜登 US state 關稅應當降低 topics=trade {US}", f"@said 拜登 US state 保持溝通 {US}",
        f"@said 习近平 CN state 贸易战没有赢家 topics=trade {CN}", f"@said 习近平 CN state 台湾问题是红线 {CN}",
    ))  # fmt: skip
    with open_store(str(tmp_path / "t.db"), write=True) as store:
        build([folder], store, jobs=1, coder="tests.toy:Toy")
        report = store.report(next(iter(store.contacts())).id)
    assert [side.polity for side in compare(report, TERMS).sides] == list(report.contact.polities)
    assert {side.polity for side in compare(report, TERMS, most=2).sides} == {"US", "CN"}


# --- rows


def test_topics_of_both_come_first_then_of_one_then_none(compared: Comparison) -> None:
    assert compared.shared == ("taiwan", "covid")
    assert [compared.only(side) for side in compared.sides] == [("trade", "bilateral-relations"), ("climate",)]
    assert [row.topic for row in compared.rows] == [
        "taiwan", "covid", "trade", "bilateral-relations", "climate", "",
    ]  # fmt: skip
    assert texts(compared.rows[-1].cells) == ["我們談了很久。", ""]


@pytest.mark.parametrize(
    ("us", "cn", "rows"),
    [
        # what shares most stands together, whatever the order
        (["關稅應當降低", "芯片出口受到管制"], ["取消芯片管制", "降低加徵的關稅"],
         [("關稅應當降低", "降低加徵的關稅", True), ("芯片出口受到管制", "取消芯片管制", True)]),
        # in either script
        (["市場准入"], ["市场准入必须对等"], [("市場准入", "市场准入必须对等", True)]),
        # what shares the topic only stands there too, with nothing in common
        (["關稅應當降低"], ["贸易战没有赢家"], [("關稅應當降低", "贸易战没有赢家", False)]),
        (["關稅應當降低", "採購農產品"], ["贸易战没有赢家"],
         [("關稅應當降低", "贸易战没有赢家", False), ("採購農產品", "", False)]),
        (["關稅應當降低"], ["贸易战没有赢家", "关税应当取消"],
         [("關稅應當降低", "关税应当取消", True), ("", "贸易战没有赢家", False)]),
    ],
)  # fmt: skip
def test_what_stands_beside_each_other(
    us: list[str], cn: list[str], rows: list[tuple[str, str, bool]], tmp_path: Path
) -> None:
    lines = [f"@said 拜登 US state {text} topics=trade {US}" for text in us]
    lines += [f"@said 习近平 CN state {text} topics=trade {CN}" for text in cn]
    found = told(post("一", CALL, *lines), folder=tmp_path)
    assert [(*texts(row.cells), bool(row.common)) for row in found.rows] == rows


def test_set_phrases_put_wordings_beside_each_other(tmp_path: Path) -> None:
    found = told(
        post("一", CALL,
             f"@said 拜登 US state 甲乙丙 topics=taiwan {US}",
             f"@said 拜登 US state 丁戊己 topics=taiwan phrases=status-quo {US}",
             f"@said 习近平 CN state 庚辛壬 topics=taiwan phrases=status-quo {CN}"),
        folder=tmp_path,
    )  # fmt: skip
    assert [texts(row.cells) for row in found.rows] == [["甲乙丙", ""], ["丁戊己", "庚辛壬"]]


def test_three_sides_stand_in_three_columns(tmp_path: Path) -> None:
    talks = "@talks held main 2021-02-10 who=拜登:US,菅義偉:JP,文在寅:KR"
    lines = [f"@said {who} {code} state 核武必須廢除 topics=north-korea engagement=0 side={code}"
             for who, code in (("拜登", "US"), ("菅義偉", "JP"))]  # fmt: skip
    found = told(post("一", talks, *lines), folder=tmp_path)
    assert [side.polity for side in found.sides] == ["US", "JP"]
    assert found.silent == ("KR",)
    assert [row.common for row in found.rows] == [("核武必須廢除",)]


# --- readouts without statements


def test_readouts_stand_in_where_there_are_no_statements(tmp_path: Path) -> None:
    found = told(
        post("一", CALL, "@readout 0 US 白宮,布林肯 trade,taiwan"),
        post("二", CALL, "@readout 0 CN 新华社 trade", f"@said 习近平 CN state 关税应当取消 topics=trade {CN}", url=VOA,
             day="2021-02-12"),
        folder=tmp_path,
    )  # fmt: skip
    us, cn = found.sides
    assert [(each.statement.text, each.topics, each.verbs) for each in us.wordings] == [
        ("@readout 0 US 白宮,布林肯 trade,taiwan", ("trade", "taiwan"), (("", "state"),))
    ]
    assert us.voices[0].name == "白宮、布林肯"
    # the article's own statements go before its readout
    assert texts(cn.wordings) == ["关税应当取消"]
    assert (found.shared, found.only(us)) == (("trade",), ("taiwan",))


def test_a_medium_among_the_sources_of_a_readout_hands_it_on(tmp_path: Path) -> None:
    found = told(post("一", CALL, "@readout 0 US 新华社 trade"), folder=tmp_path)
    assert [(side.polity, side.through) for side in found.sides] == [("US", ("新华社",))]
    assert found.sides[0].voices[0].name == ""


# --- names


@pytest.mark.parametrize("entry", lexicon.entries("namings"), ids=lambda entry: entry["id"])
def test_names_find_their_examples(entry: dict[str, Any]) -> None:
    def things(sentence: str) -> set[str]:
        return {hit.thing for hit in NAMES.find(fold(sentence))}

    assert len(entry["called"]) > 1
    assert lexicon.strings(entry, "examples")
    assert lexicon.strings(entry, "not")
    assert all(entry["id"] in things(sentence) for sentence in lexicon.strings(entry, "examples"))
    assert not any(entry["id"] in things(sentence) for sentence in lexicon.strings(entry, "not"))
    for name, words in entry["called"].items():
        for word in words:
            (hit,) = NAMES.find(fold(word))
            assert (hit.thing, hit.name) == (entry["id"], name)


def test_a_project_has_names_of_its_own() -> None:
    own = Layer(
        "own",
        (("namings", "- {id: covid, called: {中國病毒: [中國瘟疫]}}\n- {id: x, called: {甲: [甲甲], 乙: [乙乙]}}"),),
    )
    found = load_names((own,))
    assert {(hit.thing, hit.name) for hit in found.find(fold("中國瘟疫與甲甲"))} == {("covid", "中國病毒"), ("x", "甲")}
    with pytest.raises(LexiconError, match=r"武汉肺炎 is a name of covid already"):
        load_names((Layer("own", (("namings", "- {id: x, called: {甲: [武汉肺炎]}}"),)),))


NAMED = [
    # the sides have different names
    (("中國病毒來自武漢", CNA), ("新冠病毒溯源是科学问题", VOA), [("US", "中国病毒"), ("CN", "新冠")]),
    # both have the same one
    (("新冠病毒的源頭", CNA), ("新冠病毒溯源", VOA), []),
    # one side does not speak of it
    (("武漢肺炎的源頭", CNA), ("合作最好", VOA), []),
    # one article, two names: not its own usage
    (("武漢肺炎的源頭", CNA), ("新冠病毒溯源", CNA), [("US", "武汉肺炎"), ("CN", "新冠")]),
]


@pytest.mark.parametrize(("us", "cn", "want"), NAMED)
def test_names_of_the_sides(
    us: tuple[str, str], cn: tuple[str, str], want: list[tuple[str, str]], tmp_path: Path
) -> None:
    lines = {us[1]: [f"@said 拜登 US state {us[0]} {US}"]}
    lines.setdefault(cn[1], []).append(f"@said 习近平 CN state {cn[0]} {CN}")
    found = told(*(post(url[-20:], CALL, *each, url=url) for url, each in lines.items()), folder=tmp_path)
    assert [(use.user, use.name) for naming in found.namings for use in naming.uses] == want
    for use in (use for naming in found.namings for use in naming.uses):
        assert use.name in {hit.name for hit in NAMES.find(fold(use.place.words))}


@pytest.mark.parametrize(("form", "want"), [("indirect", []), ("direct", [("US", "武汉肺炎")])])
def test_a_name_that_an_outlet_has_for_all_is_its_own(form: str, want: list[tuple[str, str]], tmp_path: Path) -> None:
    """cna calls it 武漢肺炎 whoever speaks; only what it puts between quotation marks counts beside voa's 新冠."""
    both = [f"@said 拜登 US state 武漢肺炎的源頭不明 form={form} {US}", f"@said 習近平 CN state 武漢肺炎防治有成 {CN}"]
    found = told(
        post("一", CALL, *both, url=CNA),
        post("二", CALL, f"@said 习近平 CN state 新冠病毒溯源 {CN}", url=VOA),
        folder=tmp_path,
    )
    uses = [(use.user, use.name) for naming in found.namings for use in naming.uses]
    assert uses == (want and [*want, ("CN", "新冠")])


@pytest.mark.parametrize(
    ("words", "home"),
    [("新華社", "CN"), ("央视", "CN"), ("挪威通訊社", "NO"), ("路透社", ""), ("俄羅斯《消息報》", "RU"), ("部長", "")],
)
def test_homes_of_media(words: str, home: str) -> None:
    assert MEDIA.home(fold(words)) == home


# --- outlets


def test_outlets(report: ContactReport) -> None:
    found = by_outlet(report, TERMS)
    cna, voa, zaobao = found.tellings
    assert [each.outlet for each in found.tellings] == ["cna", "voachinese", "zaobao"]
    assert [item.name for item in cna.people] == ["拜登 (US)", "習近平 (CN)"]
    assert [item.name for item in cna.topics] == ["trade", "taiwan", "covid", "bilateral-relations"]
    assert [item.name for item in cna.without_topics] == ["climate"]
    # of what is left out, where another outlet has it
    assert cna.without_topics[0].place.words == "双方合作抗击新冠疫情"
    assert [item.name for item in cna.without_phrases] == ["red-line"]
    assert [item.name for item in zaobao.without_topics] == ["trade", "covid", "bilateral-relations", "climate"]
    assert cna.without_people == ()
    shares = {each.polity: each for each in voa.shares}
    assert shares["US"].characters == len("开展坦诚对话")
    assert sum(each.share for each in voa.shares) == pytest.approx(1)
    (own,) = cna.shares
    assert (own.polity, own.share, own.quoted) == ("US", 1.0, len("中國病毒" + "我們談了很久。"))


def test_people_left_out(tmp_path: Path) -> None:
    fuller = CALL.replace("習近平:CN:xi-jinping", "習近平:CN:xi-jinping,王毅:CN:wang-yi")
    report = built(tmp_path, a=post("一", fuller, url=CNA), b=post("二", CALL, url=VOA))
    cna, voa = by_outlet(report, TERMS).tellings
    assert [item.name for item in voa.without_people] == ["王毅 (CN)"]
    assert voa.without_people[0].place.article == cna.articles[0]
    assert cna.without_people == ()


@pytest.mark.parametrize(
    ("words", "people", "topics", "phrases"),
    [
        ("與此無關。", ["王毅 (CN)"], ["climate"], ["red-line"]),
        # in another script, in a spelling that another article has, in one of the registry
        ("王毅在場。", [], ["climate"], ["red-line"]),
        ("王国委在場。", [], ["climate"], ["red-line"]),
        ("Wang Yi在場。", [], ["climate"], ["red-line"]),
        # a word of the topic, the words of the phrase
        ("雙方談到氣候變化。", ["王毅 (CN)"], [], ["red-line"]),
        ("不可踰越紅線。", ["王毅 (CN)"], ["climate"], []),
        # a statement of his that is not linked
        ("@said 王毅 CN state 合作為上 topics=climate person=wang-yi", [], [], ["red-line"]),
    ],
)
def test_left_out_is_what_the_articles_have_no_word_of(
    words: str, people: list[str], topics: list[str], phrases: list[str], tmp_path: Path
) -> None:
    fuller = CALL.replace("習近平:CN:xi-jinping", "習近平:CN:xi-jinping,王毅:CN:wang-yi")
    report = built(
        tmp_path,
        a=post("一", fuller, f"@said 拜登 US state 甲乙 topics=climate phrases=red-line {US}",
               "@said 王国委 CN state 丙丁 person=wang-yi", url=CNA),
        b=post("二", CALL, words, url=VOA, day="2021-02-12"),
    )  # fmt: skip
    wang = replace(Knowledge.shipped().registry.people["wang-yi"], plain_names=(fold("Wang Yi"),))
    _, voa = by_outlet(report, TERMS, {wang.id: wang}).tellings
    assert [item.name for item in voa.without_people] == people
    assert [item.name for item in voa.without_topics] == topics
    assert [(item.name, item.words) for item in voa.without_phrases] == [(each, "红线") for each in phrases]


def test_nobody_without_a_name_is_left_out(tmp_path: Path) -> None:
    report = built(tmp_path, a=post("一", CALL, url=CNA), b=post("二", CALL, url=VOA, day="2021-02-12"))
    first, *others = report.sources
    unnamed = Participant(office="代表團", polity="CN", spans=(Span(0, 1),))
    contact = replace(first.engagement, participants=(*first.engagement.participants, unnamed))
    cna, voa = by_outlet(replace(report, sources=(replace(first, engagement=contact), *others)), TERMS).tellings
    assert "代表團 (CN)" in [item.name for item in cna.people]
    assert voa.without_people == ()


def test_what_is_cut_from_a_release_is_not_left_out_by_the_outlet(tmp_path: Path) -> None:
    posts = {
        "a": post("一", CALL, f"@said 拜登 US state 甲乙 topics=climate {US}", url=CNA),
        "b": post("二", CALL, "雙方談到氣候變化。", url=VOA, day="2021-02-12"),
    }
    id_ = built(tmp_path, **posts).contact.id
    with open_store(tmp_path / "tongshi.db") as store:
        for texts_ in Texts:
            release = StoreRelease(Rights(texts_), store)
            _, voa = by_outlet(release.report(id_), TERMS, text=release.folded).tellings
            assert voa.without_topics == ()


@pytest.mark.parametrize(
    ("lines", "shares", "unlinked"),
    [
        ([f"@said 习近平 CN state 合作最好 {CN}"], [("CN", 1.0)], []),
        # more of the same side changes nothing
        ([f"@said 习近平 CN state 合作最好 {CN}", "@said 习近平 CN state 对抗不好"], [("CN", 1.0)], [("CN", 1)]),
        # of the other side it would
        ([f"@said 习近平 CN state 合作最好 {CN}", "@said 拜登 US state 競爭很好"], [("CN", None)], [("US", 1)]),
        ([f"@said 习近平 CN state 合作最好 {CN}", f"@said 拜登 US state 競爭很好 {US}", "@said 拜登 US state 很好"],
         [("US", None), ("CN", None)], [("US", 1)]),
        # a third party's, and what others say of it, are no side's
        ([f"@said 习近平 CN state 合作最好 {CN}", "@said 岸信夫 JP state 很好"], [("CN", 1.0)], []),
        ([f"@said 习近平 CN state 合作最好 {CN}", "@said 學者 US state 很好 engagement=0"], [("CN", 1.0)], []),
    ],
)  # fmt: skip
def test_no_proportion_where_unlinked_words_would_change_it(
    lines: list[str], shares: list[tuple[str, float | None]], unlinked: list[tuple[str, int]], tmp_path: Path
) -> None:
    found = by_outlet(built(tmp_path, a=post("一", CALL, *lines)), TERMS)
    (telling,) = found.tellings
    assert [(each.polity, each.share) for each in telling.shares] == shares
    assert [(each.polity, each.statements) for each in telling.unlinked] == unlinked
    text = "\n".join(lines_of(outlet_text(found, colour=False)))
    assert ("%" in text) == (shares[0][1] is not None)
    for polity, _ in unlinked:
        assert f"{polity} elsewhere" in text
        assert f"{polity} elsewhere" in outlet_page(found)


def test_a_readout_tells_the_topics_of_an_outlet_too(tmp_path: Path) -> None:
    report = built(tmp_path, a=post("一", CALL, "@readout 0 US 白宮 taiwan", url=CNA), b=post("二", CALL, url=VOA))
    cna, voa = by_outlet(report, TERMS).tellings
    assert [item.name for item in cna.topics] == ["trade", "taiwan"]
    assert [item.name for item in voa.without_topics] == ["taiwan"]


def test_names_of_the_outlets(tmp_path: Path) -> None:
    report = built(
        tmp_path,
        a=post("武漢肺炎", CALL, f"@said 拜登 US state 新冠疫情嚴重 form=direct {US}", url=CNA),
        b=post("新冠疫情", CALL, "與此無關的武漢肺炎。", url=VOA, day="2021-02-12"),
    )
    (naming,) = by_outlet(report, TERMS).namings
    assert [(use.user, use.name) for use in naming.uses] == [("cna", "武汉肺炎"), ("voachinese", "新冠")]


# --- written


class Page(HTMLParser):
    """A page: its ids, links and marked words, and everything that it could load or run."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.handlers: list[str] = []
        self.marked: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "mark":
            self._open.append(dict(attrs).get("id") or "")
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name == "href":
                self.links.append(value or "")
            elif name.startswith("on") or name == "src":
                self.handlers.append(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for name in self._open:
            self.marked[name] = self.marked.get(name, "") + data


def test_every_cell_of_the_page_leads_to_its_words(report: ContactReport, compared: Comparison) -> None:
    page = Page(comparison_page(compared))
    assert len(page.ids) == len(set(page.ids))
    inner = [link[1:] for link in page.links if link.startswith("#")]
    assert inner
    assert set(inner) <= set(page.ids)
    anchored = {each for each in inner if "-" in each}
    assert anchored == set(page.marked)
    words = {each.place.words for side in compared.sides for wording in side.wordings for each in wording.told}
    assert words <= set(page.marked.values())
    outlets = Page(outlet_page(by_outlet(report, TERMS)))
    assert {link[1:] for link in outlets.links if link.startswith("#")} <= set(outlets.ids)


def test_a_page_needs_nothing_else_and_escapes_all(tmp_path: Path) -> None:
    bad = "<script>alert(1)</script>"
    escaped = "&lt;script&gt;alert(1)&lt;/script&gt;"
    hostile = post(f'"><img/src=x/onerror=alert(1)>{bad}', CALL,
                   f"@said 拜登 US state {escaped}關稅\u202e應當降低 verb=<b/onclick=x> topics=trade {US} in=\"'><i>",
                   url="https://www.cna.com.tw/1?a=%22onclick=alert(1)")  # fmt: skip
    report = built(tmp_path, a=hostile)
    for page in (comparison_page(compare(report, TERMS)), outlet_page(by_outlet(report, TERMS))):
        read = Page(page)
        assert not read.tags & {"script", "img", "i2", "iframe", "link", "base", "form", "object"}
        assert read.handlers == []
        assert "\u202e" not in page
        assert all(link.startswith(("#", "https://")) for link in read.links)
        assert "@import" not in page
        assert "url(" not in page
    assert "default-src 'none'" in page


@pytest.fixture
def command(
    folder: Path, report: ContactReport, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    monkeypatch.chdir(folder)

    def run(*arguments: str) -> str:
        with pytest.raises(SystemExit, match="0"):
            main(["compare", report.contact.id, *arguments])
        return capsys.readouterr().out

    return run


@pytest.mark.parametrize("shown", [[], ["--by-outlet"]])
@pytest.mark.parametrize("format_", ["text", "html", "jsonl"])
def test_a_file_holds_what_is_shown(command: Callable[..., str], folder: Path, shown: list[str], format_: str) -> None:
    out = command(*shown, "--format", format_)
    assert command(*shown, "--format", format_, "--out", f"{format_}.out") == ""
    written = (folder / f"{format_}.out").read_text("utf-8")
    if format_ == "text":  # what is kept says what it was made from
        written, _, last = written.removesuffix("\n").rpartition("\n")
        assert last.startswith("provenance: tongshi ")
        written += "\n"
    assert written == out


def test_lines_are_flat_and_say_where_they_come_from(report: ContactReport, compared: Comparison) -> None:
    lines = [*comparison_lines(compared), *outlet_lines(by_outlet(report, TERMS))]
    objects = [json.loads(line) for line in lines]
    for each in objects:
        assert not any(isinstance(value, dict) for value in each.values())
        assert all(isinstance(item, str) for value in each.values() if isinstance(value, list) for item in value)
    cells = [each for each in objects if each["kind"] == "cell"]
    posts = {article.post: article for article in compared.articles}
    for each in cells:
        assert posts[each["article"]].reading.article.post.text[each["start"] : each["end"]] == each["text"]
    assert {each["part"] for each in cells} == {"both", "only", "no topic"}
    assert {each["kind"] for each in objects} == {
        "cell", "aside", "topic", "voice", "side", "naming", "person", "phrase", "share",
        "unlinked", "contact",
    }  # fmt: skip


@pytest.mark.parametrize("shown", [[], ["--by-outlet"]])
@pytest.mark.parametrize("format_", ["text", "html", "jsonl"])
def test_without_texts_places_and_addresses_are_left(
    command: Callable[..., str], report: ContactReport, shown: list[str], format_: str
) -> None:
    out = command(*shown, "--format", format_, "--text", "none")
    told_ = [each.text for source in report.sources for each in source.article.reading.statements]
    assert not [text for text in told_ if text in out]
    if format_ == "html":
        page = Page(out)
        assert CNA in page.links
        assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


def test_what_is_withheld_is_counted_and_nowhere(command: Callable[..., str], folder: Path) -> None:
    (folder / "list.yml").write_text("posts: [b]", "utf-8")
    for format_ in ("text", "html", "jsonl"):
        out = command("--format", format_, "--withhold", "list.yml")
        assert "voachinese" not in out
        assert "红线" not in out
        assert "withheld" in out
    assert "silent in these articles: CN" in command("--withhold", "list.yml")


def test_shares_do_not_hang_on_what_may_be_shown(report: ContactReport, folder: Path) -> None:
    with open_store(folder / "tongshi.db") as store:
        bare = StoreRelease(Rights(Texts.none), store).report(report.contact.id)
    whole, without = compare(report, TERMS), compare(bare, TERMS)
    assert [side.polity for side in without.sides] == [side.polity for side in whole.sides]
    assert [[each.topic for each in side.topics] for side in without.sides] == [
        [each.topic for each in side.topics] for side in whole.sides
    ]


# --- what the archive holds around it


def around(text: dict[str, str], folder: Path) -> tuple[ContactReport, Holdings]:
    with open_store(folder / "tongshi.db", write=True) as store:
        build([archive(folder / "posts", **text)], store, jobs=1, coder="tests.toy:Toy")
        (contact,) = store.contacts()
        return store.report(contact.id), Holdings(store.day_counts())


def test_what_the_archive_holds_around_it_is_told(tmp_path: Path) -> None:
    more = {
        f"w{day}": post(f"第{day}日", "天氣", url=f"https://www.dw.com/zh/{day}", day=f"2021-02-{day:02}")
        for day in (*range(1, 6), *range(24, 28))
    }
    more["late"] = post("天氣", "天氣", url="https://www.rfi.fr/cn/1", day="2021-02-18")
    report, holdings = around({**POSTS, **more}, tmp_path)
    compared = compare(report, TERMS, holdings=holdings)
    told = by_outlet(report, TERMS, holdings=holdings)
    assert compared.coverage == told.coverage
    assert compared.coverage is not None
    found = compared.coverage
    assert (str(found.first), str(found.last), found.articles) == ("2021-02-09", "2021-02-17", 3)
    assert (found.outlets, found.silent) == (("cna", "voachinese", "zaobao"), ("dw",))
    line = "the archive from 2021-02-09 to 2021-02-17: thin: 3 articles of 3 outlets, 3 about diplomacy (3 are usual)"
    silent = f"{line}; nothing of dw"
    assert silent in "\n".join(lines_of(comparison_text(compared, colour=False)))
    assert silent in "\n".join(lines_of(outlet_text(told, colour=False)))
    assert silent in comparison_page(compared)
    assert silent in outlet_page(told)
    assert [each.coverage and each.coverage.articles for each in told.tellings] == [1, 1, 1]
    rows = [json.loads(each) for each in outlet_lines(told)]
    held = {row["teller"]: row for row in rows if row["kind"] == "coverage"}
    assert held.keys() == {None, "cna", "voachinese", "zaobao"}
    assert (held[None]["extent"], held["cna"]["articles"]) == ("thin", 1)
    (row,) = [each for each in map(json.loads, comparison_lines(compared)) if each["kind"] == "coverage"]
    assert (row["teller"], row["articles"], row["silent"]) == (None, 3, ["dw"])


def test_outlets_that_do_not_tell_of_it(tmp_path: Path) -> None:
    more = {
        f"w{day}": post(f"第{day}日", "天氣", url=f"https://www.dw.com/zh/{day}", day=f"2021-02-{day:02}")
        for day in range(1, 28)
    }
    report, holdings = around({**POSTS, **more}, tmp_path)
    told = by_outlet(report, TERMS, holdings=holdings)
    assert told.others == ("dw",)
    assert "but none that tells of it: dw" in "\n".join(lines_of(outlet_text(told, colour=False)))


def test_around_no_day_nothing_is_told(tmp_path: Path) -> None:
    report, holdings = around({"a": POSTS["a"].replace("2021-02-10", "?")}, tmp_path)
    compared = compare(report, TERMS, holdings=holdings)
    assert compared.coverage is None
    assert "the archive" not in "\n".join(lines_of(comparison_text(compared, colour=False)))
    assert compare(report, TERMS).coverage is None
