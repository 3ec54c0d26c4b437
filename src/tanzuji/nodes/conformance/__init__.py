"""Whether a sub-database is built as others can rely on it (建设规范): checks over a library release, as data."""

from tanzuji.nodes.conformance.rules import RULES, Rule
from tanzuji.nodes.conformance.suite import Outcome, Report, examine

__all__ = ["RULES", "Outcome", "Report", "Rule", "examine"]
