"""What an export was made with and from: the program, the codebook, the knowledge, the build."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

from tongshi.codec import CODEBOOK_VERSION
from tongshi.store import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """All that it takes to make an export again. Without a database there is no build."""

    program: str  # name and version of what wrote it
    codebook: str  # version of what records mean
    knowledge: str  # version of rules and lexicons that articles were read with
    build: int | None = None  # the last one
    built: str | None = None  # when that had ended: UTC, ISO 8601; None: interrupted, or still running

    @classmethod
    def of_run(cls, run: Run) -> Provenance:
        """Of what a database holds after a build."""
        return cls(
            program=program(), codebook=CODEBOOK_VERSION, knowledge=run.knowledge, build=run.id, built=run.finished
        )

    @classmethod
    def of_knowledge(cls, knowledge: str) -> Provenance:
        """Of what is read without a database."""
        return cls(program=program(), codebook=CODEBOOK_VERSION, knowledge=knowledge)

    @property
    def fields(self) -> dict[str, Any]:
        """The same as plain values; without a database nothing of a build."""
        told = asdict(self)
        return told if self.build is not None else {name: told[name] for name in ("program", "codebook", "knowledge")}

    @property
    def line(self) -> str:
        """The same in one line without commas."""
        told = [self.program, f"codebook {self.codebook}", f"knowledge {self.knowledge}"]
        if self.build is not None:
            told.append(f"build {self.build} of {self.built}" if self.built else f"build {self.build} (unfinished)")
        return "; ".join(told)


def program() -> str:
    """Name and version of this program."""
    return f"tongshi {version('tongshi')}"
