"""The lists of `speech.yml` as they are asked for: the file says what each is for, this module how it is looked for.

What is here beside the words is where they must stand: at the end or the head of what is read, before or behind a
particle, within how many characters. A list is known by the kind of its entries, and each of `Patterns` names in
braces those whose words it takes: `{kind}` is any word of one, `{kind|other}` any word of several.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from tongshi.lexicon import any_of

_IN_BRACES = re.compile(r"\{([a-z|-]+)\}")
_FRAME = "(?:{frame}|此[访行次][^,;]{0,4}期间)[^,;]{0,24},"
#: Each begins with a character of its own, at which a search is fast.
_DAY = "上周[一二三四五六日]|本周[一二三四五六日]|周[一二三四五六日]|今[天日早晚]|昨[天日晚]|" + "|".join(
    rf"{digit}\d?日" for digit in range(10)
)


class Listed(NamedTuple):
    """Words of one kind, folded; `unless`: longer words inside which they do not count."""

    words: tuple[str, ...]
    unless: tuple[str, ...] = ()


#: By the kind of their entries.
Lists = Mapping[str, Listed]


def _pattern(form: str) -> re.Pattern[str]:
    """A field that is compiled from a form."""
    made: re.Pattern[str] = _made_of((form,), lambda lists: re.compile(_filled(form, lists)))
    return made


def _texts(*forms: str) -> tuple[str, ...]:
    """A field that has the words of lists in their order, and what stands without braces as it is."""
    made: tuple[str, ...] = _made_of(forms, lambda lists: tuple(_words(forms, lists)))
    return made


def _set(form: str) -> frozenset[str]:
    """A field that has the words of a list."""
    made: frozenset[str] = _made_of((form,), lambda lists: frozenset(_words((form,), lists)))
    return made


def _made_of(forms: Iterable[str], make: Callable[[Lists], object]) -> Any:
    return field(metadata={"kinds": tuple(kind for form in forms for kind in _kinds(form)), "make": make})


def _kinds(form: str) -> Iterator[str]:
    """The lists that a form names."""
    for named in _IN_BRACES.findall(form):
        yield from named.split("|")


def _filled(form: str, lists: Lists) -> str:
    """A form with patterns of the words in place of the lists."""

    def any_of(named: re.Match[str]) -> str:
        found = [lists[kind] for kind in named[1].split("|")]
        words = (word for each in found for word in each.words)
        return f"(?:{alternatives(words, (word for each in found for word in each.unless))})"

    return _IN_BRACES.sub(any_of, form)


def _words(forms: Iterable[str], lists: Lists) -> Iterator[str]:
    for form in forms:
        kinds = list(_kinds(form))
        yield from (word for kind in kinds for word in lists[kind].words) if kinds else (form,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patterns:
    """Patterns are searched or matched, texts are what a range ends or begins with, sets what it is."""

    # who speaks
    opening: re.Pattern[str] = _pattern(r"(?:^|[。!?,;:\n“”\"])\s*{opening}?\s*$")
    # 對[路透社]記者, 與一名官員 are spoken to; 對華政策[專家] is not
    turned_to: re.Pattern[str] = _pattern(
        "(?:^|[^一-鿿]|[一-鿿]{2})(?:对|向|与|跟|给|和|为|就|把|将|被|由)[^的]*$|{turned-to}[^的]*$"
    )
    ends_speaker: tuple[str, ...] = _texts("{ends-speaker}")
    ends_body: tuple[str, ...] = _texts("{ends-body}")
    names_body: tuple[str, ...] = _texts("{ends-body|ends-medium}")  # or a medium
    ends_body_acting: tuple[str, ...] = _texts("{ends-body-acting}")
    ends_title: tuple[str, ...] = _texts("{ends-title}")
    ends_noun: tuple[str, ...] = _texts("{ends-noun}")
    ends_organ: tuple[str, ...] = _texts("{ends-organ}")
    ends_its_people: tuple[str, ...] = _texts("{ends-its-people}")
    occasion: re.Pattern[str] = _pattern("(?:当|在)?{occasion}[^,。;:]{1,40}?(?:的时候|之?时)")
    in_tongue: re.Pattern[str] = _pattern("(?<![使采引应利动起任信专通])用[^,;。:“”]{1,24}{tongue}$")
    announcing: re.Pattern[str] = _pattern("{announcing}")
    firm: re.Pattern[str] = _pattern("{firm}$")
    firm_whose: re.Pattern[str] = _pattern("[该这](?:家|个)?{firm-whose}(?!长|员|民)")
    mission: re.Pattern[str] = _pattern("{mission}")
    house: re.Pattern[str] = _pattern("{house}")
    body_of_person: re.Pattern[str] = _pattern("{body-of-person}")
    together: re.Pattern[str] = _pattern("{together}")
    several: frozenset[str] = _set("{several}")
    word_with_pronoun: re.Pattern[str] = _pattern("{word-with-pronoun}")
    paper: re.Pattern[str] = _pattern("《([^》]{1,14}{ends-paper})》")
    # where a clause begins with it or news cites it
    like_medium: re.Pattern[str] = _pattern(r"(?:^|(?<=[。!?,;:\n据])|(?<=综合))(?!综合)([一-鿿]{2,7}?{medium-name})")
    quoted_paper: re.Pattern[str] = _pattern("[一-鿿]{1,12}{quoted-paper}")
    same_medium: re.Pattern[str] = _pattern("该{medium-noun}|(?:该|这篇|这份)?{report-noun}")
    ends_news: tuple[str, ...] = _texts("的", "{news-noun|report-noun}")
    printed: re.Pattern[str] = _pattern("{printed}")
    prints: re.Pattern[str] = _pattern("{prints}")
    spokesman: re.Pattern[str] = _pattern("[该其]?(?:名|位)?{spokesman}")
    askers: tuple[str, ...] = _texts("{asker}")
    plural: re.Pattern[str] = _pattern("{plural}|[两三四五六七八九十百几数多][余多]?[名位]|[2-9][0-9]*[余多]?[名位]")
    as_for: re.Pattern[str] = _pattern(r"(?:^|,)\s*[而但]?{as-for}[^,]*$")
    turning_to: tuple[str, ...] = _texts("{turning-to}")
    surname_title: frozenset[str] = _set("{surname-title}")
    no_preposition: re.Pattern[str] = _pattern("(?:{no-preposition}|[驻副]..?代表)$")
    ends_when: tuple[str, ...] = _texts("{ends-when}")
    causing: re.Pattern[str] = _pattern("{causing}")
    there_are: re.Pattern[str] = _pattern("(?<![没所拥具持含只带享])有(?={many}|[数多几一][名位])")
    behind_name: re.Pattern[str] = _pattern(f"(?:{_DAY}|{{behind-name}}|的{{of-name}})")
    no_name: re.Pattern[str] = _pattern("{no-name}|[后时]$")
    no_head: re.Pattern[str] = _pattern(r"\A{no-head}")
    its: re.Pattern[str] = _pattern("{issuing|giving-out|publishing}?的")
    # quotations
    predicate: re.Pattern[str] = _pattern("{predicate}|[一-鿿]的")
    first_person: re.Pattern[str] = _pattern("{first-person}")
    wished: re.Pattern[str] = _pattern("{wished}[^,。;]*$")
    crime: tuple[str, ...] = _texts("{crime}")
    # is it said at all
    carries_on: re.Pattern[str] = _pattern(r"\s*(?:{carries-on}|,|\s)*")
    noun_before: re.Pattern[str] = _pattern(
        r"(?:{noun-before}|[一两三四数几多各这那该此本\d][项份名个则篇封次位番种些点])$"
    )
    noun_behind: re.Pattern[str] = _pattern("的(?!是|:)|下[,。]|声[,。]|后[,。]|时(?:[,。]|并?[没未])|{noun-behind}")
    by_account: re.Pattern[str] = _pattern(r"\s*{according|in-line-with}")
    while_: re.Pattern[str] = _pattern("{while}$")
    asks: re.Pattern[str] = _pattern("{asker}")
    asked: re.Pattern[str] = _pattern("{asked}$")
    will_by: re.Pattern[str] = _pattern("[^,]{0,4}将{will-by}")
    perhaps: re.Pattern[str] = _pattern("{perhaps}[^,的时后中上会说]{0,14}$")
    in_case: re.Pattern[str] = _pattern(r"\s*{in-case}")
    own_voice: re.Pattern[str] = _pattern("{own-voice}")
    ahead: re.Pattern[str] = _pattern("{ahead}")
    # media and texts that tell
    according: re.Pattern[str] = _pattern("({according})[^,;。]{0,6}$")
    site: re.Pattern[str] = _pattern("[一-鿿]{0,8}{site}")
    media: re.Pattern[str] = _pattern("((?:(?!据)[一-鿿]){0,8}{media|media-of-place})[^,;。]{0,8}$")
    state_media: re.Pattern[str] = _pattern("[一-鿿]{0,4}?{media|media-of-state}")
    issues: re.Pattern[str] = _pattern("[^,;。的在上》]{0,8}{issuing|giving-out}[^,;。的]{0,6}")
    its_account: re.Pattern[str] = _pattern(
        "》?(?:[今昨]天|[周上]?周[一二三四五六日天])?(?:的|{issuing|publishing|supplying}的)?(?:书面)?{account-text},"
    )
    this_report: re.Pattern[str] = _pattern(r"\s*(?:另)?({according})((?:该|这篇|这份|此){report-noun}),")
    issued: tuple[str, ...] = _texts("{issued}")
    report: re.Pattern[str] = _pattern("(?:该|这篇|这份)?{report-noun|news-noun}")
    ending_news: re.Pattern[str] = _pattern(r"的?{news-noun}?\Z")
    notice: frozenset[str] = _set("{notice}")
    told_medium: tuple[str, ...] = _texts("{tells-medium}")
    no_link: tuple[str, ...] = _texts(
        "{tells-medium|with-medium}", "(", "【", "["
    )  # in brackets: its own in a dateline
    # to whom, where, when
    says_when: tuple[str, ...] = _texts("{says-when}")
    interview_or_visit: re.Pattern[str] = _pattern("{interview-or-visit}$")
    granting: re.Pattern[str] = _pattern("{granting}[^,;。]{0,60}$")
    office_mark: re.Pattern[str] = _pattern("{office-mark}$")
    raised: tuple[str, ...] = _texts("{raised}")
    takes_hearer: re.Pattern[str] = _pattern("{takes-hearer}")
    listener: re.Pattern[str] = _pattern("{listener}")
    meeting_time: re.Pattern[str] = _pattern("(?:一行)?{meeting-time}?时,?")
    meeting_whom: re.Pattern[str] = _pattern("(?:与|和|同|跟|{meeting-whom})(?:了|到访的)?$")
    writes_to: re.Pattern[str] = _pattern("{writes-to}(?:给)?$")
    letter: re.Pattern[str] = _pattern("》?(?:的{letter}[^,]{0,4}|[^的,]{0,6})")
    at_place: re.Pattern[str] = _pattern("{at-place}(?![谈提论涉说])[^,。]{0,3}$")
    # which words are whose
    meant: re.Pattern[str] = _pattern("{meant}")
    turns_away: re.Pattern[str] = _pattern(r"\s*{turns-away}")
    joining: re.Pattern[str] = _pattern(r"\s*(?:{joining}|[他她]{he-joining})")
    against: re.Pattern[str] = _pattern(r"\s*{against}|.{1,16}?则")
    and_says: re.Pattern[str] = _pattern("{and-says}[^,;。]{0,3}$")
    frame: re.Pattern[str] = _pattern(_FRAME)
    reported_frame: re.Pattern[str] = _pattern(
        "(?:针对[^,;]{0,40}|[^,;]{2,24}{frame-event}(?:之际|期间|前|后|时)),|" + _FRAME
    )
    ends_when_reported: tuple[str, ...] = _texts("{ends-when-reported}")
    thinks: re.Pattern[str] = _pattern("{thinks}")
    unanimous: re.Pattern[str] = _pattern("{unanimous}")
    both: re.Pattern[str] = _pattern("{both}")
    hopes: re.Pattern[str] = _pattern("{hopes}")
    to_another: re.Pattern[str] = _pattern("{to-another}")
    of_oneself: re.Pattern[str] = _pattern("{of-oneself}")
    contrast: re.Pattern[str] = _pattern("{contrast}")
    side: re.Pattern[str] = _pattern("[一-鿿]{1,2}{side}")
    ends_side: tuple[str, ...] = _texts("{side}")
    though: re.Pattern[str] = _pattern("[ ,]*{though}")
    # where the words begin and end
    said_behind: re.Pattern[str] = _pattern(r"(?:{said-behind}|的(?=:))?\s*[,:︰]?\s*")
    tells_on: re.Pattern[str] = _pattern(r"[,;](?=\s*{tells-on})")
    turns: re.Pattern[str] = _pattern(r"[,;](?=\s*{turns})")
    left_unsaid: re.Pattern[str] = _pattern(r"[,;](?=\s*{but-left}[^,;。“”]{0,8}?{has-not}{in-detail}?{left-unsaid})")
    came_of_it: re.Pattern[str] = _pattern(r",(?:(?<=[”\ufffc],)|(?<=[)”]一词,)|(?<=的说法,))(?=\s*{came-of-it})")
    points: re.Pattern[str] = _pattern("(?:此|(?:这|该)(?:[一件个则项])?){pointed-at}|{told-only}")
    glossing: re.Pattern[str] = _pattern("[他她]?{glossing}")
    stance: re.Pattern[str] = _pattern("({stance}?)”?(?:[,。;!]|$|并|和)")


#: The kinds of all lists.
LIST_KINDS = tuple(dict.fromkeys(kind for each in fields(Patterns) for kind in each.metadata["kinds"]))


def build_patterns(lists: Lists) -> Patterns:
    """Put the words of the lists into their patterns; there must be a list of each kind."""
    return Patterns(**{each.name: each.metadata["make"](lists) for each in fields(Patterns)})


def alternatives(words: Iterable[str], unless: Iterable[str] = ()) -> str:
    """A pattern of any of the words, the longest first, none inside a longer word of `unless`; no word: of nothing."""
    sought, longer = tuple(words), tuple(unless)
    return any_of(sought, {word: _guards(word, longer) for word in sought} if longer else None)


def _guards(word: str, unless: Iterable[str]) -> str:
    """What behind a word says that it stands inside none of some longer ones."""
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
    return guards
