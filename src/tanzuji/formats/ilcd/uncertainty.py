"""The distribution around an ILCD amount, both ways.

ILCD states `relativeStandardDeviation95In`: for a log-normal distribution the square of the geometric standard
deviation (the amount times it is the 97.5 % value, which may be stated as the maximum), for a normal one twice the
standard deviation. That field has five digits; minimum and maximum are exact, and are preferred where both stand.
"""

from __future__ import annotations

import math

from tanzuji.documents.datasets import Uncertainty
from tanzuji.formats.ilcd.elements import OPENLCA, Element, number, text
from tanzuji.formats.lci.stated import is_off_centre

_MODE = f"{{{OPENLCA}}}mostLikelyValue"


def read_uncertainty(element: Element, place: str, amount: float) -> tuple[Uncertainty | None, str]:
    """The distribution around `amount`, and the key of the loss where one is stated that cannot be taken over, or
    that does not belong to the amount.

    Raises `ilcd.wrong-number`.
    """
    kind = text(element, "uncertaintyDistributionType").casefold()
    if kind in {"", "undefined"}:
        return None, ""
    low = number(element, place, "minimumAmount")
    high = number(element, place, "maximumAmount")
    spread = number(element, place, "relativeStandardDeviation95In")
    if low is not None and high is not None and low > high:  # around a negative amount some write them so
        low, high = high, low
    made: Uncertainty | None
    if kind == "log-normal":
        made = _lognormal(amount, low, high, spread)
    elif kind == "normal":
        made = _normal(low, high, spread)
    elif kind in {"uniform", "triangular"}:
        made = _bounded(element, kind, amount, low, high)
    else:
        return None, "unknown-distribution"
    if made is None:
        return None, "incomplete-uncertainty"
    return made, "uncertainty-off-centre" if is_off_centre(made, amount) else ""


def _lognormal(
    amount: float, low: float | None, high: float | None, spread: float | None
) -> Uncertainty | None:
    if low is not None and high is not None and low * high > 0 and low != high:
        sigma = abs(math.log(high / low)) / 4
    elif spread is not None and spread >= 1:
        sigma = math.log(spread) / 2
    else:
        return None
    if amount == 0 or sigma == 0:
        return None
    return Uncertainty(distribution="lognormal", convention="median", sigma=sigma)


def _normal(low: float | None, high: float | None, spread: float | None) -> Uncertainty | None:
    if low is not None and high is not None and low != high:
        return Uncertainty(distribution="normal", sd=(high - low) / 4)
    if spread is not None and spread > 0:
        return Uncertainty(distribution="normal", sd=spread / 2)
    return None


def _bounded(
    element: Element, kind: str, amount: float, low: float | None, high: float | None
) -> Uncertainty | None:
    if low is None or high is None or low == high:
        return None
    if kind == "uniform":
        return Uncertainty(distribution="uniform", minimum=low, maximum=high)
    stated = element.get(_MODE)
    try:
        mode = float(stated) if stated else 3 * amount - low - high  # the amount is the mean, as ILCD has it
    except ValueError:
        return None
    if not low <= mode <= high:
        return None
    return Uncertainty(distribution="triangular", minimum=low, mode=mode, maximum=high)


def written(uncertainty: Uncertainty | None, amount: float) -> tuple[dict[str, str], str | None, str]:
    """Fields of an exchange in their order, the most likely value for openLCA's attribute, and the key of a loss."""
    kind = uncertainty.distribution if uncertainty is not None else "none"
    if uncertainty is None or kind == "none":
        return {}, None, ""
    if kind == "lognormal" and uncertainty.sigma and amount:
        ratio = math.exp(2 * uncertainty.sigma)
        if not math.isfinite(ratio * amount):
            return {}, None, "uncertainty"
        low, high = sorted((amount / ratio, amount * ratio))
        loss = "lognormal-mean" if uncertainty.convention == "mean" else ""
        return _fields(low, high, "log-normal", ratio), None, loss
    if kind == "normal" and uncertainty.spread:
        width = 2 * uncertainty.spread
        return _fields(amount - width, amount + width, "normal", width), None, ""
    low_bound, high_bound = uncertainty.minimum, uncertainty.maximum
    if kind in {"uniform", "triangular"} and low_bound is not None and high_bound is not None:
        if kind == "uniform":
            return _fields(low_bound, high_bound, "uniform", None), None, ""
        mode = amount if uncertainty.mode is None else uncertainty.mode
        return _fields(low_bound, high_bound, "triangular", None), repr(mode), ""
    return {}, None, "uncertainty"


def _fields(low: float, high: float, kind: str, spread: float | None) -> dict[str, str]:
    found = {"minimumAmount": repr(low), "maximumAmount": repr(high), "uncertaintyDistributionType": kind}
    if spread is not None and 0 < spread < 100:  # five digits, three of them decimals
        digits = f"{spread:.3f}"
        if 0 < float(digits) < 100:
            found["relativeStandardDeviation95In"] = digits
    return found
