"""Agencies, papers and broadcasters that an article cites as its source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from tongshi.language import fold
from tongshi.lexicon import Layers, entries, strings

#: How far from a name the words stand that make it a source.
_BEFORE, _AFTER = 12, 60

#: What comes from a medium stands before its name, in the same clause: 据…, 引述…, 告诉….
_CITED_BEFORE = re.compile(
    r"(?:据(?![称说悉传闻])|根据|依据|引述|援引|引用|转引|引(?=《|$)|来自|告诉|综合|转贴|转载|参考|转述|回复|回覆|透过|投稿)[^。!?;,\n]{0,10}$"
)
#: Somebody speaks to it, or comes from it: then something is said.
_SPOKEN_TO = re.compile(r"(?:对|向)[^。!?;,\n]{0,10}$")
_SPEAKS = re.compile(
    r"》?(?: ?\([^()\n]{1,40}\))?[^。!?;,\n]{0,8}?(?:[:“]|称|(?<![演小学传据])说|指|表示|透露|证实|承认|解释|"
    r"介绍|强调|感慨|坦言|直言|抱怨|补充|回应|披露|谈|分析|确认|讲)"
)
#: A letter, or a word in Latin letters, which is one step.
_STEP = r"(?:[a-z.’'-]++|[^。!?;,\na-z.’'-])"
#: What a medium does as a source stands near its name, in the same clause; what anybody does, nearer.
_CITED_AFTER = re.compile(
    rf"{_STEP}{{0,24}}?(?:报道|报导|消息|引述|援引|引用|转述|披露|透露|写道|评论|(?<![周月季期副专增创停报])刊(?!物)|统计|盘点|"
    r"获悉|传出|专访|采访|访问|访谈|社论|发文|文章|"
    r"发表|公布|证实|撰文|快讯|播出|爆出|社评|等[一-鿿]{0,4}媒体[^。!?;,\n]{0,6}?(?:宣布|预测|推算|关注|质疑|批评))"
    rf"|[^。\n]{{0,40}}。该(?:报|刊|台|社|媒体|网站)[^。,\n]{{0,8}}?(?:写|认为|指出|称|说|报道|报导|评论|透露|披露|引述)"
    rf"|{_STEP}{{0,12}}?(?:称|(?<![演小学传据])说(?![明服])|话(?=[,:“])|指(?![数标定令挥纹])|分析|表示|"
    r"(?<!确)认为|问|发现|聚焦|引据|整理|介绍|质疑|谴责|记录|"
    r"电(?![视台话影子商力动信]))"
)
#: Somebody who works or worked for a medium speaks for himself: 前某报主编.
_STAFF = re.compile(
    r"[》”]?(?:[^。,\n“”]{0,6}?)(?:总编|主编|编辑|编导|主持人|创办人|创始人|老板|社长|股东|集团|员工|雇员|"
    r"总部(?!\d)|大楼|驻[一-鿿]{2,4}记者(?=[,、。]))"
)
_FORMER = re.compile(r"(?:前|原|曾任|时任|(?:任职|供职|就职|担任|历任|曾是|加入|离开)[一-鿿]{0,4})《?$")

#: What is cited too and is no medium: laws, treaties, statements.
_DOCUMENT = re.compile(
    r"(?:法案?|条例|规例|细则|守则|准则|指引|章程|宣言|条约|公约|宪章|协议|协定|声明|公报|报告|备忘录|计划|草案|决议|意见|"
    r"通知|办法|规定|书)$"
)

#: 据某国《某某》报道: a medium that is in no list. The one character that stands before the name in any case is looked
#: for first, which is what a search is fast at.
_TITLED = re.compile(
    r"[据述引用《](?:(?<=《)(?:(?:(?<=刊于《|登于《|登在《|载于《)|(?<=发表于《|发表在《))([^》\n]{2,12})》"
    r"|([^》\n]{2,12}(?:报|时报|周刊|新闻|新闻网|杂志))》[^。\n]{0,14}?(?:报道|报导|称|披露|透露|援引|引述|评论|写道|认为)"
    r"|([^》\n]{2,12}(?:报|周刊))》[^。\n]{0,40}。该[报刊][^。,\n]{0,8}?(?:写|认为|指出|称|说|报道|报导|评论)"
    r"|([^》\n]{2,12})》(?:\([^()\n]{1,30}\))?(?:杂志|周刊|双周刊|月刊|半月刊|季刊|网站)[^。\n]{0,16}?"
    r"(?:报道|报导|称|披露|引用|引述|专访|访问|采访|写道|文章|评论))"
    r"|(?:(?<=据)|(?<=引述|援引|引用))[^。,《\n]{0,12}《([^》\n]{2,24})》[^。\n]{0,16}?"
    r"(?:报道|报导|消息|称|指|说|披露|透露|援引|引述))"
)
#: The same without 《…》: 某国媒体Example报道, 据微信公众号“某某”报道.
_UNTITLED = re.compile(
    r"[体站志纸刊台网号](?:(?<=媒体|网站|杂志|报纸|周刊|视台|闻网)(?<!社交媒体|社群媒体|社交网站|视频网站)(?<!自媒体) ?"
    r"(?P<latin>[a-z](?:[a-z0-9.&'’ -]{0,27}?[a-z])?(?:\d{1,2}(?!\d?[月日]))?) ?(?:\([^()\n]{1,30}\))?"
    r"(?:的|在?(?:[今昨上本此早\d]|周[一二三四五六日]|星期)[^。,\na-z]{0,8}?)?(?:报道|报导|援引|引述|写道|独家)"
    r"|(?<=众号|公号)“(?P<account>[^”\n]{2,16})”[^。,\n]{0,14}?(?:报道|报导|消息|披露|透露|发布|发文))"
)
#: What tells something under a picture; nearly all other media that captions name took the picture, or are in it.
_TELLS = re.compile(r"》?(?: ?\([^()\n]{1,40}\))?[^。!?;,\n]{0,6}?(?:报道|报导(?!后)|引述|援引|称|指出)")
#: Between two names of a list: 某社（ABC）、《某报》和某台 report together.
_LISTED = re.compile(r"》?(?:\([^()\n]{1,40}\))? ?(?:[、,/]|以?及|和|与) ?[一-鿿]{0,4}《?")
#: Between a name and another of the same medium: 某广播公司（ABC）, 《某报》(The Paper).
_GLOSS = re.compile("[》”]? ?\\( ?")
#: A book or film is no medium.
_WORK = re.compile(r"》(?:一书|一文|这本书|中的?描写|电影|小说)")


@dataclass(frozen=True, slots=True)
class _Known:
    id: str  # nothing: a longer word that only contains a name
    word: str
    titled: bool = False  # also an ordinary word: a medium only as 《…》


class Media:
    """The names of `media.yml`, all sought in one pass."""

    def __init__(self, known: Sequence[_Known], agencies: Iterable[str], homes: Mapping[str, str]) -> None:
        self._known = list(known)
        self._homes = dict(homes)
        self._automaton = AhoCorasick(
            [item.word for item in known], matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA
        )
        self.agencies = tuple(agencies)

    def named(self, folded: str) -> Iterator[tuple[str, int, int]]:
        """Every medium named in folded text: id and range, longest names first, in order."""
        for which, start, end in self._automaton.find_matches_as_indexes(folded):
            item = self._known[which]
            if item.titled and (folded[start - 1 : start] != "《" or folded[end : end + 1] != "》"):
                continue
            if item.id and not (item.word[0].isascii() and _inside_word(folded, start, end)):
                yield item.id, start, end

    def is_one(self, name: str) -> bool:
        """Whether a name, as written, names a medium."""
        return next(self.named(fold(name)), None) is not None

    def home(self, folded: str) -> str:
        """The code of the polity whose medium is named in folded words (俄罗斯《消息报》); empty: none is."""
        return next((home for id_, _, _ in self.named(folded) if (home := self._homes.get(id_, ""))), "")

    def cited(self, folded: str, own: frozenset[str]) -> list[tuple[int, int, str]]:
        """Ranges of the media cited as a source, each medium once, with its id, empty where it is in no list.

        `own` names are the outlet's.
        """
        found: dict[str, tuple[int, int]] = {}
        listed = list(self.named(folded))
        for medium, start, end in _sources(folded, listed):
            if medium not in found and folded[start:end] not in own:
                found[medium] = (start, end)
        others: dict[str, tuple[int, int]] = {}
        for start, end in _unlisted(folded):
            name = folded[start:end]
            inside = [each for each in listed if each[1] < end and start < each[2]]
            known = [folded[slice(*span)] for span in (*found.values(), *others.values())]
            if name in own or any(each in name or name in each for each in known):
                continue
            if not any(medium in found or _is_of_staff(folded, *span) for medium, *span in inside):
                others[name] = (start, end)
        cited = [*((*span, medium) for medium, span in found.items()), *((*span, "") for span in others.values())]
        return sorted(cited)

    def told(self, folded: str, own: frozenset[str]) -> Iterator[tuple[int, int, str]]:
        """Of the listed media cited, those that tell something under a picture."""
        for medium, start, end in _sources(folded, list(self.named(folded))):
            if folded[start:end] not in own and _TELLS.match(folded, end):
                yield start, end, medium


def _unlisted(text: str) -> Iterator[tuple[int, int]]:
    """Ranges of the names of media that are in no list and told by the words around them."""
    for title in _TITLED.finditer(text) if "《" in text else ():
        start, end = title.span(title.lastindex or 0)
        bare = text[start:end].partition("(")[0]
        if not (_WORK.match(text, end) or _DOCUMENT.search(text[start:end]) or _DOCUMENT.search(bare)):
            yield start, start + len(bare)
    for other in _UNTITLED.finditer(text):
        yield other.span(other.lastgroup or 0)


def _sources(text: str, named: Sequence[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    """Those of the media named in a text that it cites, in order; what stands in a list with one is cited with it."""
    cited: list[tuple[str, int, int]] = []
    following = None  # where the next name begins, if that is cited
    for number in range(len(named) - 1, -1, -1):
        medium, start, end = named[number]
        short = number > 0 and _GLOSS.fullmatch(text, named[number - 1][2], start) is not None
        listed = following is not None and _LISTED.fullmatch(text, end, following) is not None
        if short:
            continue
        following = start if listed or _is_cited(text, start, end) else None
        if following is not None:
            cited.append((medium, start, end))
    return reversed(cited)


def load_media(layers: Layers = ()) -> Media:
    """Read `media.yml`."""
    known: list[_Known] = []
    agencies: list[str] = []
    homes: dict[str, str] = {}
    for entry in entries("media", layers):
        names = [fold(name) for name in strings(entry, "names")]
        known += [_Known(entry["id"], name, bool(entry.get("titled"))) for name in names]
        known += [_Known("", fold(word)) for word in strings(entry, "unless")]
        if entry["kind"] == "agency":
            agencies += names
        homes[entry["id"]] = entry.get("state", "")
    return Media(known, agencies, homes)


def _inside_word(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return (before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum())


def _is_of_staff(text: str, start: int, end: int) -> bool:
    """Whether a name stands before somebody who works for the medium, or behind what says that he worked there."""
    return bool(_STAFF.match(text, end, end + _AFTER) or _FORMER.search(text, max(0, start - _BEFORE), start))


def _is_cited(text: str, start: int, end: int) -> bool:
    if _is_of_staff(text, start, end):
        return False
    if _CITED_BEFORE.search(text, max(0, start - _BEFORE), start):
        return True
    if _SPOKEN_TO.search(text, max(0, start - _BEFORE), start) and _SPEAKS.match(text, end, end + _AFTER):
        return True
    return _CITED_AFTER.match(text, end, end + _AFTER) is not None
