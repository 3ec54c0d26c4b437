"""Rule packs: what standards ask, inherited and linted; and the check of a footprint against them.

result = check(footprint)                       # the rules its model claims to follow
result = check(footprint, ["cn.cement"])        # and all cn.cement inherits
for finding in result.findings:
    print(finding.severity, finding.path, finding.message.to("en"), finding.standing.to("en"))
"""

from tanzuji.documents.rules import Check, CheckResult, Finding, RulePack
from tanzuji.rules.evaluate import check
from tanzuji.rules.lint import lint, lint_pack
from tanzuji.rules.load import available, chain, effective, load_pack, matching, parse_pack, read_pack
from tanzuji.rules.stages import StageVocabulary, vocabularies, vocabulary

__all__ = [
    "Check",
    "CheckResult",
    "Finding",
    "RulePack",
    "StageVocabulary",
    "available",
    "chain",
    "check",
    "effective",
    "lint",
    "lint_pack",
    "load_pack",
    "matching",
    "parse_pack",
    "read_pack",
    "vocabularies",
    "vocabulary",
]
