"""GTINs: which are good, and how they are written in fourteen digits."""

import pytest

from tanzuji.documents.trade_items import gtin_ok, padded


@pytest.mark.parametrize(
    "gtin",
    ["6901234567892", "4006381333931", "96385074", "036000291452", "10614141000415", "6291041500213"],
)
def test_a_gtin_ends_in_its_check_digit(gtin: str) -> None:
    """Examples of GS1's own pages: EAN-13, EAN-8, UPC-A, GTIN-14, and that of its check digit calculator."""
    assert gtin_ok(gtin)
    assert gtin_ok(padded(gtin)) and len(padded(gtin)) == 14
    for digit in "0123456789":
        assert gtin_ok(gtin[:-1] + digit) == (digit == gtin[-1])


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "629104150021",
        "６２９１０４１５００２１３",
        " 6291041500213",
        "-291041500213",
        "00000000",
        "9" * 15,
    ],
)
def test_what_is_no_gtin_is_none(wrong: str) -> None:
    """Too short by a digit, full width, white space, a sign, zeros alone, too long."""
    assert not gtin_ok(wrong)
