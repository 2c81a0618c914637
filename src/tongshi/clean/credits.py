"""Words that say who did what for an article (`credits.yml`), and who took its pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, cast, get_args

from tongshi.errors import LexiconError
from tongshi.lexicon import entries, strings

#: What the bearer of a name did; `other` is what is nobody's byline (presenting, layout), yet ends a list of names.
Duty = Literal["reporter", "editor", "translator", "photographer", "other"]

#: A longer text in a credit's place is a description of the picture.
_LONGEST_CREDIT = 40

#: The words of `credits.yml` before names, 編輯：…; a reporter's name may follow at once: 某某电台记者王小明.
_DUTY = (
    r"(?<![一-鿿])(?:实习|特约|资深)?(?P<duty>{words})(?:\s*[:/|·丨]\s*|\s+)"
    r"|(?:实习|特约|资深)?(?P<at_once>记者|特派员)(?![是系为])\s*[:/|]?\s*(?=[一-鿿a-z])"
)
#: Who took a picture for an agency, beside its name.
_PERSON = "(?!档案|资料|新闻|示意|图|照)[一-鿿·]{2,8}"
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Credits:
    """The words of `credits.yml`; all patterns are over folded text."""

    duties: Mapping[str, Duty]  # by word
    duty: re.Pattern[str]  # a duty word before names, or the word for a reporter alone
    marked: tuple[re.Pattern[str], ...]  # picture credits that say what they are: 王小明摄, 图片来源：
    holders: re.Pattern[str]  # those that stand alone in a credit's place, or with a name: （路透社）, （某台/王小明）
    nobody: frozenset[str]
    cheap: re.Pattern[str]  # without it no credit is looked for

    def pictures(self, folded: str) -> Iterator[tuple[int, int]]:
        """Ranges of those whom a caption credits for its picture."""
        if not self.cheap.search(folded):
            return
        for pattern in self.marked:
            found = [each.span("who") for each in pattern.finditer(folded)]
            named = [span for span in found if self._is_name(folded[slice(*span)])]
            if named:
                yield from named
                return
        yield from (found.span("who") for found in self.holders.finditer(folded))

    def _is_name(self, words: str) -> bool:
        words = _SPACE.sub(" ", words.strip())
        return 1 < len(words) <= _LONGEST_CREDIT and words not in self.nobody and not words.endswith("记者")


def load_credits(senders: Iterable[str]) -> Credits:
    """Read `credits.yml`; `senders` are the folded names of agencies and outlets. Raises `LexiconError`."""
    duties: dict[str, Duty] = {}
    marked: list[re.Pattern[str]] = []
    holders, nobody, cheap = set(senders), set[str](), set[str]()
    for entry in entries("credits"):
        for word in strings(entry, "words"):
            duty = entry.get("duty")
            if duty not in get_args(Duty):
                raise LexiconError(f"credits.yml: {entry.get('id')}: no such duty: {duty}")
            duties[word] = cast("Duty", duty)
        try:
            marked += [re.compile(pattern) for pattern in strings(entry, "picture")]
        except re.error as error:
            raise LexiconError(f"credits.yml: {entry.get('id')}: {error}") from error
        holders.update(strings(entry, "holders"))
        nobody.update(strings(entry, "nobody"))
        cheap.update(strings(entry, "marks"))
    names = "|".join(map(re.escape, sorted(holders, key=len, reverse=True)))
    one = rf"(?:{names})(?:\s*via\s*(?:{names}))?"
    words = "|".join(map(re.escape, sorted(duties, key=len, reverse=True)))
    return Credits(
        duties,
        re.compile(_DUTY.format(words=words)),
        tuple(marked),
        re.compile(
            rf"(?:[(\[]|\s{{2}}|(?<=[。!?”)]))\s*(?P<who>(?:{_PERSON}/\s?)?{one}(?:\s*[/、]\s*(?:{one}|{_PERSON}))*)"
            r"\s*[/、]?\s*(?:(?:档案|资料|新闻)?(?:照片|图片|照|图)|提供)?\s*(?:[)\]]|$)"
        ),
        frozenset(nobody),
        re.compile("|".join(map(re.escape, sorted({*cheap, *holders}, key=len, reverse=True)))),
    )
