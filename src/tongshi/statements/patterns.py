"""The lists of `speech.yml` as they are asked for: the file says what each is for, this module how it is looked for.

What is here beside the words is where they must stand: at the end or the head of what is read, before or behind a
particle, within how many characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

ListKind = Literal[
    "opening", "turned-to", "ends-speaker", "ends-body", "ends-medium", "ends-title", "ends-noun", "ends-organ",
    "ends-its-people", "occasion", "announcing", "firm",
    "firm-whose", "mission", "house", "body-of-person", "together", "several", "word-with-pronoun", "ends-paper",
    "medium-name", "quoted-paper", "medium-noun", "report-noun", "news-noun", "printed", "prints", "spokesman", "asker",
    "as-for", "turning-to", "surname-title", "no-preposition", "ends-when", "causing", "many", "behind-name",
    "of-name", "no-name", "no-head", "predicate", "first-person", "wished", "crime", "carries-on", "noun-before",
    "noun-behind", "according", "in-line-with", "while", "asked", "will-by", "perhaps", "in-case", "own-voice",
    "ahead", "site", "media", "media-of-place", "media-of-state", "issuing", "giving-out", "publishing",
    "supplying", "account-text", "notice", "tells-medium", "with-medium", "says-when", "interview-or-visit",
    "granting", "office-mark", "raised", "takes-hearer", "listener", "meeting-time", "meeting-whom", "writes-to",
    "letter", "at-place", "joining", "he-joining", "against", "and-says", "frame", "frame-event",
    "ends-when-reported", "thinks", "unanimous", "both", "hopes", "to-another", "of-oneself", "contrast", "side",
    "though", "said-behind", "tells-on", "turns", "but-left", "has-not", "in-detail", "left-unsaid", "came-of-it",
    "pointed-at", "told-only", "stance",
]  # fmt: skip


class Listed(NamedTuple):
    """Words of one kind, folded; `unless`: longer words inside which they do not count."""

    words: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Patterns:
    """Patterns are searched or matched, texts are what a range ends or begins with, sets what it is."""

    # who speaks
    opening: re.Pattern[str]
    turned_to: re.Pattern[str]
    ends_speaker: tuple[str, ...]
    ends_body: tuple[str, ...]
    names_body: tuple[str, ...]  # or a medium
    ends_title: tuple[str, ...]
    ends_noun: tuple[str, ...]
    ends_organ: tuple[str, ...]
    ends_its_people: tuple[str, ...]
    occasion: re.Pattern[str]
    announcing: re.Pattern[str]
    firm: re.Pattern[str]
    firm_whose: re.Pattern[str]
    mission: re.Pattern[str]
    house: re.Pattern[str]
    body_of_person: re.Pattern[str]
    together: re.Pattern[str]
    several: frozenset[str]
    word_with_pronoun: re.Pattern[str]
    paper: re.Pattern[str]
    like_medium: re.Pattern[str]
    quoted_paper: re.Pattern[str]
    same_medium: re.Pattern[str]
    ends_news: tuple[str, ...]
    printed: re.Pattern[str]
    prints: re.Pattern[str]
    spokesman: re.Pattern[str]
    askers: tuple[str, ...]
    as_for: re.Pattern[str]
    turning_to: tuple[str, ...]
    surname_title: frozenset[str]
    no_preposition: re.Pattern[str]
    ends_when: tuple[str, ...]
    causing: re.Pattern[str]
    there_are: re.Pattern[str]
    behind_name: re.Pattern[str]
    no_name: re.Pattern[str]
    no_head: re.Pattern[str]
    its: re.Pattern[str]
    # quotations
    predicate: re.Pattern[str]
    first_person: re.Pattern[str]
    wished: re.Pattern[str]
    crime: tuple[str, ...]
    # is it said at all
    carries_on: re.Pattern[str]
    noun_before: re.Pattern[str]
    noun_behind: re.Pattern[str]
    by_account: re.Pattern[str]
    while_: re.Pattern[str]
    asks: re.Pattern[str]
    asked: re.Pattern[str]
    will_by: re.Pattern[str]
    perhaps: re.Pattern[str]
    in_case: re.Pattern[str]
    own_voice: re.Pattern[str]
    ahead: re.Pattern[str]
    # media and texts that tell
    according: re.Pattern[str]
    site: re.Pattern[str]
    media: re.Pattern[str]
    state_media: re.Pattern[str]
    same_text: Mapping[str, tuple[str, ...]]  # by what the text is called later
    issues: re.Pattern[str]
    its_account: re.Pattern[str]
    this_report: re.Pattern[str]
    report: re.Pattern[str]
    ending_news: re.Pattern[str]
    notice: frozenset[str]
    told_medium: tuple[str, ...]
    no_link: tuple[str, ...]
    # to whom, where, when
    says_when: tuple[str, ...]
    interview_or_visit: re.Pattern[str]
    granting: re.Pattern[str]
    office_mark: re.Pattern[str]
    raised: tuple[str, ...]
    takes_hearer: re.Pattern[str]
    listener: re.Pattern[str]
    meeting_time: re.Pattern[str]
    meeting_whom: re.Pattern[str]
    writes_to: re.Pattern[str]
    letter: re.Pattern[str]
    at_place: re.Pattern[str]
    # which words are whose
    joining: re.Pattern[str]
    against: re.Pattern[str]
    and_says: re.Pattern[str]
    frame: re.Pattern[str]
    reported_frame: re.Pattern[str]
    ends_when_reported: tuple[str, ...]
    thinks: re.Pattern[str]
    unanimous: re.Pattern[str]
    both: re.Pattern[str]
    hopes: re.Pattern[str]
    to_another: re.Pattern[str]
    of_oneself: re.Pattern[str]
    contrast: re.Pattern[str]
    side: re.Pattern[str]
    ends_side: tuple[str, ...]
    though: re.Pattern[str]
    # where the words begin and end
    said_behind: re.Pattern[str]
    tells_on: re.Pattern[str]
    turns: re.Pattern[str]
    left_unsaid: re.Pattern[str]
    came_of_it: re.Pattern[str]
    points: re.Pattern[str]
    stance: re.Pattern[str]


def build_patterns(lists: Mapping[ListKind, Listed], same_text: Mapping[str, tuple[str, ...]]) -> Patterns:
    """Put the words of the lists into their patterns; `same_text` as in `Patterns`."""

    def words(*kinds: ListKind) -> tuple[str, ...]:
        return tuple(word for kind in kinds for word in lists[kind].words)

    def any_of(*kinds: ListKind) -> str:
        return f"(?:{alternatives(words(*kinds), (each for kind in kinds for each in lists[kind].unless))})"

    report = any_of("report-noun")
    frame = rf"(?:{any_of('frame')}|此[访行次][^,;]{{0,4}}期间)[^,;]{{0,24}},"
    day = r"[上本]周[一二三四五六日]|周[一二三四五六日]|今[天日早晚]|昨[天日晚]|\d\d?日"
    return Patterns(
        opening=re.compile(rf"(?:^|[。!?,;:\n“”\"])\s*{any_of('opening')}?\s*$"),
        # 對[路透社]記者, 與一名官員 are spoken to; 對華政策[專家] is not
        turned_to=re.compile(
            r"(?:^|[^一-鿿]|[一-鿿]{2})(?:对|向|与|跟|给|和|为|就|把|将|被|由)[^的]*$|"
            + rf"{any_of('turned-to')}[^的]*$"
        ),
        ends_speaker=words("ends-speaker"),
        ends_body=words("ends-body"),
        names_body=words("ends-body", "ends-medium"),
        ends_title=words("ends-title"),
        ends_noun=words("ends-noun"),
        ends_organ=words("ends-organ"),
        ends_its_people=words("ends-its-people"),
        occasion=re.compile(rf"(?:当|在)?{any_of('occasion')}[^,。;:]{{1,40}}?(?:的时候|之?时)"),
        announcing=re.compile(any_of("announcing")),
        firm=re.compile(rf"{any_of('firm')}$"),
        firm_whose=re.compile(rf"[该这](?:家|个)?{any_of('firm-whose')}(?!长|员|民)"),
        mission=re.compile(any_of("mission")),
        house=re.compile(any_of("house")),
        body_of_person=re.compile(any_of("body-of-person")),
        together=re.compile(any_of("together")),
        several=frozenset(words("several")),
        word_with_pronoun=re.compile(any_of("word-with-pronoun")),
        paper=re.compile(rf"《([^》]{{1,14}}{any_of('ends-paper')})》"),
        # where a clause begins with it or news cites it
        like_medium=re.compile(rf"(?:^|(?<=[。!?,;:\n据])|(?<=综合))(?!综合)([一-鿿]{{2,7}}?{any_of('medium-name')})"),
        quoted_paper=re.compile(rf"[一-鿿]{{1,12}}{any_of('quoted-paper')}"),
        same_medium=re.compile(rf"该{any_of('medium-noun')}|(?:该|这篇|这份)?{report}"),
        ends_news=("的", *words("news-noun", "report-noun")),
        printed=re.compile(any_of("printed")),
        prints=re.compile(any_of("prints")),
        spokesman=re.compile(rf"[该其]?(?:名|位)?{any_of('spokesman')}"),
        askers=words("asker"),
        as_for=re.compile(rf"(?:^|,)\s*[而但]?{any_of('as-for')}[^,]*$"),
        turning_to=words("turning-to"),
        surname_title=frozenset(words("surname-title")),
        no_preposition=re.compile(rf"(?:{any_of('no-preposition')}|[驻副]..?代表)$"),
        ends_when=words("ends-when"),
        causing=re.compile(any_of("causing")),
        there_are=re.compile(rf"(?<![没所拥具持含只带享])有(?={any_of('many')}|[数多几一][名位])"),
        behind_name=re.compile(rf"(?:{day}|{any_of('behind-name')}|的{any_of('of-name')})"),
        no_name=re.compile(rf"{any_of('no-name')}|[后时]$"),
        no_head=re.compile(rf"\A{any_of('no-head')}"),
        its=re.compile(rf"{any_of('issuing', 'giving-out', 'publishing')}?的"),
        predicate=re.compile(rf"{any_of('predicate')}|[一-鿿]的"),
        first_person=re.compile(any_of("first-person")),
        wished=re.compile(rf"{any_of('wished')}[^,。;]*$"),
        crime=words("crime"),
        carries_on=re.compile(rf"\s*(?:{any_of('carries-on')}|,|\s)*"),
        noun_before=re.compile(
            rf"(?:{any_of('noun-before')}|[一两三四数几多各这那该此本\d][项份名个则篇封次位番种些点])$"
        ),
        noun_behind=re.compile(rf"的(?!是|:)|下[,。]|声[,。]|后[,。]|时(?:[,。]|并?[没未])|{any_of('noun-behind')}"),
        by_account=re.compile(rf"\s*{any_of('according', 'in-line-with')}"),
        while_=re.compile(rf"{any_of('while')}$"),
        asks=re.compile(any_of("asker")),
        asked=re.compile(rf"{any_of('asked')}$"),
        will_by=re.compile(rf"[^,]{{0,4}}将{any_of('will-by')}"),
        perhaps=re.compile(rf"{any_of('perhaps')}[^,的时后中上会说]{{0,14}}$"),
        in_case=re.compile(rf"\s*{any_of('in-case')}"),
        own_voice=re.compile(any_of("own-voice")),
        ahead=re.compile(any_of("ahead")),
        according=re.compile(rf"({any_of('according')})[^,;。]{{0,6}}$"),
        site=re.compile(rf"[一-鿿]{{0,8}}{any_of('site')}"),
        media=re.compile(rf"((?:(?!据)[一-鿿]){{0,8}}{any_of('media', 'media-of-place')})[^,;。]{{0,8}}$"),
        state_media=re.compile(rf"[一-鿿]{{0,4}}?{any_of('media', 'media-of-state')}"),
        same_text=same_text,
        issues=re.compile(rf"[^,;。的在上》]{{0,8}}{any_of('issuing', 'giving-out')}[^,;。的]{{0,6}}"),
        its_account=re.compile(
            rf"》?(?:[今昨]天|[周上]?周[一二三四五六日天])?(?:的|{any_of('issuing', 'publishing', 'supplying')}的)?"
            rf"(?:书面)?{any_of('account-text')},"
        ),
        this_report=re.compile(rf"\s*(?:另)?({any_of('according')})((?:该|这篇|这份|此){report}),"),
        report=re.compile(rf"(?:该|这篇|这份)?{any_of('report-noun', 'news-noun')}"),
        ending_news=re.compile(rf"的?{any_of('news-noun')}?\Z"),
        notice=frozenset(words("notice")),
        told_medium=words("tells-medium"),
        no_link=(*words("tells-medium", "with-medium"), "(", "【", "["),  # in brackets: its own in a dateline
        says_when=words("says-when"),
        interview_or_visit=re.compile(rf"{any_of('interview-or-visit')}$"),
        granting=re.compile(rf"{any_of('granting')}[^,;。]{{0,60}}$"),
        office_mark=re.compile(rf"{any_of('office-mark')}$"),
        raised=words("raised"),
        takes_hearer=re.compile(any_of("takes-hearer")),
        listener=re.compile(any_of("listener")),
        meeting_time=re.compile(rf"(?:一行)?{any_of('meeting-time')}?时,?"),
        meeting_whom=re.compile(rf"(?:与|和|同|跟|{any_of('meeting-whom')})(?:了|到访的)?$"),
        writes_to=re.compile(rf"{any_of('writes-to')}(?:给)?$"),
        letter=re.compile(rf"》?(?:的{any_of('letter')}[^,]{{0,4}}|[^的,]{{0,6}})"),
        at_place=re.compile(rf"{any_of('at-place')}(?![谈提论涉说])[^,。]{{0,3}}$"),
        joining=re.compile(rf"\s*(?:{any_of('joining')}|[他她]{any_of('he-joining')})"),
        against=re.compile(rf"\s*{any_of('against')}|.{{1,16}}?则"),
        and_says=re.compile(rf"{any_of('and-says')}[^,;。]{{0,3}}$"),
        frame=re.compile(frame),
        reported_frame=re.compile(
            rf"(?:针对[^,;]{{0,40}}|[^,;]{{2,24}}{any_of('frame-event')}(?:之际|期间|前|后|时)),|{frame}"
        ),
        ends_when_reported=words("ends-when-reported"),
        thinks=re.compile(any_of("thinks")),
        unanimous=re.compile(any_of("unanimous")),
        both=re.compile(any_of("both")),
        hopes=re.compile(any_of("hopes")),
        to_another=re.compile(any_of("to-another")),
        of_oneself=re.compile(any_of("of-oneself")),
        contrast=re.compile(any_of("contrast")),
        side=re.compile(rf"[一-鿿]{{1,2}}{any_of('side')}"),
        ends_side=words("side"),
        though=re.compile(rf"[ ,]*{any_of('though')}"),
        said_behind=re.compile(rf"(?:{any_of('said-behind')}|的(?=:))?\s*[,:︰]?\s*"),
        tells_on=re.compile(rf"[,;](?=\s*{any_of('tells-on')})"),
        turns=re.compile(rf"[,;](?=\s*{any_of('turns')})"),
        left_unsaid=re.compile(
            rf"[,;](?=\s*{any_of('but-left')}[^,;。“”]{{0,8}}?{any_of('has-not')}{any_of('in-detail')}?"
            rf"{any_of('left-unsaid')})"
        ),
        came_of_it=re.compile(rf"(?:(?<=[”\ufffc])|(?<=[)”]一词)|(?<=的说法)),(?=\s*{any_of('came-of-it')})"),
        points=re.compile(rf"(?:此|(?:这|该)(?:[一件个则项])?){any_of('pointed-at')}|{any_of('told-only')}"),
        stance=re.compile(rf"({any_of('stance')}?)”?(?:[,。;!]|$|并|和)"),
    )


def alternatives(words: Iterable[str], unless: Iterable[str] = ()) -> str:
    """A pattern of any of the words, the longest first, none inside a longer word of `unless`; no word: of nothing."""
    longer = tuple(unless)
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    guarded = {word: _guarded(word, longer) for word in ordered}
    plain = [word for word in ordered if len(word) == 1 and guarded[word] == re.escape(word)]
    others = [guarded[word] for word in ordered if word not in plain]
    return "|".join([*others, *([f"[{''.join(map(re.escape, plain))}]"] if plain else [])]) or "(?!)"


def _guarded(word: str, unless: Iterable[str]) -> str:
    """A pattern of a word where it stands inside none of some longer ones."""
    around = {
        (longer[: match.start()], longer[match.start() + len(word) :])
        for longer in unless
        for match in re.finditer(f"(?={re.escape(word)})", longer)
    }
    guards = ""
    for length in sorted({len(before) for before, behind in around if not behind and before}):
        befores = [before for before, behind in around if not behind and len(before) == length]
        guards += f"(?<!(?:{alternatives(befores)}){re.escape(word)})"
    if behinds := [behind for before, behind in around if behind and not before]:
        guards += f"(?!{alternatives(behinds)})"
    for before, behind in sorted(around):
        if before and behind:
            guards += f"(?:(?<!{re.escape(before + word)})|(?!{re.escape(behind)}))"
    return re.escape(word) + guards
