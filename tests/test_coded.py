"""The articles coded by hand that scripts score against are all there: what is lost has to be coded anew."""

from __future__ import annotations

import ast
import re
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"


def test_the_files_of_coded_articles_are_those_that_are_told_of() -> None:
    told = ast.get_docstring(ast.parse((SCRIPTS / "coded.py").read_text("utf-8")))
    assert told is not None
    assert set(re.findall(r"[\w-]+\.jsonl", told)) == {path.name for path in (SCRIPTS / "coded").iterdir()}
