"""What one output may hold: how much of the texts, and what is withheld."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from tongshi.withhold import NOTHING, WithholdList


class Texts(StrEnum):
    """How much of the archived texts is given."""

    none = "none"
    evidence = "evidence"
    full = "full"


@dataclass(frozen=True, slots=True)
class Rights:
    """What one output may hold."""

    texts: Texts = Texts.evidence
    withheld: WithholdList = NOTHING

    @property
    def in_sentences(self) -> Rights:
        """The same without whole texts."""
        return replace(self, texts=min(self.texts, Texts.evidence, key=list(Texts).index))
