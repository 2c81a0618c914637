"""At which level of office two sides were in contact, by `levels.yml`.

An office has the level of the title that it ends with; of several joined in one (国务委员兼外长) the highest counts,
as it does of what is written and what the registry says that somebody held on the day. A side has the level of its
highest representative, and a contact that of the lower of its two sides: where a president receives a foreign minister,
ministers' level is what both sides reach. Of more than two sides the second highest decides.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tongshi import lexicon
from tongshi.errors import LexiconError
from tongshi.language import fold
from tongshi.records import EngagementType, Participant, Status, When
from tongshi.registry.entries import Person, load_offices, load_people

#: The level of what has no other.
OTHER = "other"

#: Where several offices are told in one.
_JOINED = re.compile(r"[、,/兼暨及和与]")

#: An office that is held no more.
_FORMER = re.compile("前|已故|卸任")


class Attended(Protocol):
    """What is known of a contact, as far as levels and series need it."""

    @property
    def id(self) -> str:
        """Of the contact."""

    @property
    def type(self) -> EngagementType:
        """As the codebook has it."""

    @property
    def status(self) -> Status:
        """As the codebook has it."""

    @property
    def when(self) -> When:
        """Its date."""

    @property
    def participants(self) -> tuple[Participant, ...]:
        """Who took part."""

    @property
    def polities(self) -> tuple[str, ...]:
        """Codes of all that are involved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """The levels, highest first, and what tells them."""

    names: tuple[str, ...]
    of_role: Mapping[str, str]
    of_title: Mapping[str, str]
    longest: int  # characters of a title
    people: Mapping[str, Person]
    read: dict[str, tuple[str, bool]] = field(default_factory=dict, repr=False, compare=False)  # offices read before

    def of_participant(self, participant: Participant, day: dt.date | None) -> str:
        """The level of one who took part on `day`; empty: nothing tells it.

        Of a delegation or a government nothing does, unless its office has a level of its own.
        """
        office = participant.office or ""
        written, is_former = self._office(office)
        if is_former:
            return OTHER
        person = self.people.get(participant.person)
        held = [tenure for tenure in person.tenures if tenure.covers(day)] if person and day else []
        found = [self._ending(each.title) or self.of_role.get(each.role, OTHER) for each in held]
        known = self._highest(filter(None, [written, *found]))
        if participant.name:
            return known or (OTHER if office else "")
        return "" if known == OTHER else known

    def sides(self, contact: Attended) -> dict[str, str]:
        """The level of each polity that somebody of a known level represents."""
        found: dict[str, str] = {}
        for each in contact.participants:
            level = self.of_participant(each, contact.when.start)
            if level and each.polity:
                found[each.polity] = self._highest([level, found.get(each.polity, level)])
        return found

    def of(self, contact: Attended, between: Sequence[str] = ()) -> str:
        """The level of a contact; `between`: of these sides of it only."""
        sides = self.sides(contact)
        wanted = [sides[code] for code in between if code in sides] if between else list(sides.values())
        ordered = sorted(wanted, key=self.names.index)
        return ordered[min(1, len(ordered) - 1)] if ordered else OTHER

    def _office(self, office: str) -> tuple[str, bool]:
        """The level of an office, and whether it is held no more; read once: the same ones come again and again."""
        known = self.read.get(office)
        if known is None:
            folded = fold(office)
            found = (self._ending(part) for part in (folded, *_JOINED.split(folded)))
            is_former = _FORMER.search(folded) is not None
            known = "" if is_former else self._highest(level for level in found if level), is_former
            self.read[office] = known
        return known

    def _ending(self, words: str) -> str:
        """The level of the longest title that some words end with; empty: they end with none."""
        for length in range(min(self.longest, len(words)), 0, -1):
            if (level := self.of_title.get(words[-length:])) is not None:
                return level
        return ""

    def _highest(self, levels: Iterable[str]) -> str:
        return min(levels, key=self.names.index, default="")


def load_levels(layers: lexicon.Layers = ()) -> Levels:
    """`levels.yml`, with offices and people; raises LexiconError, also for a role that has no level, or two."""
    offices = load_offices(layers)
    of_role: dict[str, str] = {}
    own: dict[str, str] = {}
    entries = lexicon.entries("levels", layers)
    for entry in entries:
        for role in lexicon.strings(entry, "roles"):
            if role in of_role:
                raise entry.error(f"{role}: has the level {of_role[role]} already", "roles")
            of_role[role] = entry["id"]
        own |= {fold(title): entry["id"] for title in lexicon.strings(entry, "titles")}
    of_title: dict[str, str] = {}
    for office in offices:
        if office.role not in of_role:
            raise LexiconError(f"levels.yml: the role {office.role} (of {office.id}) has no level")
        of_title |= dict.fromkeys(office.titles, of_role[office.role])
    of_title |= own
    return Levels(
        names=tuple(str(entry["id"]) for entry in entries),
        of_role=of_role,
        of_title=of_title,
        longest=max(map(len, of_title), default=0),
        people={person.id: person for person in load_people(offices, layers)},
    )
