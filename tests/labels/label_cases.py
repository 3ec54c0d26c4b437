"""A certificate with whoever takes part, for tests of its label."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

sys.path.append(str(Path(__file__).resolve().parents[1] / "certificates"))

from certificate_cases import TODAY, Case, made

from tanzuji.certificates import services as certificates
from tanzuji.certificates.facts import CertificateView
from tanzuji.labels import queries, services
from tanzuji.labels.models import Authorisation

PNG = b"\x89PNG\r\n\x1a\n" + b"a photograph of a bag"


@dataclass
class Labelled:
    """A certificate in force and the people around it."""

    case: Case
    view: CertificateView

    @property
    def number(self) -> str:
        return self.view.number

    def requested(self, placement: str = "packaging", where: str = "50 kg 编织袋正面") -> Authorisation:
        return services.request(self.case.who.holder, self.number, placement=placement, where=where)

    def authorised(self, placement: str = "packaging", where: str = "50 kg 编织袋正面") -> Authorisation:
        of = self.requested(placement, where)
        return services.decide(self.case.who.decider, of.id, "authorise", reason="不小于 M 号")

    def in_use(self, placement: str = "packaging") -> Authorisation:
        of = self.authorised(placement)
        return services.show(self.case.who.holder, of.id, data=PNG + placement.encode(), name="袋.png")

    def certificate(self, action: str, **other: Any) -> None:
        """Suspend, resume, revoke or cancel the certificate."""
        getattr(certificates, action)(
            self.case.who.decider, self.number, reason="监督发现", today=TODAY, **other
        )

    def state(self, of: Authorisation) -> str:
        return Authorisation.objects.get(id=of.id).state

    def actions(self, of: Authorisation) -> list[str]:
        return [step.action for step in queries.steps(of)]


def labelled(patch: pytest.MonkeyPatch, **changed: Any) -> Labelled:
    case = made(patch)
    return Labelled(case, case.issue(**changed))
