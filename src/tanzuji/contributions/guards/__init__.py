"""What is wrong, or odd, with an offer: found before submission, again at submission, and shown at both gates."""

from tanzuji.contributions.guards.findings import Finding, Level, Offer, plain_findings
from tanzuji.contributions.guards.judging import judge

__all__ = ["Finding", "Level", "Offer", "judge", "plain_findings"]
