"""蔡總統, 菅首相: people of whom a text gives the family name and the title only."""

from __future__ import annotations

from collections.abc import Iterable

from tongshi.registry.entries import Office, Person
from tongshi.registry.names import FAMILY_FIRST


def surnames(person: Person) -> set[tuple[str, str]]:
    """Family name and role under which a person is understood without his whole name."""
    if person.polity not in FAMILY_FIRST:
        return set()
    families = {name[0] for name in person.plain_names if 2 <= len(name) <= 4}
    return {(family, tenure.role) for family in families for tenure in person.tenures}


def titles_by_role(offices: Iterable[Office]) -> dict[str, tuple[str, ...]]:
    """The titles of each role."""
    titles: dict[str, tuple[str, ...]] = {}
    for office in offices:
        titles[office.role] = titles.get(office.role, ()) + office.titles
    return titles
