"""A sample of one's own records: drawing, judging, what it says of all of them."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.toy import archive, post
from tongshi.audit import FIELDS, Drawing, Row, Sheet, agreements, draw, precisions, read_sheet, sheet_lines
from tongshi.audit.proportions import Counted, kappa, share, wilson
from tongshi.build import build
from tongshi.cli import main
from tongshi.errors import SheetError
from tongshi.store import open_store

# --- intervals


@pytest.mark.parametrize(
    ("right", "size", "low", "high"),
    [(8, 10, 0.490, 0.943), (81, 263, 0.255, 0.366), (0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0)],
)
def test_wilson(right: int, size: int, low: float, high: float) -> None:
    """As in Newcombe, Statistics in Medicine 17 (1998), table I, and by hand."""
    assert wilson(right / size, size) == pytest.approx((low, high), abs=0.0015)


@given(st.integers(1, 400), st.data())
def test_an_interval_holds_its_share_and_shrinks_with_what_is_known(judged: int, data: st.DataObject) -> None:
    right = data.draw(st.integers(0, judged))
    more = data.draw(st.integers(0, 4000))
    found, wider = (share([Counted(right, judged, size)]) for size in (judged + more, judged + more + 1000))
    assert found is not None
    assert wider is not None
    assert 0 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1
    assert found.high - found.low <= wider.high - wider.low + 1e-9
    if not more:
        assert (found.low, found.high) == (found.value, found.value)  # all were judged: nothing is in doubt


@pytest.mark.parametrize(
    "strata",
    [
        [(10_000, 0.9, 100)],
        [(300, 0.9, 100)],
        [(120, 0.8, 100)],
        [(10_000, 0.97, 50)],
        [(5000, 0.9, 25), (800, 0.6, 25), (300, 0.97, 25), (40, 0.8, 25)],
    ],
    ids=str,
)
def test_coverage(strata: list[tuple[int, float, int]]) -> None:
    """Of samples drawn at random some nineteen in twenty have the true share in their interval."""
    chance = random.Random(7)
    all_records = [[n < size * p for n in range(size)] for size, p, _ in strata]
    true = sum(map(sum, all_records)) / sum(map(len, all_records))
    held = 0
    for _ in range(800):
        drawn = [chance.sample(records, many) for records, (_, _, many) in zip(all_records, strata, strict=True)]
        found = share([Counted(sum(s), len(s), len(records)) for s, records in zip(drawn, all_records, strict=True)])
        assert found is not None
        held += found.low <= true <= found.high
    assert 0.90 <= held / 800 <= 0.99


def test_strata_are_weighted_by_their_size() -> None:
    found = share([Counted(10, 10, 900), Counted(0, 10, 100), Counted(0, 0, 5000)])
    assert found is not None
    assert found.value == pytest.approx(0.9)
    assert (found.right, found.judged) == (10, 20)
    assert share([Counted(0, 0, 10)]) is None


@pytest.mark.parametrize(
    ("pairs", "wanted"),
    [
        ([("r", "r")] * 20 + [("r", "w")] * 5 + [("w", "r")] * 10 + [("w", "w")] * 15, 0.4),
        ([("r", "r"), ("w", "w")], 1.0),
        ([("r", "w"), ("w", "r")], -1.0),
        ([("r", "r")] * 5, None),
        ([], None),
    ],
)
def test_kappa(pairs: list[tuple[str, str]], wanted: float | None) -> None:
    assert kappa(pairs) == (None if wanted is None else pytest.approx(wanted))


# --- drawing


@given(
    st.dictionaries(st.text("0123456789abcdef", min_size=1, max_size=6), st.sampled_from("abc"), max_size=60),
    st.integers(1, 40),
    st.integers(0, 9),
    st.randoms(),
)
@settings(max_examples=60)
def test_draw(records: dict[str, str], size: int, seed: int, chance: random.Random) -> None:
    """As many as wanted, none twice, whatever the order; as many of each stratum, and one drawn with more is kept."""
    listed = list(records.items())
    drawn, population = draw(listed, size, seed)
    assert len(dict(drawn)) == len(drawn) == min(size, len(records))
    assert dict(drawn).items() <= records.items()
    assert sum(population.values()) == len(records)
    chance.shuffle(listed)
    assert draw(listed, size, seed)[0] == drawn
    unstratified = [(id_, "") for id_ in records]
    assert {*draw(unstratified, size, seed)[0]} <= {*draw(unstratified, size + 5, seed)[0]}
    many = [sum(stratum == name for _, name in drawn) for stratum, count in population.items()]
    room = [n for n, count in zip(many, population.values(), strict=True) if n < count]
    assert not room or max(many) - min(room) <= 1


def test_every_record_is_as_likely_to_be_drawn() -> None:
    records = [(f"c{n:04x}", "") for n in range(40)]
    times = dict.fromkeys((id_ for id_, _ in records), 0)
    for seed in range(600):
        for id_, _ in draw(records, 10, seed)[0]:
            times[id_] += 1
    assert all(100 < count < 200 for count in times.values())  # 150 expected, six deviations each way


# --- the sheet


def row(number: int, verdict: str = "", wrong: tuple[str, ...] = (), stratum: str = "call") -> Row:
    record = {"type": "call", "status": "held", "participants": '甲 (NO)、乙 (VN), "丙"', "date": "2021"}
    return Row(number=number, id=f"c{number}", stratum=stratum, record=record, evidence=("一句話。", "又一句，\"引\""),
               verdict=verdict, wrong=wrong)  # type: ignore[arg-type]  # fmt: skip


def sheet(*rows: Row, **population: int) -> Sheet:
    drawing = Drawing(of="contacts", by="type", seed=3, population=population or {"call": 50}, judge="anna",
                      provenance={"program": "tongshi", "build": 2})  # fmt: skip
    return Sheet(drawing, rows)


@pytest.mark.parametrize("name", ["sheet.jsonl", "sheet.csv"])
def test_a_sheet_comes_back_from_its_file(name: str, tmp_path: Path) -> None:
    whole = sheet(row(1, "right", ("status", "date")), row(2, "wrong"), row(3))
    (tmp_path / name).write_text("".join(f"{line}\n" for line in sheet_lines(whole, tmp_path / name)), "utf-8")
    assert read_sheet(tmp_path / name) == whole
    assert [each.number for each in whole.left] == [3]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace('"right"', '"true"'), "true: not one of right, wrong, unsure"),
        (lambda text: text.replace('"status"]', '"mood"]'), "mood: not one of type, status"),
        (lambda text: text.replace('"right"', '"wrong"'), "fields are told of records that are right"),
        (lambda text: text.partition("\n")[2], "it is not said how the sample was drawn"),
        (lambda text: text + "{", "sheet.jsonl:3: not JSON"),
        (lambda text: text + "[]", "sheet.jsonl:3: not an object"),
        (lambda text: text.replace('"number"', '"no"'), "not a line of an audit"),
    ],
)
def test_a_sheet_filled_in_wrongly(change: Callable[[str], str], message: str, tmp_path: Path) -> None:
    path = tmp_path / "sheet.jsonl"
    text = "".join(f"{line}\n" for line in sheet_lines(sheet(row(1, "right", ("status",))), path))
    path.write_text(change(text), "utf-8")
    with pytest.raises(SheetError, match=message):
        read_sheet(path)


def test_a_sheet_that_went_through_a_spreadsheet(tmp_path: Path) -> None:
    """Cells are added at the ends of lines, verdicts have capitals, fields are divided by commas."""
    path = tmp_path / "sheet.csv"
    rows = list(csv.reader(io.StringIO("\n".join(sheet_lines(sheet(row(1), row(2)), path)))))
    verdict, wrong = (rows[0].index(name) for name in ("verdict", "wrong"))
    rows[1][verdict], rows[1][wrong], rows[2][verdict] = "Right ", "status, date", "unsure"
    written = io.StringIO()
    csv.writer(written).writerows([*(each + [""] * (len(rows[0]) - len(each)) for each in rows), []])
    path.write_text("\ufeff" + written.getvalue(), "utf-8")
    first, second = read_sheet(path).rows
    assert (first.verdict, first.wrong, second.verdict) == ("right", ("status", "date"), "unsure")


# --- what it says


def test_precisions() -> None:
    rows = [*(row(n, "right") for n in range(6)), row(6, "right", ("date",)), row(7, "wrong"), row(8, "unsure"), row(9)]
    found = {(each.what, each.stratum): each.share for each in precisions(sheet(*rows, call=80))}
    assert found.keys() == {(what, "") for what in ("record", "complete", *FIELDS["contacts"])}
    assert (found["record", ""].right, found["record", ""].judged) == (7, 8)
    assert (found["complete", ""].right, found["complete", ""].judged) == (6, 8)
    assert (found["date", ""].right, found["date", ""].judged) == (6, 7)
    assert found["status", ""].value == 1
    visits = [row(20 + n, "wrong" if n else "right", stratum="visit") for n in range(4)]
    by_stratum = {(e.what, e.stratum): e.share for e in precisions(sheet(*rows, *visits, call=80, visit=20))}
    assert by_stratum["record", "visit"].value == pytest.approx(1 / 4)
    assert by_stratum["record", ""].value == pytest.approx(0.8 * 7 / 8 + 0.2 / 4)


def test_agreements() -> None:
    one = sheet(row(1, "right"), row(2, "right", ("date",)), row(3, "wrong"), row(4, "right"), row(5))
    other = sheet(
        row(1, "right"), row(2, "right", ("date", "place")), row(3, "wrong"), row(4, "wrong"), row(5, "right")
    )
    found = {each.what: each for each in agreements(one, other)}
    assert (found["record"].both, found["record"].same) == (4, 3)
    assert found["record"].kappa == pytest.approx(0.5)
    assert (found["place"].both, found["place"].same, found["date"].kappa) == (2, 1, 1.0)


# --- the command

CALL = "@call held main 2021-02-1{n} who=拜登:US,習近平:CN topics=trade"
SAID = "@said 拜登 US stress 談判第{n}次沒有結果 verb=強調"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    monkeypatch.chdir(tmp_path)
    posts = {f"p{n}": post(f"第{n}次", CALL.format(n=n), SAID.format(n=n), url=f"https://x.org/{n}") for n in range(8)}
    with open_store("tongshi.db", write=True) as store:
        build([archive(tmp_path / "posts", **posts)], store, jobs=1, coder="tests.toy:Toy")

    def run(*arguments: object, typed: str = "", code: int = 0) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        with pytest.raises(SystemExit, match=f"^{code}$"):
            main(["audit", *map(str, arguments)])
        captured = capsys.readouterr()
        return captured.out + captured.err

    return run


@pytest.mark.parametrize("of", FIELDS)
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_draw_judge_evaluate(run: Callable[..., str], of: str, name: str) -> None:
    told = run("--sample", 5, "--of", of, "--by", "type", "--seed", 4, "--out", name)
    assert f"5 of 8 {of}, seed 4" in told
    drawn = read_sheet(Path(name))
    assert all("x.org" in each.evidence[0] for each in drawn.rows)
    assert drawn.drawing.provenance["build"] == 1
    told = run(
        "--out", name, "--judge", "anna", typed="r\n2 1\nx\nw no contact\n", code=130
    )  # the end of what is typed
    assert "2 of 5 judged; the same command goes on" in told
    told = run("--out", name, "--judge", "anna", typed="u\nq\n")
    assert "3 of 5 judged" in told
    kept = read_sheet(Path(name))
    assert [each.verdict for each in kept.rows] == ["right", "wrong", "unsure", "", ""]
    assert kept.rows[0].wrong == (FIELDS[of][1], FIELDS[of][0])
    assert (kept.rows[1].note, kept.drawing.judge) == ("no contact", "anna")
    told = run("--read", name)
    assert "judged by anna" in told
    assert "not judged: 2; unsure, and left out: 1" in told
    records = [json.loads(line) for line in run("--read", name, "--format", "jsonl").splitlines()]
    assert records[0] | {"low": 0, "high": 0} == {
        "what": "record", "stratum": None, "right": 1, "judged": 2, "share": 0.5, "low": 0, "high": 0,
    }  # fmt: skip


def test_a_sample_can_be_drawn_again(run: Callable[..., str]) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        run("--sample", 5, "--seed", 9, "--out", name)
    assert Path("a.jsonl").read_text("utf-8") == Path("b.jsonl").read_text("utf-8")
    run("--out", "a.jsonl", "--judge", "anna", typed="r\n\n" * 5)
    run("--out", "b.jsonl", "--judge", "bo", typed="r\n\n" * 4 + "w\n")
    told = run("--read", "a.jsonl", "--read", "b.jsonl")
    assert "kappa" in told
    (line,) = (line for line in told.splitlines() if "anna" in line and "bo" in line)
    assert line.split() == ["id", "anna", "bo"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "give --out FILE"),
        (["--out", "a.jsonl", "--read", "a.jsonl"], "give --out FILE"),
        (["--read", "none.jsonl"], "none.jsonl: No such file"),
        (["--out", "there.jsonl"], "is there already"),
        (["--out", "there.jsonl", "--judge", "bo"], "is judged by anna"),
    ],
)
def test_mistakes(run: Callable[..., str], arguments: list[Any], message: str) -> None:
    lines = sheet_lines(sheet(row(1)), Path("there.jsonl"))
    Path("there.jsonl").write_text("\n".join(lines), "utf-8")
    assert message in run(*arguments, code=2)
