"""Which of the dates of an article is the contact's, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cases import cases
from tests.test_engagements import read
from tests.test_times import written


@pytest.mark.parametrize("case", cases("dating"))
def test_date_of_the_contact(case: dict[str, Any]) -> None:
    found = read(case["text"].replace("|", "\n"), case["at"])
    assert [written(engagement.when) for engagement in found] == case["want"]
