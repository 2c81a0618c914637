"""What a reviewer answers to an item of the queue → a decision; the same for lines that are typed and for pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tongshi.decisions import Decision, Kind
from tongshi.errors import LedgerError
from tongshi.lexicon import Layers
from tongshi.review import deciding
from tongshi.review.deciding import Reviewer
from tongshi.review.queue import Item
from tongshi.rights import StoreRelease


@dataclass(frozen=True, slots=True)
class Answers:
    """One reviewer's answers; `given` are those records of the item that he names, by id. Each raises TongshiError."""

    store: StoreRelease
    reviewer: Reviewer
    layers: Layers = ()

    def judge(self, item: Item, kind: Kind, given: Sequence[str], why: str) -> Decision:
        """Accept or reject: the records named, else all; of a contradiction that is accepted, the correction."""
        if kind == "accept" and item.kind == "contradiction" and not given:
            return self._confirm(item, why)
        if not given and item.kind in {"contradiction", "doubt"}:
            raise LedgerError("which of the records?")
        return deciding.judge(self.store, self.reviewer, kind, given or item.records, why)

    def correct(self, item: Item, given: Sequence[str], field: str, value: str, why: str) -> Decision:
        """Correct a field of the one record named, of what its article says; else of the contact."""
        if len(given) > 1 or (not given and item.kind == "doubt"):
            raise LedgerError("which one of the records?")
        meant = given[0] if given else self._contact(item.records[0]) if item.records else ""
        return deciding.correct(self.store, self.reviewer, meant, field, value, why, self.layers)

    def merge(self, item: Item, given: Sequence[str], why: str) -> Decision:
        """The records named are one contact; of a doubt the two contacts are, where none is named."""
        if not given and item.kind == "doubt":
            given = self._contacts(item)
        return deciding.merge(self.store, self.reviewer, given, why)

    def split(self, item: Item, given: Sequence[str], why: str) -> Decision:
        """The records named are not the contact of the others; of a doubt the two are not one contact."""
        if not given and item.kind == "doubt":
            contacts = self._contacts(item)
            given = item.records if len(set(contacts)) == 1 else contacts
        staying = [record for record in item.records if record not in given]
        if item.kind == "doubt" or not staying:
            return deciding.split(self.store, self.reviewer, given, why)
        return self.reviewer.decision("split", given, why, others=tuple(sorted(staying)))

    def people(self, kind: Kind, names: Sequence[str], why: str) -> Decision:
        """Two names are of the same person, or of different people."""
        keys = [deciding.person_key(self.store, name, self.layers) for name in names]
        return self.reviewer.decision(kind, keys, why)

    def undo(self, decision: str, why: str) -> Decision:
        """Undo a decision, by the beginning of its id."""
        return deciding.undo(self.store, self.reviewer, decision, why)

    def _confirm(self, item: Item, why: str) -> Decision:
        by_id = {each.id: each for each in self.store.decisions()}
        corrections = [by_id[id_] for id_ in item.decisions if by_id[id_].kind == "correct"]
        if not corrections:
            raise LedgerError("which of the records?")
        return deciding.confirm(self.store, self.reviewer, corrections[-1], why)

    def _contacts(self, item: Item) -> list[str]:
        return [self._contact(record) for record in item.records]

    def _contact(self, record: str) -> str:
        return self.store.outline(record).contact.id
