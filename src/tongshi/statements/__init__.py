"""What is said: statements and direct quotations with their speakers, and each side's account of a contact."""

from __future__ import annotations

from tongshi.statements.hearing import hear
from tongshi.statements.quotes import find_quotes
from tongshi.statements.readouts import find_readouts
from tongshi.statements.speech import SpeechLexicon, load_speech
from tongshi.statements.statements import Said, find_statements

__all__ = [
    "Said",
    "SpeechLexicon",
    "find_quotes",
    "find_readouts",
    "find_statements",
    "hear",
    "load_speech",
]
