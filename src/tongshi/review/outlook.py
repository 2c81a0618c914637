"""What a merge will do that its reviewer may not expect, told before it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tongshi.decisions import Decision, shown, value_of, whose
from tongshi.language import fold
from tongshi.review.likeness import strangers
from tongshi.rights import StoreRelease
from tongshi.store import Contact

#: How values are shown that say nothing, of which nothing is lost.
_NOTHING = frozenset({"unknown", "none", "nobody"})


@dataclass(frozen=True, slots=True)
class Overridden:
    """A correction of one of the contacts, and another that says otherwise now and will have its value."""

    correction: Decision
    contact: Contact

    @property
    def field(self) -> str:
        """What is corrected."""
        return self.correction.field

    @property
    def holds(self) -> str:
        """The value that the merged contact will have."""
        return shown(self.field, self.correction.value)

    @property
    def said(self) -> str:
        """The value that the contact has now."""
        return shown(self.field, value_of(self.field, self.contact))


@dataclass(frozen=True, slots=True)
class Outlook:
    """What there is to be sure of; nothing of a decision that is no merge."""

    strangers: tuple[Contact, ...] = ()  # contacts that share nothing with the others
    overridden: tuple[Overridden, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.strangers or self.overridden)

    def lines(self) -> Iterator[str]:
        """It in words, a line each."""
        if self.strangers:
            ids = " ".join(contact.id for contact in self.strangers)
            yield f"{ids}: no participant, polity or date within a week shared with the others"
        for each in self.overridden:
            correction = each.correction
            yield (
                f"{each.contact.id}: its {each.field} {each.said} gives way to {each.holds}, "
                f"corrected by {whose(correction)} ({correction.id})"
            )


#: What is told of a decision from which nothing follows but what it says.
NO_SURPRISE = Outlook()


def outlook(store: StoreRelease, decision: Decision) -> Outlook:
    """What a merge will do beside making one contact of several."""
    if decision.kind != "merge":
        return NO_SURPRISE
    contacts = _merged(store, decision)
    return Outlook(strangers(contacts), tuple(_overridden(contacts)))


def _merged(store: StoreRelease, decision: Decision) -> list[Contact]:
    reported = store.reported(decision.subjects).values()
    found = store.contacts_of_ids({each.contact for each in reported if each})
    return sorted((contact for _, contact in found), key=lambda contact: contact.id)


def _overridden(contacts: Sequence[Contact]) -> Iterator[Overridden]:
    """Of each corrected field the correction that will hold, the latest, and the contacts that say otherwise."""
    corrections = [each for contact in contacts for each in contact.corrections if each.scope == "contact"]
    holding = {each.field: each for each in sorted(corrections, key=lambda each: (each.at, each.id))}
    for field, correction in sorted(holding.items()):
        value = _seen(shown(field, correction.value))
        for contact in contacts:
            said = shown(field, value_of(field, contact))
            if said not in _NOTHING and _seen(said) != value:
                yield Overridden(correction, contact)


def _seen(value: str) -> frozenset[str]:
    """A value as its reader takes it: in whatever script and order."""
    return frozenset(fold(value).split(", "))
