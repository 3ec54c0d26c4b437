"""No order of actions by anybody leaves a label usable without a certificate in force, or parts record and log."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from label_cases import PNG, TODAY, Labelled, labelled

from tanzuji.certificates import services as certificates
from tanzuji.documents.errors import CodedError
from tanzuji.labels import queries, services
from tanzuji.labels.models import Authorisation, Proof
from tanzuji.ledger import log

pytestmark = pytest.mark.django_db

ACTORS = ("holder", "evaluator", "decider", "second", "rival")
OF_CERTIFICATES = ("suspend", "resume", "revoke", "cancel", "correct")
OF_USES = ("request", "authorise", "decline", "show", "void", "give_up", "follow")
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTORS), st.sampled_from(OF_USES * 2 + OF_CERTIFICATES), st.integers(0, 3)),
    min_size=5,
    max_size=30,
)


class World:
    def __init__(self, it: Labelled) -> None:
        self.it, self.count, self.authorised = it, 0, set[Any]()

    def do(self, actor: str, action: str, place: int) -> None:
        self.count += 1
        acting = getattr(self.it.case.who, actor)
        rows = list(Authorisation.objects.order_by("sequence"))
        of = rows[place % len(rows)] if rows else None
        number = self.it.number
        if action == "request":
            services.request(acting, number, placement="product", where=f"第 {place} 处")
        elif action == "follow":
            services.follow_all()
        elif action == "correct":
            changes = {"models": (f"型号 {self.count}",)}
            certificates.correct(
                acting, number, reason="写错", changes=changes, key=f"k{self.count}", today=TODAY
            )
        elif action in OF_CERTIFICATES:
            getattr(certificates, action)(acting, number, reason="因为", today=TODAY)
        elif of is not None and action == "show":
            services.show(acting, of.id, data=PNG + str(self.count).encode(), name="a.png")
        elif of is not None:
            services.decide(acting, of.id, action, reason="因为")
            if action == "authorise":
                assert actor in ("decider", "second", "evaluator")  # reviewers of the body, nobody else
                self.authorised.add(of.id)

    def check(self, before: dict[Any, str]) -> None:
        status = queries.certificate(self.it.number).status
        for of in Authorisation.objects.all():
            steps = list(queries.steps(of))
            assert steps[-1].after == of.state
            assert [step.sequence for step in steps] == list(range(1, len(steps) + 1))
            logged = [step.log_index for step in steps if step.log_index is not None]
            assert logged == [entry.index for entry in log.entries("label-use", of.id)]
            if of.state in ("authorised", "in_use"):
                assert status == "valid" and of.id in self.authorised
            if of.state == "in_use":
                assert Proof.objects.filter(authorisation=of).exists()
            if before.get(of.id) in ("void", "declined"):
                assert of.state == before[of.id]  # nothing revives
        allowed = bool(queries.placements(self.it.number))
        assert allowed == Authorisation.objects.filter(state__in=("authorised", "in_use")).exists()


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_labels_never_outlive_their_certificate(monkeypatch: pytest.MonkeyPatch, steps: list[Any]) -> None:
    with transaction.atomic():
        world = World(labelled(monkeypatch))
        for actor, action, place in steps:
            before = dict(Authorisation.objects.values_list("id", "state"))
            try:
                with transaction.atomic():
                    world.do(actor, action, place)
            except CodedError:
                assert dict(Authorisation.objects.values_list("id", "state")) == before
            world.check(before)
        transaction.set_rollback(True)
