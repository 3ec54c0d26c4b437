"""GB/T 8170 rounding (half to even), once, in Decimal."""

from __future__ import annotations

from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal, localcontext

from tanzuji.documents.errors import define

BAD_INTERVAL = define(
    "rounding.bad-interval",
    zh="修约间隔“{interval}”必须大于 0。",
    en="The rounding interval “{interval}” must be above 0.",
    remedy_zh="请改用 0.01、0.5、10 这样的间隔。",
    remedy_en="Use an interval such as 0.01, 0.5 or 10.",
)


def exact(value: float | int | str | Decimal) -> Decimal:
    """The decimal a person wrote: a float stands for its shortest decimal form (0.35, not 0.34999…)."""
    return (
        value if isinstance(value, Decimal) else Decimal(repr(value) if isinstance(value, float) else value)
    )


def round_to_interval(value: float | int | str | Decimal, interval: str | Decimal) -> Decimal:
    """`value` rounded to a multiple of `interval`, half to even. GB/T 8170-2008, 3.2 and 3.3."""
    step, number = exact(interval), exact(value)
    if step <= 0:
        raise BAD_INTERVAL.error(interval=interval)
    with localcontext(_wide_enough(number, step)):
        return (number / step).quantize(Decimal(1), rounding=ROUND_HALF_EVEN) * step


def round_to_digits(value: float | int | str | Decimal, digits: int) -> Decimal:
    """`value` rounded to `digits` significant digits, half to even. GB/T 8170-2008, 3.2."""
    number = exact(value)
    if number == 0:
        return number
    with localcontext(Context(prec=60)):
        return number.quantize(Decimal(1).scaleb(number.adjusted() - digits + 1), rounding=ROUND_HALF_EVEN)


def near_tie(value: float | int | str | Decimal, interval: str | Decimal, tolerance: float = 1e-9) -> bool:
    """Whether `value` lies within `tolerance` (relative) of a point half-way between two rounded values."""
    step, number = exact(interval), exact(value)
    with localcontext(_wide_enough(number, step)):
        ratio = number / step
        distance = abs(abs(ratio - ratio.to_integral_value(ROUND_HALF_EVEN)) - Decimal("0.5")) * step
    return distance <= abs(number) * exact(tolerance)


def near_tie_at_digits(value: float | int | str | Decimal, digits: int, tolerance: float = 1e-9) -> bool:
    """Whether `value` lies that near to a tie when it is rounded to so many significant digits."""
    number = exact(value)
    return bool(number) and near_tie(number, Decimal(1).scaleb(number.adjusted() - digits + 1), tolerance)


def _wide_enough(number: Decimal, step: Decimal) -> Context:
    """Arithmetic that holds every digit from the first of `number` to below `step`; 60 digits are enough for most."""
    digits = 40 + (number.adjusted() - step.adjusted() if number else 0)
    return Context(prec=max(60, digits), Emin=MIN_EMIN, Emax=MAX_EMAX)


def figure(value: float | Decimal, digits: int = 4) -> str:
    """A number as it is printed: `digits` significant digits, thousands parted by commas, a true minus sign.

    Beyond 10⁹, and nearer to zero than 10⁻⁹, in powers of ten: `1.234×10¹²`.
    """
    return written(round_to_digits(value, digits), digits)


def printed(value: Decimal) -> str:
    """A decimal with its own digits, as it is printed: thousands parted by commas, a true minus sign, no power of ten."""
    return f"{value:,f}".replace("-", "\u2212")


def written(rounded: Decimal, digits: int) -> str:
    """A rounded number of so many significant digits, as it is printed."""
    if rounded and not _SMALLEST <= abs(rounded) <= _LARGEST:
        power = rounded.adjusted()
        sign, figures, _ = rounded.as_tuple()
        first = Decimal((sign, figures, 1 - len(figures)))
        number = f"{first:.{min(max(0, digits - 1), _MOST)}f}×10{str(power).translate(_RAISED)}"
    else:
        number = f"{rounded:,.{max(0, digits - 1 - rounded.adjusted())}f}" if rounded else "0"
    return number.replace("-", "\u2212")


_SMALLEST, _LARGEST = Decimal("1e-9"), Decimal("1e9")
_MOST = 11
"""Decimals before a power of ten, where a number is rounded to a much smaller interval."""
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
