"""What may be told of what people decided, and of what waits for a decision."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from tongshi import fusion
from tongshi.decisions import Decision
from tongshi.rights.held import HeldRelease
from tongshi.rights.policy import Texts
from tongshi.store import ReportedContact, UnsureContact


class LedgerRelease(HeldRelease):
    """Decisions, doubts, and what is needed to decide."""

    # --- what was decided

    def decide(self, decisions: Iterable[Decision]) -> int:
        """As `Store.decide`: what is withheld can be decided on like anything else."""
        self._links.forget()
        return self._store.decide(decisions)

    def decisions(self) -> tuple[Decision, ...]:
        """As `Store.decisions`, without those on withheld records, and those whose words name somebody withheld."""
        found = self._store.decisions()
        if not self._list:
            return found
        ids = {id_ for each in found for id_ in (*each.subjects, *each.others) if id_.startswith("e")}
        withheld = {id_ for id_, each in self.reported(ids).items() if each is None}
        left = {
            each.id for each in found if not withheld.isdisjoint((*each.subjects, *each.others)) or self._names_in(each)
        }
        # what was undone must not seem to stand again
        while more := {each.subjects[0] for each in found if each.kind == "undo" and each.id in left} - left:
            left |= more
        self.left_out["decisions"] += len(left)
        return tuple(each for each in found if each.id not in left)

    def ledger(self) -> tuple[Decision, ...]:
        """The same to be kept in a file: an added contact is not without the sentence that bears it out."""
        found = self.decisions()
        if self.rights.texts is not Texts.none:
            return found
        kept = tuple(each for each in found if each.kind != "add")
        self.left_out["sentences"] += len(found) - len(kept)
        return kept

    # --- what waits

    def doubts(self) -> Iterator[fusion.Doubt]:
        """As `Store.doubts`."""
        if not self._list:
            yield from self._store.doubts()
            return
        found = list(self._store.doubts())
        reported = self.reported({id_ for each in found for id_ in (each.first, each.second)})
        for each in found:
            if reported[each.first] and reported[each.second]:
                yield each
            else:
                self.left_out["doubts"] += 1

    def unsure(self, below: float) -> list[UnsureContact]:
        """As `Store.unsure`."""
        found = self._store.unsure(below)
        if not self._list:
            return found
        kept = [each for each in found if all(self.reported(each.engagements).values())]
        self.left_out["contacts"] += len(found) - len(kept)
        return kept

    # --- what is decided on

    def reported(self, ids: Collection[str]) -> dict[str, ReportedContact | None]:
        """As `Store.reported`; None for what is withheld. Of the others it gives no sentence."""
        return {
            id_: replace(each, engagement=replace(each.engagement, evidence="")) if self._reported_may(each) else None
            for id_, each in self._store.reported(ids).items()
        }

    def _reported_may(self, reported: ReportedContact) -> bool:
        return reported.post not in self._posts and self._engagement_may(reported.engagement)

    def statements_there(self, ids: Collection[str]) -> set[str]:
        """As `Store.statements_there`: it tells no more than ids."""
        return self._store.statements_there(ids)

    def told_by(self, *, posts: Collection[str] = (), contacts: Collection[str] = ()) -> set[str]:
        """As `Store.told_by`; see `reported` for which of them may be told of."""
        return self._store.told_by(posts=posts, contacts=contacts)
