"""A word of saying, and who speaks at it."""

from __future__ import annotations

from typing import NamedTuple

from tongshi.statements.speech import Verb
from tongshi.statements.voices import Voice


class Saying(NamedTuple):
    """A speech verb and who speaks, as first named in the article; `subject`: as the verb's own clause names him."""

    verb: Verb
    speaker: Voice | None
    subject: Voice | None
    near: bool = False  # its sentence names him

    @property
    def own(self) -> bool:
        """Whether the verb's own clause names who speaks."""
        return self.subject is not None
