"""A number read as its page shows it."""

from __future__ import annotations

from dataclasses import replace

from tanzuji.certificates import queries as certificates
from tanzuji.filings import queries as filings
from tanzuji.register.presenting import Shown, issued_elsewhere, issued_here
from tanzuji.register.queries import Standing
from tanzuji.web.answers import absent


def shown(of: Standing) -> Shown:
    """What the page of this standing says, read anew. Raises `web.absent` where it is gone."""
    if of.external:
        filed = filings.external(of.number)
        if filed is None:
            raise absent()
        return replace(issued_elsewhere(filed), stamp=of.stamp)
    view = certificates.by_number(of.number)
    if view is None:
        raise absent()
    filing, stated = filings.filing_of(view.number), certificates.statement_of(view)
    return replace(issued_here(view, filing, stated), stamp=of.stamp)
