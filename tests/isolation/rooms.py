"""The rooms that state their rows of the isolation matrix in a module of their own."""

from __future__ import annotations

import of_activity
import of_archive
import of_audit
import of_benchmarks
import of_campaigns
import of_certificates
import of_certification
import of_contributions
import of_filings
import of_labels
import of_ledger
import of_nodes
import of_notices
import of_publications
import of_reference_models
import of_register
import of_rulebook
import of_sharing
import of_standards
import of_supervision
import of_verification

ROOMS = (
    of_ledger,
    of_notices,
    of_rulebook,
    of_standards,
    of_activity,
    of_reference_models,
    of_contributions,
    of_publications,
    of_benchmarks,
    of_campaigns,
    of_nodes,
    of_sharing,
    of_archive,
    of_audit,
    of_verification,
    of_certificates,
    of_certification,
    of_labels,
    of_filings,
    of_supervision,
    of_register,
)
