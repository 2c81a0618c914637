"""Score the reader against the hand-coded articles beside the checkout, and check that both scorers agree.

    python scripts/gold.py [--part seen|unseen|all] [--errors N]

Prints the whole set, then the two parts: rules are written looking at `seen` only, so the figure
that counts is `unseen` (a third of the articles, picked by the hash of their id).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import tongshi
from tongshi.codec import to_json
from tongshi.evaluate import load_records, score, tidy

SHARED = Path(__file__).resolve().parents[2] / "shared"


def is_unseen(article_id: str) -> bool:
    return int(hashlib.sha1(article_id.encode()).hexdigest(), 16) % 3 == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=["seen", "unseen", "all"], default=None)
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    gold_file = SHARED / "gold" / "dev.jsonl"
    if not gold_file.exists():
        print("no hand-coded articles beside the checkout: nothing to score")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(SHARED / "gold" / "dev.tar.xz") as archive:
            archive.extractall(folder, filter="data")
        readings = [
            to_json(tongshi.code(post)) for post in tongshi.read(Path(folder)) if isinstance(post, tongshi.Post)
        ]
        coded_file = Path(folder) / "coded.jsonl"
        coded_file.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in readings), encoding="utf-8")
        theirs = subprocess.run(
            [sys.executable, str(SHARED / "gold" / "score.py"), str(gold_file), str(coded_file)],
            capture_output=True, text=True, check=True,
        ).stdout.strip()  # fmt: skip
    gold, coded = load_records(gold_file), {r["id"]: tidy(r) for r in readings}
    parts = {
        "all": gold,
        "seen": {id_: record for id_, record in gold.items() if not is_unseen(id_)},
        "unseen": {id_: record for id_, record in gold.items() if is_unseen(id_)},
    }
    for name, part in parts.items():
        if options.part in {None, name}:
            errors = options.errors if name != "unseen" else 0
            print(f"== {name}\n{score(part, coded).table(errors)}\n")
    agree = score(gold, coded).table().strip() == theirs
    print("the two scorers agree" if agree else "THE TWO SCORERS DISAGREE")
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main())
