"""How sure it is that an attribution is one, and its speaker the right one."""

from __future__ import annotations

import math

from tongshi.statements.attribution import Attribution
from tongshi.statements.hearing import HIDDEN, Hearing


def evidence(attribution: Attribution, hearing: Hearing) -> dict[str, float]:
    """What speaks for and against an attribution, by name; the weights say how much."""
    verb, speaker, text = attribution.verb, attribution.speaker, hearing.outer
    found = {"bias": 1.0, f"speaker {speaker.kind}": 1.0, f"named {attribution.named}": 1.0}
    length = attribution.end - attribution.start
    found["length"] = math.log(max(1, length)) / 4
    found["short"] = float(length < 5)
    found["medium speaks"] = float(speaker.medium)
    found["known"] = float(speaker.person != "")
    found["state known"] = float(speaker.polity is not None)
    found["handed on"] = float(bool(attribution.through))
    found["quotation"] = float(attribution.passage is not None)
    found["marks inside"] = float(attribution.passage is None and HIDDEN in text[attribution.start : attribution.end])
    if verb is None:
        found["no word"] = 1.0
        return found
    found[f"manner {verb.manner}"] = 1.0
    loose = "loose" if verb.loose else "plain"
    found[f"{loose}, named {attribution.named}"] = 1.0
    found["one character"] = float(verb.end - verb.start == 1)
    found["word behind"] = float(verb.start >= attribution.end)
    found[f"{loose}, set off"] = float(text[attribution.start - 1 : attribution.start] in {",", ":"})
    way = verb.start - attribution.head
    found["far"] = float(way > 24)
    return found
