"""What differs between provinces, as data: conversion paths, stages, targets, encouraged products, switches.

A pack is a YAML file. Six ship with the package; a file in `jurisdictions/` of the data folder adds one or takes the
place of one, without code.
"""

from tanzuji.jurisdictions.documents import (
    LEVELS,
    BenchmarkRules,
    Conversion,
    Encouraged,
    Gates,
    Jurisdiction,
    Level,
    Library,
    Target,
)
from tanzuji.jurisdictions.loading import codes, load, parse

__all__ = [
    "LEVELS",
    "BenchmarkRules",
    "Conversion",
    "Encouraged",
    "Gates",
    "Jurisdiction",
    "Level",
    "Library",
    "Target",
    "codes",
    "load",
    "parse",
]
