"""Uses of a label: authorised by placement, shown with proof, frozen and ended with the certificate (DOMAIN A.7.4, SH-302)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from label_cases import PNG, TODAY, Labelled, labelled

from tanzuji.certificates import services as certificates
from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.labels import drawing, queries, services
from tanzuji.labels.badges import badge
from tanzuji.labels.kinds import PLACEMENTS
from tanzuji.labels.models import Authorisation, Step
from tanzuji.ledger import log
from tanzuji.notices import queries as notices

pytestmark = pytest.mark.django_db


@pytest.fixture
def it(monkeypatch: pytest.MonkeyPatch) -> Labelled:
    return labelled(monkeypatch)


def refused(call: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(CodedError) as found:
        call(*args, **kwargs)
    return found.value.problems[0].code


def leaves(of: Authorisation) -> list[dict[str, Any]]:
    found = [entry.leaf.split(b"\n", 1) for entry in log.entries("label-use", of.id)]
    assert {kind for kind, _ in found} <= {b"pcf-label/v1"}
    return [json.loads(payload) for _, payload in found]


def test_a_use_goes_from_request_to_proof_and_each_act_is_in_the_log(it: Labelled) -> None:
    """SH-302, JS-303, NX-301: 产品、包装物、广告; the holder asks, the body authorises, a photograph shows it."""
    assert [text.to("zh") for text in PLACEMENTS.values()] == ["产品", "包装物", "广告"]
    of = it.in_use()
    assert it.actions(of) == ["request", "authorise", "use"]
    assert it.state(of) == "in_use"
    assert Authorisation.objects.get(id=of.id).used_since == date.today()
    (leaf,) = leaves(of)
    assert (leaf["event"], leaf["status"], leaf["certificate"]) == ("authorise", "authorised", it.number)
    assert (leaf["placement"], leaf["number"]) == ("packaging", of.number)
    assert queries.placements(it.number) == ["packaging"]
    told = notices.notices(it.case.who.holder).values_list("title_zh", flat=True)
    assert f"标识使用 {of.number}（{it.number}，包装物）：已授权" in set(told)


def test_a_suspension_freezes_and_a_resumption_brings_back_what_was(it: Labelled) -> None:
    """A.7.4 frozen(when CERT suspended): what was in use is in use again, what was only authorised is authorised."""
    used, waiting, asked = it.in_use("packaging"), it.authorised("product"), it.requested("advertising")
    it.certificate("suspend")
    assert [it.state(of) for of in (used, waiting, asked)] == ["frozen", "frozen", "requested"]
    assert queries.placements(it.number) == []
    assert refused(services.decide, it.case.who.decider, asked.id, "authorise") == "labels.not-in-force"
    assert refused(it.requested, "advertising", "海报") == "labels.not-in-force"
    assert refused(services.show, it.case.who.holder, used.id, data=PNG, name="a.png") == "state.not-now"
    it.certificate("resume")
    assert [it.state(of) for of in (used, waiting, asked)] == ["in_use", "authorised", "requested"]
    assert [leaf["event"] for leaf in leaves(used)] == ["authorise", "freeze", "thaw"]


@pytest.mark.parametrize("ending", ("revoke", "cancel"))
def test_an_ended_certificate_ends_every_use_for_good(it: Labelled, ending: str) -> None:
    used, asked = it.in_use(), it.requested("advertising")
    it.certificate("suspend")
    it.certificate(ending)
    assert [it.state(of) for of in (used, asked)] == ["void", "void"]
    assert leaves(used)[-1]["event"] == "end"
    assert leaves(asked) == []  # a request was no official act
    (hint,) = queries.hints(Authorisation.objects.get(id=used.id), queries.certificate(it.number))
    assert hint.state == "bad"
    assert "已失效" in hint.words.to("zh")
    assert refused(services.decide, it.case.who.decider, used.id, "authorise") == "state.not-now"


def test_a_correction_ends_the_uses_and_names_the_certificate_that_follows(it: Labelled) -> None:
    used = it.in_use()
    new = certificates.correct(
        it.case.who.decider,
        it.number,
        reason="型号写错",
        changes={"models": ("P·O 42.5R",)},
        key="c1",
        today=TODAY,
    )
    assert it.state(used) == "void"
    assert new.number in Step.objects.filter(authorisation=used).latest("sequence").reason


def test_a_term_that_runs_out_ends_the_uses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two years from the day of issue (CERT-07): issued 700 days ago it holds, 800 days ago it does not."""
    it = labelled(monkeypatch, today=date.today() - timedelta(days=700))
    used = it.in_use()
    (hint,) = queries.hints(used, queries.certificate(it.number))
    assert "天到期" in hint.words.to("zh")
    certificates.expire_due(today=date.today() + timedelta(days=100))
    assert it.state(used) == "void"


def test_uses_are_brought_along_even_if_news_was_missed(it: Labelled) -> None:
    used = it.in_use()
    it.certificate("suspend")
    Authorisation.objects.filter(id=used.id).update(state="in_use")
    assert services.follow_all() == 1
    assert services.follow_all() == 0
    assert it.state(used) == "frozen"


def test_holder_and_body_do_each_their_own(it: Labelled) -> None:
    """A.11: no other body authorises, nobody authorises himself, an editor of the body does not decide."""
    who, of = it.case.who, it.requested()
    assert refused(services.decide, who.rival, of.id, "authorise") == "web.absent"
    assert refused(services.decide, who.holder, of.id, "authorise") == "labels.not-body"
    assert (
        refused(services.request, who.decider, it.number, placement="product", where="x")
        == "labels.not-holder"
    )
    assert (
        refused(services.request, who.rival, it.number, placement="product", where="x") == "labels.not-holder"
    )
    assert refused(services.show, who.decider, of.id, data=PNG, name="a.png") == "state.not-now"
    assert (
        refused(services.decide, replace(who.decider, roles=frozenset({"editor"})), of.id, "authorise")
        == "labels.needs-role"
    )
    assert refused(services.decide, who.decider, of.id, "freeze") == "labels.unknown-action"
    assert refused(services.decide, who.decider, of.id, "decline") == "labels.reason-needed"
    assert it.state(of) == "requested"


def test_a_decision_takes_a_fresh_second_factor(it: Labelled, settings: Any) -> None:
    of = it.requested()
    settings.SECOND_FACTOR = True
    assert refused(services.decide, it.case.who.decider, of.id, "authorise").startswith("parties.")
    services.decide(replace(it.case.who.decider, factor="fresh"), of.id, "authorise")
    assert it.state(of) == "authorised"


@pytest.mark.parametrize(
    ("placement", "where", "code"),
    (
        ("shirt", "x", "labels.unknown-placement"),
        ("product", " \x00", "labels.no-where"),
        ("product", "x" * 301, "labels.no-where"),
    ),
)
def test_a_request_says_where(it: Labelled, placement: str, where: str, code: str) -> None:
    assert refused(it.requested, placement, where) == code
    assert not Authorisation.objects.exists()


def test_one_request_for_one_place(it: Labelled) -> None:
    it.requested()
    assert refused(it.requested) == "labels.same-again"
    it.requested(where="吨袋")
    assert Authorisation.objects.count() == 2


@pytest.mark.parametrize(
    ("data", "code"),
    (
        (b"", "labels.no-proof"), (b"<svg onload=alert(1)>", "labels.not-a-picture"), (b"MZ\x90", "labels.not-a-picture"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * (10 * 2**20), "labels.no-proof"),
    ),
)  # fmt: skip
def test_only_pictures_and_print_files_prove_a_use(it: Labelled, data: bytes, code: str) -> None:
    of = it.authorised()
    assert refused(services.show, it.case.who.holder, of.id, data=data, name="x.png") == code
    assert it.state(of) == "authorised"


def test_a_proof_counts_once_and_bears_a_day_that_was(it: Labelled) -> None:
    of = it.in_use()
    again = PNG + b"packaging"
    assert refused(services.show, it.case.who.holder, of.id, data=again, name="b.png") == "labels.proof-again"
    tomorrow = (date.today() + timedelta(days=1)).isoformat()
    for day in (tomorrow, "27.11.2026", "2026-13-01"):
        assert (
            refused(services.show, it.case.who.holder, of.id, data=b"%PDF-1.7", name="b.pdf", taken_on=day)
            == "labels.bad-day"
        )
    services.show(it.case.who.holder, of.id, data=b"%PDF-1.7", name="../../b\r\n.pdf", taken_on="2026-01-05")
    newest = queries.proofs(of)[0]
    assert newest.kind == "pdf" and "/" not in newest.file and "\n" not in newest.file
    assert queries.proof(it.case.who.decider, newest.id) == newest
    assert refused(queries.proof, it.case.who.rival, newest.id) == "web.absent"


def test_what_somebody_else_changed_meanwhile_is_not_decided_unseen(it: Labelled) -> None:
    of = it.requested()
    services.decide(it.case.who.decider, of.id, "authorise", edition=1)
    assert (
        refused(services.decide, it.case.who.second, of.id, "void", reason="x", edition=1)
        == "labels.changed-meanwhile"
    )


def test_steps_and_proofs_never_change(it: Labelled) -> None:
    of = it.in_use()
    for sql in ("UPDATE labels_step SET reason = 'x'", "DELETE FROM labels_proof"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert it.actions(of) == ["request", "authorise", "use"]


def test_artwork_is_read_from_the_certificate_and_stops_with_it(it: Labelled) -> None:
    """A rendered label bears value, unit, declared unit and boundary (JS-301); a suspended certificate gives none."""
    svg = queries.artwork(it.number, size="l").decode()
    assert "612 kgCO₂e / 吨水泥，摇篮到大门" in svg
    assert it.number in svg
    english = queries.artwork(it.number, size="m", lang="en").decode()
    assert "612 kg CO₂e / t of cement, Cradle to gate" in english
    assert queries.artwork(it.number, size="s", format="pdf").startswith(b"%PDF-")
    assert queries.artwork(it.number, size="s", format="png", mono=True).startswith(b"\x89PNG")
    it.certificate("suspend")
    assert refused(queries.artwork, it.number) == "labels.not-in-force"
    it.certificate("resume")
    assert queries.artwork(it.number, size="l").decode() == svg
    it.certificate("revoke")
    assert refused(queries.artwork, it.number) == "labels.not-in-force"
    assert refused(queries.artwork, "CFP-2026-999999-9") == "web.absent"


def test_a_label_claims_no_more_than_its_certificate(it: Labelled) -> None:
    """ZJ-302: no score or grade that was not certified; no frame above the evidence there is."""
    assert refused(queries.artwork, it.number, variant="grade") == "labels.other-variant"
    assert refused(queries.artwork, it.number, variant="score") == "labels.other-variant"
    verified = replace(it.view, gate="verified")
    assert refused(queries.art, verified, badge="certified") == "labels.higher-badge"
    assert refused(queries.art, verified, badge="filed") == "labels.higher-badge"
    assert queries.art(verified) == queries.art(it.view, badge="verified")
    for changed in ({"size": "xl"}, {"format": "exe"}, {"lang": "fr"}):
        assert refused(queries.artwork, it.number, **changed) == "label.unknown-kind"


def test_a_rated_certificate_has_both_its_rating_and_its_value(it: Labelled) -> None:
    rated = replace(
        it.view, variant="grade", grade="B", score=Decimal(74),
        rating_note=Text(zh="标杆 530　基准 618　限定 720（2025 年度值）", en="Best 530, reference 618, limit 720 (2025)"),
    )  # fmt: skip
    assert drawing.variants_of(rated) == ("numeric", "score", "grade")
    for variant, said in (("grade", "碳等级 B"), ("score", "碳得分 74")):
        svg = queries.art(rated, variant=variant).decode()
        assert said in svg and "612 kgCO₂e / 吨水泥" in svg


def test_four_badges_say_who_stands_behind_it(it: Labelled) -> None:
    assert [one.kind for one in badge(None)] == ["self"]
    assert [one.kind for one in badge(it.view)] == ["certified"]
    assert [one.kind for one in badge(replace(it.view, gate="verified"), True)] == ["verified", "filed"]
    assert badge(replace(it.view, gate="verified"))[0].by == it.view.verifier


def test_the_market_is_searched_for_labels_that_outlive_their_certificate(it: Labelled) -> None:
    used, asked = it.in_use(), it.requested("advertising", "https://shop.example/p/1")
    assert list(queries.search(placement="advertising")) == [asked]
    assert list(queries.search("shop.example")) == [asked]
    assert list(queries.search(ended_in_use=True)) == []
    it.certificate("suspend")
    assert list(queries.search(ended_in_use=True)) == [used]
    assert list(queries.search(state="frozen")) == [used]
