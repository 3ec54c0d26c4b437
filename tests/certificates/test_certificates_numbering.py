"""Numbers with a check character that finds slips of the pen."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanzuji.certificates import checking, numbering
from tanzuji.documents.errors import CodedError


def test_the_check_character_is_that_of_iso_7064() -> None:
    """ISO/IEC 7064 MOD 37,36 as the GRid standard (IFPI, 2.1) prints it: A1-2425G-ABC1234002-M."""
    assert numbering.check_character("A1-2425G-ABC1234002") == "M"
    assert numbering.well_formed("A1-2425G-ABC1234002-M")


def test_a_number_is_read_however_it_was_typed() -> None:
    assert numbering.tidy(" cfp－2026—０００００１ -a") == "CFP-2026-000001-A"


@given(serial=st.integers(1, 999_999), place=st.integers(0, 14), other=st.sampled_from("0123456789ABCXYZ"))
def test_every_single_wrong_character_is_found(serial: int, place: int, other: str) -> None:
    number = numbering.number(numbering.series("CFP-{year}-{serial:6}-{check}", date(2026, 1, 1)), serial)
    places = [i for i, character in enumerate(number) if character != "-"]
    at = places[place % len(places)]
    changed = number[:at] + other + number[at + 1 :]
    assert numbering.well_formed(changed) == (changed == number)


def test_serials_are_counted_under_what_the_day_makes_of_the_pattern() -> None:
    pattern = "CB7-{year}{month}-{serial:3}-{check}"
    assert numbering.series(pattern, date(2026, 3, 1)) == "CB7-202603-{serial:3}-{check}"
    assert numbering.number(numbering.series(pattern, date(2026, 3, 1)), 12345).startswith(
        "CB7-202603-12345-"
    )


@pytest.mark.parametrize("pattern", ["", "{check}", "{serial:6}", "A{serial:0}{check}", "a{serial:6}{check}", "{serial:6}{check}{check}", "A" * 60 + "{serial:6}{check}", "{serial:6}{0}{check}"])  # fmt: skip
def test_a_pattern_that_cannot_number_is_refused(pattern: str) -> None:
    with pytest.raises(CodedError) as caught:
        numbering.series(pattern, date(2026, 1, 1))
    assert caught.value.code == "certificates.bad-pattern"


@pytest.mark.parametrize(
    ("value", "rule", "expected"),
    [("1.050", "digits:2", "1.0"), ("0.35", "interval:0.1", "0.4"), ("2500", "interval:1000", "2000"),
     ("3500", "interval:1000", "4000"), ("-0.0365", "digits:2", "-0.036"), ("2.154546", "digits:3", "2.15")],
)  # fmt: skip
def test_values_are_rounded_as_gb_t_8170_does(value: str, rule: str, expected: str) -> None:
    """The examples of GB/T 8170-2008, 3.2 and 3.3."""
    assert f"{checking.rounded(value, rule):f}" == expected
