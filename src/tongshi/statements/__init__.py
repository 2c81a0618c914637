"""What is said: direct quotations with their speakers, and each side's account of a contact."""

from __future__ import annotations

from tongshi.statements.quotes import find_quotes
from tongshi.statements.readouts import find_readouts
from tongshi.statements.speech import SpeechLexicon, load_speech

__all__ = ["SpeechLexicon", "find_quotes", "find_readouts", "load_speech"]
