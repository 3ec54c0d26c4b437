"""Numbers of certificates: a scheme's pattern, a serial without gaps in its series, and a check character.

A pattern is made of capital letters, digits and hyphens, with `{year}`, `{month}`, `{serial:6}` (so many digits at
least) and `{check}`. All that is not serial or check names the series in which serials are counted. The check
character is ISO/IEC 7064 MOD 37,36 (GB/T 17710) over the letters and digits before it: it finds every single wrong
character and nearly every two that changed places.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from tanzuji.documents.errors import define

BAD_PATTERN = define(
    "certificates.bad-pattern",
    zh="编号规则“{pattern}”不能用。",
    en="Certificates cannot be numbered by the pattern “{pattern}”.",
    remedy_zh="由大写字母、数字和连字符组成，含一个 {{serial:位数}}，以 {{check}} 结尾，可含 {{year}}、{{month}}，如 CFP-{{year}}-{{serial:6}}-{{check}}。",
    remedy_en="Capital letters, digits and hyphens with one {{serial:digits}} and {{check}} at the end, {{year}} and {{month}} where wanted: CFP-{{year}}-{{serial:6}}-{{check}}.",
)

LONGEST = 40
_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PATTERN = re.compile(r"([A-Z0-9-]|\{year\}|\{month\})*\{serial:[1-9]\}-?\{check\}")
_SERIAL = re.compile(r"\{serial:([1-9])\}")


def series(pattern: str, day: date) -> str:
    """What the serials of this pattern are counted under on this day. Raises `certificates.bad-pattern`."""
    if not _PATTERN.fullmatch(pattern):
        raise BAD_PATTERN.error("number_pattern", pattern=pattern[:80])
    found = pattern.replace("{year}", f"{day:%Y}").replace("{month}", f"{day:%m}")
    if len(found) > LONGEST:
        raise BAD_PATTERN.error("number_pattern", pattern=pattern[:80])
    return found


def number(series: str, serial: int) -> str:
    """The number of the serial in its series, with its check character."""
    body = _SERIAL.sub(lambda match: f"{serial:0{match[1]}d}", series)
    return body.replace("{check}", check_character(body.removesuffix("{check}")))


def check_character(text: str) -> str:
    """ISO/IEC 7064 MOD 37,36 of the letters and digits of a text; what is neither does not count."""
    product = 36
    for character in text:
        if character in _CHARACTERS:
            total = (product + _CHARACTERS.index(character)) % 36 or 36
            product = total * 2 % 37
    return _CHARACTERS[(37 - product) % 36]


def well_formed(number: str) -> bool:
    """Whether a number that somebody typed has the right check character."""
    text = tidy(number)
    return len(text) > 1 and text[-1] == check_character(text[:-1])


def tidy(typed: str) -> str:
    """A number as it is kept, from how somebody typed it: full-width and small letters, long dashes, blanks."""
    found = unicodedata.normalize("NFKC", typed[:200]).upper()
    return re.sub(r"\s", "", re.sub("[\u2010-\u2015\u2212]", "-", found))
