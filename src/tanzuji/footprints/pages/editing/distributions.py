"""The fields of a distribution, as they stand in forms."""

from __future__ import annotations

SPREAD = ("distribution", "sigma", "convention", "sd", "minimum", "mode", "maximum", "values", "weights")
"""Those of discrete distributions last."""
