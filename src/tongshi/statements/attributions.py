"""Where a text attributes words to somebody, and which words (codebook: statement).

One attribution within one sentence: a word of saying with its subject, and the longest run of characters that gives
what is said. What others say inside that run is none of its own, unless the run is nothing else: then they are the
ones who speak, and who hands it on is a link before them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from typing import Literal

from tongshi.statements.hearing import HIDDEN, Hearing
from tongshi.statements.marks import Passage
from tongshi.statements.speakers import Saying
from tongshi.statements.speech import SpeechLexicon, Verb
from tongshi.statements.voices import DATE, Voice

_CLAUSE = re.compile(r"[,;:。!?\n“”\"]")
#: What belongs to the word of saying: 说道, 称, 指出过, a comma, a colon.
_BEHIND = re.compile(r"(?:说|道|称(?![许赞呼])|到|了|过|指(?![出责控认定导明])|的是|是)?\s*[,:︰]?\s*")
#: At the head of a clause that goes on with the same speaker.
_GOES_ON = re.compile(r"\s*(?:并且|并|也|还|又|亦|更|同时|且|而且|此外|随后|最后|再次|再|则|而|,|\s)*")
_JOINED = re.compile(r"\s*(?:并且|并|还|又|亦|更|同时|且|而且|此外|[他她](?:并|还|也|又|更|再)|也)")
_AGAINST = re.compile(r"\s*(?:而|但|不过|然而|至于)|.{1,16}?则")
#: Inside one clause, before a second word of saying: 表示欢迎[并]敦促.
_AND = re.compile(r"(?:并且?|同时|以及|及|和|也|还)[^,;。]{0,3}$")
#: Right before a word that is a noun there, or stands in a relative clause: 受到批评, 对华政策的批评, 一项批评……的声明.
_NOUN_BEFORE = re.compile(
    r"(?:的|之|等|受到?|遭到?|引发|引起|发出|发布|签署|面临|无视|不顾|回应|针对|面对|根据|包括|由于|因|所|被|来自|予以|加以|收到|发表|"
    r"[一两三四数几多各这那该此本\d][项份名个则篇封次位番种些点])$"
)
#: Right behind a word that is no word of saying there: 说的话, 批评者, 呼吁下.
_NOUN_BEHIND = re.compile(r"的(?!是)|者|下[,。]|声[,。]|后[,。]|时(?:[,。]|并?[没未])|之|活动|浪潮|态度")
_EDGE = " \n,;:。!?…、︰"
#: Behind the object of a word that is not of saying, where the article goes on telling: 感谢台湾的援助，[并]贴上国旗.
_TELLS_ON = re.compile(r"[,;](?=\s*(?:并|不过|但|随后|又|还|而|因此|后来|之后|也))")
#: The content of a word in a clause of time: 宣布[胜选]后，.
_MEANWHILE = re.compile(r"([^,;]{1,12}?)(?:之后|后)[,]")
_TRAILING_STOP = re.compile(r"[\s,;:。!?…、]*$")
_ASKS = re.compile("记者|媒体")
_ASKED = re.compile("(?:问题|提问|询问|查询|疑问)$")
#: A clause of time before the word that counts: 回答提问[时]; not 同时.
_ON_ASKING = re.compile(r"(?<![同那这有临])时[ ,]*$")
#: Longest question that somebody answers: 回答记者关于……的提问时.
_LONGEST_QUESTION = 60
#: Shortest content: 这, 信 say nothing.
_LEAST = 2
#: Longest adverb that no list has: 借机, 如数家珍.
_ADVERB = 4
#: Longest way from a subject to a word that need not be one of saying.
_NEAR = 14
_ACCORDING = re.compile(r"(根据|据)[^,;。]{0,6}$")
_SITE = re.compile(r"[一-鿿]{0,8}(?:网站|官网|官方微博|公众号|官方账号|脸书|推特)")
#: Media without a name: 意大利媒体, 多家港媒.
_MEDIA = re.compile(r"((?:(?!据)[一-鿿]){0,8}(?:媒体|官媒|[港台日韩美英印外陆德法俄]媒|传媒|报章|电视台))[^,;。]{0,8}$")
_LISTENER = re.compile(r"[^,:。;“”]{0,10}(?=[,:])|")
_AUTHORS = frozenset(("person", "office", "body"))
#: Other words for a text when it is first spoken of.
_SAME_TEXT = {"文章": ("撰文", "发文", "刊文", "投稿"), "推文": ("推特", "发文"), "声明": (), "评论": ("社评", "社论")}
_REPORT = re.compile("(?:该|这篇|这份)?(?:报道|报导|消息)")
#: A clause that only says when or about what: 王毅说，[此访期间，]各国一致认为…….
_FRAME = re.compile(r"(?:在|对|就|对于|关于|至于|随着|此[访行次][^,;]{0,4}期间)[^,;]{0,24},")
#: What a state is said to think by somebody else is his own view: 学者表示，欧盟认为…….
_THINKS = re.compile("认为|觉得|相信")
_BOTH = re.compile("双方|两国|两人|三方|三国|各方|四国")
_CONTRAST = re.compile(r"(?:但|不过|然而|却)")
#: What may follow an attitude that is all of an object: 表示关切之意，.
_STANCE = re.compile(r"((?:之意|之情|的?立场|的?态度)?)”?(?:[,。;!]|$|并|和)")
_TOPIC = ("对", "就", "针对", "向")
_TOWARD = re.compile(r"(?:对于|对|就|针对|向)(?!此[^,]{0,2}表示)[^;。“”]{1,60}$")
_ENDS = re.compile(r"[。!?…]$")
#: Where the article goes on behind what is said: 要求他卸任，[但]拒绝参加示威.
_TURNS = re.compile(r"[,;](?=\s*(?:但|不过|而(?!且|是|非)|却|然而|尽管|最后|随后|趕在|赶在))")
#: Manners whose words are followed by what is to be done: 敦促中方……，提出目标.
_OF_DEEDS = frozenset(("urge", "promise", "propose", "threaten"))
_DEEDS = frozenset(("propose",))
#: Manners whose words are mostly followed by a thing, not by a clause.
_OF_THINGS = frozenset(("thank", "praise", "criticise"))
#: 被中国认为是软肋: what somebody is held for.
_PASSIVE = re.compile("被[^,]{0,10}$")
_IF = re.compile(r"\s*(?:如果|若(?!干)|一旦|每当|当(?!时|天|日|局|事|地|晚|前|选|中|今)|即使|除非)")
#: Behind a quotation, where the article tells what came of it: 「深重代价」，[引起]反弹.
_CAME_OF_IT = re.compile(r"(?<=[”\ufffc]),(?=\s*(?:引发|引起|导致|遭到|招致))")
_OWN = re.compile(r"(?:本台|本报|本社|本网|本刊|本站|记者)")


@dataclass(frozen=True, slots=True)
class Attribution:
    """`[start, end)` of the body is what `speaker` is said to say.

    `head`: where the attributing clause begins. `passage`: the marks that all of it stands in. `through`: who hands
    it on, outermost first. `verb` is None where the text goes on without one. `named`: where the speaker stands.
    """

    speaker: Voice
    verb: Verb | None
    start: int
    end: int
    head: int
    passage: Passage | None = None
    through: tuple[Voice, ...] = ()
    named: Literal["clause", "sentence", "before"] = "before"


def _named(saying: Saying) -> Literal["clause", "sentence", "before"]:
    return "clause" if saying.own else "sentence" if saying.near else "before"


def find_attributions(
    hearing: Hearing, speech: SpeechLexicon, own: frozenset[str] = frozenset()
) -> Iterator[Attribution]:
    """All attributions, in order; a sentence that can only go on with what was said before has no word of saying.

    `own` are the outlet's names, folded: it does not cite itself.
    """
    reader = _Reader(hearing, speech, [(start, end) for start, end, _ in speech.reports(hearing.outer)], own)
    last: Attribution | None = None
    claimed: set[int] = set()  # where quotations open that are told to be somebody's
    for start, end in hearing.sentences:
        found = list(reader.sentence(start, end, claimed)) or reader.headed(start, end)
        claimed.update(each.passage.open for each in found if each.passage is not None)
        if not found and last is not None and hearing.paragraph_at(last.start) == hearing.paragraph_at(start):
            found = reader.continued(last, start, end)
        last = found[-1] if found and reader.can_go_on(found[-1]) else None
        yield from found


@dataclass(frozen=True, slots=True)
class _Open:
    """An attribution whose content has begun."""

    saying: Saying
    speaker: Voice
    head: int
    content: int
    through: tuple[Voice, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reader:
    """The article under reading."""

    hearing: Hearing
    speech: SpeechLexicon
    reports: Sequence[tuple[int, int]]  # words by which media tell the news
    own: frozenset[str]

    def sentence(self, start: int, end: int, claimed: Set[int]) -> Iterator[Attribution]:
        """The attributions of one sentence; quotations that open at `claimed` are somebody's already."""
        opened: _Open | None = None
        for saying in self._sayings(start, end):
            verb, floor = saying.verb, opened.content if opened else start
            if opened and verb.start < opened.content:
                continue
            head = self._head(verb.start, floor)
            if opened is not None and self._goes_on(opened, saying) and self._leads_to(opened, verb):
                opened = replace(opened, saying=saying, content=self._content(saying))
                continue
            if opened is not None:
                inner = self._inner(opened, saying, head, end)
                if inner is not None:
                    opened = inner
                    continue
                cut = self._begins_new(opened, saying, head)
                if cut is None:
                    continue
                head = cut
                if opened.speaker.medium and self._told_by(opened, saying):
                    through = (*opened.through, opened.speaker)
                    opened = _Open(saying, saying.speaker or opened.speaker, head, self._content(saying), through)
                    continue
            speaker = self._speaker(saying, opened, head)
            if (
                speaker is None
                or not self._is_somebody(speaker)
                or not self._says(saying, head, going_on=opened is not None)
            ):
                continue
            content = self._content(saying)
            if self._is_empty(content, end):
                closing = self._before(saying, speaker, head, start, opened)
                if closing is not None:
                    opened = None
                    yield closing
                continue
            if opened is None:
                broken = self._passage_before(head, start)
                if broken is not None and broken.open not in claimed and self._is_alone(broken):  # “……，”她说，“……”
                    yield Attribution(speaker, verb, broken.start, broken.end, head, broken, named=_named(saying))
            else:
                yield from self._closed(opened, head)
            same = opened is not None and self._is_same(opened.speaker, speaker)
            opened = _Open(saying, speaker, head, content, opened.through if opened and same else ())
        if opened is not None:
            yield from self._closed(opened, end)

    def headed(self, start: int, end: int) -> list[Attribution]:
        """A line that begins with who speaks and a colon: 蔡英文：希望對話."""
        text = self.hearing.outer
        voice = next(iter(self.hearing.voices_in(start, start + 2)), None)
        if voice is None or voice.kind not in {"person", "office", "body"} or text[voice.end : voice.end + 1] != ":":
            return []
        if self._is_empty(voice.end, end) or voice.start != self.hearing.paragraph_at(start)[0]:
            return []
        spoken = (each.speaker for each in self.hearing.discourse.sayings if not each.verb.loose)
        if not any(self._is_same(voice, speaker) for speaker in spoken):
            return []  # a list of people
        return [self._attribution(voice, None, voice.end + 1, end, start, ())]

    def can_go_on(self, attribution: Attribution) -> bool:
        """Whether the next sentence can be the same speaker's words."""
        verb, speaker = attribution.verb, attribution.speaker
        return attribution.passage is None and not speaker.medium and (verb is None or not verb.loose)

    def continued(self, last: Attribution, start: int, end: int) -> list[Attribution]:
        """A sentence without a word of saying, where it reads like what the speaker before it says."""
        text = self.hearing.outer
        if any(not each.verb.loose for each in self._sayings(start, end)) or HIDDEN in text[start:end]:
            return []
        if self.speech.told.match(text, start, end) or not self.speech.voiced.search(text, start, end):
            return []
        return [self._attribution(last.speaker, None, start, end, start, last.through)]

    def _sayings(self, start: int, end: int) -> list[Saying]:
        found = [each for each in self.hearing.discourse.between(start, end) if self._hands_over(each.verb)]
        told = [self._by_medium(each, start) for each in found]
        return sorted([*told, *self._reports(start, end, found)], key=lambda each: each.verb.start)

    def _hands_over(self, verb: Verb) -> bool:
        """Whether what stands behind a word can be what is said."""
        return not verb.names or self.hearing.outer[verb.end : verb.end + 1] in {",", ":"}

    def _by_medium(self, saying: Saying, start: int) -> Saying:
        """A medium's report speaks for it: [路透社]的报道称."""
        head = self._head(saying.verb.start, start)
        reports = self._reports_in(head, saying.verb.start)
        if not reports or reports[-1][1] != saying.verb.start:
            return saying
        medium = self._medium(head, reports[-1][0])
        if medium is None or self.hearing.outer[head : medium.start].endswith(("对", "向", "接受", "告诉")):
            return saying
        return Saying(saying.verb, medium, medium)

    def _reports(self, start: int, end: int, said: Sequence[Saying]) -> Iterator[Saying]:
        """Media that tell the news themselves: 路透社报道，……; 据新华社，……."""
        text = self.hearing.outer
        for report in self._reports_in(start, end):
            verb = Verb(*report, "state", False)
            stop = self._clause_end(verb.end, end)
            if text[verb.end : stop].strip() or any(each.verb.start == verb.start for each in said):
                continue
            voice = self._medium(self._head(verb.start, start), verb.start)
            if voice is not None:
                yield Saying(verb, voice, voice)
        for voice in self.hearing.voices_in(start, end):
            according = _ACCORDING.search(text, start, voice.start) if voice.medium else None
            if according and text[voice.end : voice.end + 2].lstrip("》")[:1] == ",":
                yield Saying(Verb(*according.span(1), "state", False), voice, voice)

    def _reports_in(self, start: int, end: int) -> Sequence[tuple[int, int]]:
        return self.reports[bisect_left(self.reports, (start,)) : bisect_left(self.reports, (end,))]

    def _medium(self, head: int, at: int) -> Voice | None:
        """The medium that a clause names as reporting the news; 意大利媒体 too."""
        text = self.hearing.outer
        found = [
            voice
            for voice in self.hearing.voices_in(head, at)
            if text[voice.start - 1 : voice.start] != "("  # a medium in brackets is a dateline
            and (voice.medium or (voice.kind == "body" and _ACCORDING.search(text, head, voice.start)))
        ]
        described = _MEDIA.search(text, head, at)
        if found and not found[-1].medium and described is None:  # 据中国外交部[网站]消息
            site = _SITE.match(text, found[-1].end, at)
            end = site.end() if site else found[-1].end
            return found[-1]._replace(end=end, name=(found[-1].name[0], end))
        if found and found[-1].medium:
            return found[-1]
        if described is None:
            return None
        return Voice(*described.span(1), described.span(1), "described", medium=True)

    def _head(self, at: int, floor: int) -> int:
        """Where the clause of a word begins."""
        head = floor
        for match in _CLAUSE.finditer(self.hearing.outer, floor, at):
            head = match.end()
        return head

    def _clause_end(self, at: int, ceiling: int) -> int:
        match = _CLAUSE.search(self.hearing.outer, at, ceiling)
        return match.start() if match else ceiling

    def _inner(self, opened: _Open, saying: Saying, head: int, end: int) -> _Open | None:
        """The attribution that is all of another's content: 路透社報導，[官員說……]."""
        voice, verb = saying.subject, saying.verb
        if voice is None or self._is_same(opened.speaker, saying.speaker):
            return None
        framed = _FRAME.fullmatch(self.hearing.outer, opened.content, head) is not None
        if head > self._first_clause_end(opened) and not framed:
            return None
        folded = self.hearing.outer
        lead = folded[head if framed else opened.content : voice.start]
        if not opened.speaker.medium and (verb.loose or (voice.kind == "body" and _THINKS.match(folded, verb.start))):
            return None
        if not lead.endswith("的") and self.speech.adverbs.sub("", DATE.sub("", lead)).strip(" ,"):
            return None
        if saying.speaker is None or not self._says(saying, voice.start, going_on=True):
            return None
        content = self._content(saying)
        if self._is_empty(content, end):
            return None
        return _Open(saying, saying.speaker, opened.head, content, (*opened.through, opened.speaker))

    def _first_clause_end(self, opened: _Open) -> int:
        return self._clause_end(opened.content, len(self.hearing.outer))

    def _told_by(self, opened: _Open, saying: Saying) -> bool:
        """Whether a medium tells of somebody who speaks a clause later: 路透社報導，主席里施在會見前表示."""
        speaker = saying.speaker
        if saying.own or not saying.near or saying.verb.loose or speaker is None or speaker.medium:
            return False
        return "," not in self.hearing.outer[opened.content : self._head(saying.verb.start, opened.content) - 1]

    def _begins_new(self, opened: _Open, saying: Saying, head: int) -> int | None:
        """Where a new attribution begins with a word of saying behind an open one; None: it belongs to the content."""
        text, verb = self.hearing.outer, saying.verb
        loosely = opened.saying.verb.loose and text[opened.content - 1] not in ",:"
        if head <= opened.content:
            joint = _AND.search(text, opened.content, verb.start)
            if joint is None or saying.own:
                return None
            return joint.start() if not verb.loose or loosely else None
        bare = self._is_bare(head, verb)
        joined = _JOINED.match(text, head, verb.start) is not None
        if not saying.own:
            if not bare:
                return None
            deed = opened.saying.verb.manner in _OF_DEEDS and verb.manner in _DEEDS
            loosely = loosely and not deed
            return head if not verb.loose or loosely or joined else None
        voice = saying.subject
        if voice is None or self.speech.adverbs.sub("", text[head : voice.start]).strip(" ,并而但"):
            return None
        if _AGAINST.match(text, head, verb.start):
            return head
        if self._is_same(opened.speaker, saying.speaker):
            return head
        if verb.loose:
            return None
        return head if voice.kind in {"person", "office", "described"} or opened.speaker.kind == "body" else None

    def _is_bare(self, head: int, verb: Verb) -> bool:
        """Whether nothing but adverbs stands between the head of a clause and a word; 称 can be a part of another."""
        at, length = verb.start, verb.end - verb.start
        match = _GOES_ON.match(self.hearing.outer, head, at)
        rest = self.hearing.outer[match.end() if match else head : at]
        rest = self.speech.after_name.sub("", DATE.sub("", rest)).strip(" 地")
        return len(rest) <= (_ADVERB if length > 1 else 0)

    def _is_same(self, one: Voice, other: Voice | None) -> bool:
        return other is not None and (one.start == other.start or (one.person != "" and one.person == other.person))

    def _is_somebody(self, voice: Voice) -> bool:
        """Whether a voice can be told: not 有人, 记者, nor the outlet itself."""
        name = self.hearing.outer[slice(*voice.name)]
        if voice.medium and name in self.own:
            return False
        return voice.kind not in {"described", "body"} or self.speech.no_speaker.fullmatch(name) is None

    def _speaker(self, saying: Saying, opened: _Open | None, head: int) -> Voice | None:
        if saying.subject is not None and _BOTH.match(self.hearing.outer, saying.subject.start):
            return saying.subject
        if saying.subject is not None and saying.subject.kind == "writing":
            if saying.speaker is not None and saying.speaker.medium:
                return saying.speaker  # 该报, 报道
            if _REPORT.fullmatch(self.hearing.outer, *saying.subject.name):
                return None
            return self._author(saying.subject) or saying.speaker
        if saying.own or opened is None:
            return saying.speaker
        return opened.speaker

    def _author(self, writing: Voice) -> Voice | None:
        """Whose text 文章指出, 报道说 speaks of: the one named with the same word not long before."""
        text, at = self.hearing.outer, writing.start
        word = text[max(writing.start, writing.end - 2) : writing.end]
        words = (word, *_SAME_TEXT.get(word, ()))
        while (before := max(text.rfind(each, 0, at) for each in words)) >= 0:
            head = self._head(before, self.hearing.sentence_at(before)[0])
            authors = [
                each for each in self.hearing.voices_in(head, before) if each.kind in _AUTHORS and not each.medium
            ]
            if authors:
                owner = next((each for each in reversed(authors) if text[each.end : before] == "的"), None)
                return owner or authors[0]
            at = before
        return None

    def _says(self, saying: Saying, head: int, *, going_on: bool) -> bool:
        """Whether a word of saying tells of something said: by somebody, then, in words."""
        text, verb = self.hearing.outer, saying.verb
        if verb.start == verb.end:
            return True
        voice = saying.subject
        gap = text[max(head, voice.end) if voice is not None and voice.end <= verb.start else head : verb.start]
        if verb.manner == "ask" and self._is_question(verb, voice):
            return False
        noun = not verb.names and _NOUN_BEFORE.search(gap) is not None
        if self.speech.unsaid.search(gap) or noun or _NOUN_BEHIND.match(text, verb.end):
            return False
        if _PASSIVE.search(text, head, verb.start) or self._in_brackets(verb.start):
            return False
        nobody = self.speech.nobody.search(text, head, verb.end)
        if nobody and voice is not None and voice.medium and voice.start < nobody.start():
            nobody = None  # 路透社[消息称]
        if nobody or _OWN.match(text, head) or _IF.match(text, head):
            return False
        if (
            voice is None
            and verb.loose
            and (text[verb.end : verb.end + 1] == "," or self.speech.ahead.search(text, *self._before_clause(head)))
        ):
            return False
        if voice is None:
            return not verb.loose or saying.near or (going_on and self._is_bare(head, verb))
        if verb.loose and gap.startswith(_TOPIC) and self._is_stance(verb):
            return True  # 欧盟对……表达了不满
        return not verb.loose or len(self.speech.after_name.sub("", DATE.sub("", gap))) <= _NEAR

    def _goes_on(self, opened: _Open, saying: Saying) -> bool:
        return not saying.own or self._is_same(opened.speaker, saying.speaker)

    def _leads_to(self, opened: _Open, verb: Verb) -> bool:
        """Whether a word of saying only leads to the next: 发推文[重申], 回答记者提问时[表示]."""
        first, gap = opened.saying.verb, self.hearing.outer[opened.content : verb.start]
        if not gap and self._is_stance(first):
            return False  # 提出[批评]
        if len(gap) > _LONGEST_QUESTION or "“" in gap:
            return False
        if _ON_ASKING.search(gap):
            return first.loose or not verb.loose
        return not gap.strip(" ,") and (first.loose or first.names or not verb.loose)

    def _in_brackets(self, at: int) -> bool:
        """Whether a word stands in brackets: （中国称钓鱼岛）."""
        start = self.hearing.sentence_at(at)[0]
        return self.hearing.outer.rfind("(", start, at) > self.hearing.outer.rfind(")", start, at)

    def _before_clause(self, head: int) -> tuple[int, int]:
        return self.hearing.sentence_at(head)[0], head

    def _is_question(self, verb: Verb, voice: Voice | None) -> bool:
        """Whether reporters ask, or somebody is only told to answer them."""
        text = self.hearing.outer
        if voice is not None and _ASKS.search(text, voice.start, voice.end):
            return True
        return _ASKED.search(text, verb.end, self._clause_end(verb.end, len(text))) is not None

    def _content(self, saying: Saying) -> int:
        """Where the content begins: behind the word of saying, and whom it is told to (告诉[记者])."""
        text, at = self.hearing.outer, saying.verb.end
        if text[saying.verb.start : at] in self.speech.tells:
            voice = next((each for each in self.hearing.voices_in(at, at + 3)), None)
            stop = voice.end if voice is not None else at
            listener = _LISTENER.match(text, stop)
            at = listener.end() if listener and (voice is not None or listener.end() > at) else at
        match = _BEHIND.match(text, at)
        return match.end() if match else at

    def _is_empty(self, start: int, end: int) -> bool:
        return not self.hearing.outer[start:end].strip(_EDGE + '“”"()')

    def _before(
        self, saying: Saying, speaker: Voice, head: int, start: int, opened: _Open | None
    ) -> Attribution | None:
        """What stands before a word of saying that ends its sentence: ……，他說。"""
        if saying.verb.loose:
            return None
        passage = self._passage_before(head, start)
        if passage is None and opened is None:
            passage = self._passage_at(start)
        if passage is not None:
            return Attribution(speaker, saying.verb, passage.start, passage.end, head, passage, named=_named(saying))
        begin = opened.content if opened else start
        if opened is not None or self._is_empty(begin, head) or head == start:
            return None
        return replace(self._attribution(speaker, saying.verb, begin, head, head, ()), named=_named(saying))

    def _passage_before(self, head: int, start: int) -> Passage | None:
        """The quotation that ends right where a clause begins, and with which the sentence begins."""
        passages = self.hearing.passages
        index = bisect_right(passages, head, key=lambda passage: passage.open) - 1
        if index < 0 or self.hearing.outer[passages[index].close : head].strip(_EDGE):
            return None
        passage = passages[index]
        if passage.open < start:  # 「……。」他說。: it ended its own sentence, right before
            adjoins = passage.close <= start and self.hearing.paragraph_at(passage.open)[0] <= passage.open
            return passage if adjoins and start <= self.hearing.paragraph_at(passage.open)[1] else None
        return passage if not self.hearing.outer[start : passage.open].strip(_EDGE) else None

    def _is_alone(self, passage: Passage) -> bool:
        """Whether a sentence begins with a quotation."""
        start = self.hearing.sentence_at(passage.open)[0]
        return not self.hearing.outer[start : passage.open].strip(_EDGE)

    def _passage_at(self, start: int) -> Passage | None:
        """The quotation with which a sentence begins: 「……，」……后，拜登这么說。"""
        passages = self.hearing.passages
        index = bisect_left(passages, start, key=lambda passage: passage.open)
        if index == len(passages) or self.hearing.outer[start : passages[index].open].strip(_EDGE):
            return None
        return passages[index]

    def _closed(self, opened: _Open, end: int) -> Iterator[Attribution]:
        """The attribution itself; a quotation that fills its content, or opens it and ends a sentence, bounds it."""
        if self._is_empty(opened.content, end) or _CONTRAST.match(self.hearing.outer, opened.content):
            return
        toward = self._toward(opened, end)
        begin, stop = toward or (opened.content, end)
        found = self._attribution(opened.speaker, opened.saying.verb, begin, stop, opened.head, opened.through)
        yield replace(found, named=_named(opened.saying))

    def _is_stance(self, verb: Verb) -> bool:
        """Whether an attitude is all that a word of saying takes: 表示[感谢]."""
        attitude = self.speech.attitude.match(self.hearing.folded, verb.end, verb.end + 12)
        return attitude is not None and _STANCE.match(self.hearing.folded, attitude.end()) is not None

    def _toward(self, opened: _Open, end: int) -> tuple[int, int] | None:
        """What is said with 对, 就 before a word that takes only an attitude: [对局势表示关切]."""
        verb, folded = opened.saying.verb, self.hearing.folded
        if verb.manner not in {"state", "propose"} or verb.end - verb.start < 2:
            return None
        attitude = self.speech.attitude.match(folded, verb.end, verb.end + 12)
        stance = _STANCE.match(folded, attitude.end(), end + 1) if attitude else None
        toward = _TOWARD.search(self.hearing.outer, self.hearing.sentence_at(verb.start)[0], verb.start)
        return (toward.start(), stance.end(1)) if toward and stance else None

    def _attribution(
        self, speaker: Voice, verb: Verb | None, start: int, end: int, head: int, through: tuple[Voice, ...]
    ) -> Attribution:
        text = self.hearing.outer
        while start < end and text[start] in _EDGE:
            start += 1
        if verb is not None and verb.loose and text[start - 1] not in ",:":
            tells = (_TELLS_ON if verb.manner in _OF_THINGS else _TURNS).search(text, start, end)
            end = tells.start() if tells else end
        if verb is not None and verb.loose and verb.manner == "state":
            meanwhile = _MEANWHILE.match(text, start, end)
            end = meanwhile.end(1) if meanwhile else end
        after = _CAME_OF_IT.search(text, start, end)
        end = after.start() if after else end
        stop = _TRAILING_STOP.search(text, start, end)
        end = stop.start() if stop else end
        index = bisect_left(self.hearing.passages, start, key=lambda passage: passage.open)
        inside = self.hearing.passages[index] if index < len(self.hearing.passages) else None
        if inside is not None and inside.open == start:
            rest = text[inside.close : end]
            apart = _ENDS.search(self.hearing.folded, inside.start, inside.end) or _TELLS_ON.match(rest)
            if not rest or ((verb is None or not verb.loose) and apart and HIDDEN not in rest):
                return Attribution(speaker, verb, inside.start, inside.end, head, inside, through)
        return Attribution(speaker, verb, start, end, head, None, through)
