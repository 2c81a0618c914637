"""Counts of what agrees, and the table of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass(slots=True)
class Figure:
    """Counts of a precision/recall figure."""

    right: int = 0
    gold: int = 0
    coded: int = 0

    def add(self, right: int, gold: int, coded: int) -> None:
        """Count one article's share."""
        self.right += right
        self.gold += gold
        self.coded += coded

    @property
    def precision(self) -> float:
        """Right of what was coded."""
        return self.right / self.coded if self.coded else 0.0

    @property
    def recall(self) -> float:
        """Right of what the gold has."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(slots=True)
class Accuracy:
    """Counts of a right-or-wrong figure."""

    right: int = 0
    of: int = 0

    def add(self, right: object) -> None:
        """Count one case."""
        self.right += bool(right)
        self.of += 1

    @property
    def value(self) -> float:
        """Share that is right."""
        return self.right / self.of if self.of else 0.0


@dataclass(slots=True)
class Scores:
    """All figures of one comparison, and every disagreement met."""

    articles: int = 0
    figures: dict[str, Figure] = field(default_factory=lambda: defaultdict(Figure))
    accuracies: dict[str, Accuracy] = field(default_factory=lambda: defaultdict(Accuracy))
    errors: list[tuple[str, ...]] = field(default_factory=list)

    def table(self, errors: int = 0) -> str:
        """The figures as text, one a line, then the first `errors` disagreements."""
        rows = [f"{self.articles} articles", f"{'':28}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'coded':>7}"]
        rows += [
            f"{name:28}{f.precision:7.3f}{f.recall:7.3f}{f.f1:7.3f}{f.gold:7}{f.coded:7}"
            for name, f in self.figures.items()
        ]
        rows.append(f"{'':28}{'accuracy':>21}{'n':>7}")
        rows += [f"{name:28}{a.value:21.3f}{a.of:7}" for name, a in self.accuracies.items()]
        rows += [" | ".join(row) for row in self.errors[:errors]]
        return "\n".join(rows)
