from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongshi.offsets import EMPTY, SourceText, decoded, join, traced, verbatim
from tongshi.store.packing import packed_origins, unpacked_origins

SOURCE = "政府今日宣佈&amp;國會明日開議。"
PARTS = st.lists(
    st.one_of(
        st.tuples(st.integers(0, 15), st.integers(0, 15)).map(lambda pair: verbatim(SOURCE, min(pair), max(pair))),
        st.text("&é", max_size=2).map(lambda text: decoded(text, 6, 11)),
    ),
    max_size=5,
)


def origins(text: SourceText) -> list[tuple[str, int, int]]:
    """One character after the other, the plain way."""
    return list(zip(text.text, text.starts, text.ends, strict=True))


@given(PARTS, st.sampled_from(["", "\n", "--"]), st.data())
def test_origins_by_the_run_are_those_by_the_character(parts: list[SourceText], separator: str, data: Any) -> None:
    plain: list[tuple[str, int, int]] = []
    for number, part in enumerate(parts):
        here = plain[-1][2] if plain else 0
        plain += [(character, here, here) for character in (separator if number else "")]
        plain += origins(part)
    joined = join(parts, separator)
    assert origins(joined) == plain
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(joined)), st.integers(0, len(joined)))))
    assert origins(joined.cut(start, end)) == plain[start:end]
    if start < end:
        assert joined.span(start, end) == (plain[start][1], plain[end - 1][2])
    assert traced(joined.text, joined.starts, joined.ends) == joined


def test_nothing_has_no_place() -> None:
    assert verbatim(SOURCE, 3, 3) == decoded("", 3, 4) == join([]) == EMPTY
    with pytest.raises(ValueError, match="no characters"):
        verbatim(SOURCE, 3, 5).span(1, 1)


def test_white_space_is_stripped_with_its_origins() -> None:
    assert verbatim("　a b ", 0, 5).strip() == verbatim("　a b ", 1, 4)


_PIECES = st.lists(
    st.one_of(
        st.tuples(st.just("verbatim"), st.integers(0, 50), st.integers(0, 20)),
        st.tuples(st.just("decoded"), st.integers(0, 50), st.integers(1, 9)),
    ),
    max_size=8,
)


@given(_PIECES, st.integers(0, 5))
def test_origins_come_back_from_the_store_by_runs(pieces: list[tuple[str, int, int]], origin: int) -> None:
    """Kept from where the post's own part begins, they are the same runs as if read character by character."""
    source = "x" * 100
    text = join(
        [
            verbatim(source, origin + at, origin + at + length)
            if kind == "verbatim"
            else decoded("&" * (length % 3 + 1), origin + at, origin + at + length)
            for kind, at, length in pieces
        ],
        "\n",
    )
    kept = unpacked_origins(text.text, packed_origins(text, origin))
    # a separator at the very start has no place of its own
    starts, ends = ([max(0, at - origin) for at in places] for places in (text.starts, text.ends))
    assert kept == traced(text.text, starts, ends)
