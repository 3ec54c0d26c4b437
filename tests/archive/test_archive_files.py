"""SD-204 and SD-205: a file for every evaluated product, the catalogue of them, and what is pushed to their makers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from tanzuji.archive import evaluations, queries, services
from tanzuji.archive.matching import MatchRule
from tanzuji.archive.models import Digest, File, Item, Offer
from tanzuji.archive.services.drafting import Written
from tanzuji.documents.editing import Set
from tanzuji.documents.errors import CodedError
from tanzuji.documents.models import ProductModel
from tanzuji.engine.store import home
from tanzuji.footprints import services as footprints
from tanzuji.footprints.events import APPROVED
from tanzuji.formats.starter import starter_release
from tanzuji.ledger.services import record
from tanzuji.notices import queries as notices
from tanzuji.parties import queries as parties
from tanzuji.parties import services as founding
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Kind, Role
from tanzuji.web.verdicts import Absent, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _store() -> Iterator[None]:
    before = set((home() / "releases").glob("*"))
    yield
    for folder in set((home() / "releases").glob("*")) - before:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _without_gates(monkeypatch: pytest.MonkeyPatch) -> None:
    """A jurisdiction that asks for the review alone; the gates have a test of their own."""
    monkeypatch.setattr(evaluations, "needs_gates", lambda: False)


def _house(kind: Kind, name: str, **members: tuple[Role, ...]) -> dict[str, Acting]:
    """An organisation and its people by name."""
    made = founding.found(kind, zh=name, en=name)
    if kind == "regulator":
        type(made).objects.filter(pk=made.pk).update(mandates="authority")
    found = {}
    for who, roles in members.items():
        person = founding.register(email=f"{who}@{name}.example", name=who, password=None)
        founding.join(person, made, roles)
        found[who] = parties.required_for(person, made.id)
    return found


@pytest.fixture
def mill() -> dict[str, Acting]:
    return _house("enterprise", "mill", ed=("editor",), rev=("reviewer",))


@pytest.fixture
def bureau() -> dict[str, Acting]:
    return _house("regulator", "bureau", plan=("editor",), decide=("reviewer",), both=("editor", "reviewer"))


@pytest.fixture
def bank() -> dict[str, Acting]:
    return _house("bank", "bank", credit=("editor",))


def _study(mill: dict[str, Acting], kwh: float = 500.0, *, name: str = "钢筋", publish: bool = True) -> Any:
    """Two tonnes of something that takes grid electricity of 2024 (0.5777 kgCO2e/kWh) alone."""
    power = {"id": "power", "name": {"zh": "保密电力", "en": "secret power"}, "amount": kwh, "unit": "kWh",
             "datasets": ["cn-elec-cf-2024-cn-041"]}  # fmt: skip
    model = ProductModel.parse(
        {"id": "bar", "product": {"name": {"zh": name, "en": "rebar"}, "model": "HRB400", "codes": {"HS": "7214.20"}},
         "boundary": {"type": "cradle_to_gate", "geography": "CN"},
         "period": {"start": "2025-01-01", "end": "2025-12-31"},
         "unit": {"kind": "declared", "amount": 2, "unit": "t", "description": {"zh": "2 吨", "en": "2 tonnes"}},
         "processes": [{"id": "melt", "name": {"zh": "冶炼", "en": "melting"}, "stage": "manufacturing", "energy": [power]}]}
    )  # fmt: skip
    study = footprints.create(mill["ed"], model, [starter_release()])
    footprints.make_version(mill["ed"], study.id)
    if publish:
        footprints.publish(mill["ed"], study.id, 1)
    return study


def _reviewed(mill: dict[str, Acting], study: Any, number: int = 1) -> None:
    """The maker's review passed, as its room keeps it; a product this small does not hold all that the rules ask for."""
    with transaction.atomic():
        study.decisions.create(
            version=study.versions.get(number=number), action="approve", by=mill["rev"].person
        )
        record(APPROVED, mill["rev"], "study", study.id, version=number)


def _catalogued(mill: dict[str, Acting], bureau: dict[str, Acting], **given: Any) -> tuple[Any, File]:
    study = _study(mill, **given)
    _reviewed(mill, study)
    of = services.file_product(mill["ed"], study.id, consent=True)
    return study, services.decide(bureau["decide"], of.id, "admit")


def _written(**given: Any) -> Written:
    until = (timezone.localdate() + timedelta(days=90)).isoformat()
    return Written(**{"kind": "policy", "title_zh": "低碳钢材奖励", "title_en": "Reward for low-carbon steel",
                      "text_zh": "每吨奖励。", "valid_until": until, **given})  # fmt: skip


def _approved(by: Acting, bureau: dict[str, Acting], **given: Any) -> Item:
    item = services.draft(by, _written(**given))
    services.decide_item(by, item.id, "submit")
    return services.decide_item(bureau["decide"], item.id, "approve")


def _code(problem: pytest.ExceptionInfo[CodedError]) -> str:
    return problem.value.code


def test_a_product_is_filed_with_consent_and_its_value_is_that_of_the_published_version(
    mill: dict[str, Acting], bureau: dict[str, Acting]
) -> None:
    """SD-204: by hand 500 kWh × 0.5777 kg/kWh for two tonnes are 144.425 kg per tonne."""
    study = _study(mill)
    with pytest.raises(CodedError) as refused:
        services.file_product(mill["ed"], study.id, consent=False)
    assert _code(refused) == "archive.needs-consent"
    of = services.file_product(mill["ed"], study.id, consent=True)
    assert services.file_product(mill["ed"], study.id, consent=True).pk == of.pk, "filed twice is filed once"
    (held,) = evaluations.standings([of])[of.id]
    row = held.evaluation
    assert (row.unit, row.boundary, row.year, of.model) == ("1 t", "cradle_to_gate", 2025, "HRB400")
    assert row.value == pytest.approx(144.425) and of.code_list == {"HS": "7214.20"}
    assert notices.unread(bureau["decide"]).get().kind == "archive.filed"
    with pytest.raises(Absent):
        services.file_product(bureau["plan"], study.id, consent=True)  # another's study


def test_only_what_is_published_is_filed(mill: dict[str, Acting]) -> None:
    """SD-204: a study without a published version has nothing to file."""
    study = _study(mill, publish=False)
    with pytest.raises(CodedError) as refused:
        services.file_product(mill["ed"], study.id, consent=True)
    assert _code(refused) == "archive.not-published" and not File.objects.exists()


def test_the_catalogue_takes_only_what_was_reviewed(
    mill: dict[str, Acting], bureau: dict[str, Acting]
) -> None:
    """SD-204: published and reviewed, by a reviewer of the authority and nobody else."""
    study = _study(mill)
    of = services.file_product(mill["ed"], study.id, consent=True)
    with pytest.raises(Refused) as refused:
        services.decide(bureau["decide"], of.id, "admit")
    assert _code(refused) == "archive.not-reviewed"
    _reviewed(mill, study)
    for who, code in ((bureau["plan"], "archive.needs-role"), (mill["ed"], "archive.not-authority")):
        with pytest.raises(Refused) as refused:
            services.decide(who, of.id, "admit")
        assert _code(refused) == code
    assert services.decide(bureau["decide"], of.id, "admit").state == "in_catalogue"
    assert notices.unread(mill["ed"]).get().kind == "archive.decided"


def test_where_the_jurisdiction_asks_for_the_gates_a_review_is_not_enough(
    mill: dict[str, Acting], bureau: dict[str, Acting], monkeypatch: pytest.MonkeyPatch
) -> None:
    """SD-204: the data behind the value passed verification and the provenance check, unless a switch says otherwise."""
    monkeypatch.undo()
    assert evaluations.needs_gates(), "a pack that does not mention the switch asks for the gates"
    study = _study(mill)
    _reviewed(mill, study)
    of = services.file_product(mill["ed"], study.id, consent=True)
    with pytest.raises(Refused) as refused:
        services.decide(bureau["decide"], of.id, "admit")
    assert _code(refused) == "archive.not-through-gates"
    gates = {(study.id, 1): "provenance_ok"}
    monkeypatch.setattr(evaluations, "gates_of_versions", lambda studies: gates)
    assert services.decide(bureau["decide"], of.id, "admit").state == "in_catalogue"
    (held,) = queries.listed([of.__class__.objects.get(pk=of.pk)])
    assert held.standing.said.to("en") == "Verified, provenance checked"


def test_a_new_version_goes_into_the_file_and_the_catalogue_shows_it_when_renewed(
    mill: dict[str, Acting], bureau: dict[str, Acting]
) -> None:
    """SD-204: the catalogue keeps what was decided on until the authority decides on the newer one."""
    study, of = _catalogued(mill, bureau)
    with pytest.raises(Refused) as refused:
        services.decide(bureau["decide"], of.id, "renew")
    assert _code(refused) == "archive.nothing-newer"
    footprints.edit(
        mill["ed"], study.id, [Set(place="processes[melt].energy[power].amount", value=400.0, was=500)]
    )
    footprints.make_version(mill["ed"], study.id)
    footprints.publish(mill["ed"], study.id, 2)
    assert [one.evaluation.number for one in evaluations.standings([of])[of.id]] == [2, 1]
    assert "archive.evaluated" in {one.kind for one in notices.unread(bureau["decide"])}
    assert queries.listed([File.objects.get()])[0].standing.evaluation.value == pytest.approx(144.425)
    _reviewed(mill, study, 2)
    services.decide(bureau["decide"], of.id, "renew")
    assert queries.listed([File.objects.get()])[0].standing.evaluation.value == pytest.approx(115.54)


def test_a_suspended_product_keeps_its_page_and_a_removed_one_can_be_filed_anew(
    mill: dict[str, Acting], bureau: dict[str, Acting], bank: dict[str, Acting]
) -> None:
    """SD-204: archived → in the catalogue → suspended → removed, each with its reason."""
    study, of = _catalogued(mill, bureau)
    with pytest.raises(CodedError) as refused:
        services.decide(bureau["decide"], of.id, "suspend")
    assert _code(refused) == "archive.needs-reason"
    services.decide(bureau["decide"], of.id, "suspend", reason="抽查发现电量有误")
    assert not queries.catalogue() and queries.file(bank["credit"], of.id).reason == "抽查发现电量有误"
    services.decide(bureau["decide"], of.id, "remove", reason="未按期整改")
    with pytest.raises(Absent):
        queries.file(bank["credit"], of.id)
    assert queries.file(mill["ed"], of.id).state == "removed"
    with pytest.raises(CodedError) as refused:
        services.decide(bureau["decide"], of.id, "reinstate")
    assert _code(refused) == "state.not-now"
    assert services.file_product(mill["ed"], study.id, consent=True).pk != of.pk


def test_consent_is_taken_back_by_the_enterprise_alone(
    mill: dict[str, Acting], bureau: dict[str, Acting]
) -> None:
    """SD-204: the file is made with consent, and without it nothing more goes in."""
    study, of = _catalogued(mill, bureau)
    with pytest.raises(Refused) as refused:
        services.decide(bureau["decide"], of.id, "withdraw", reason="x")
    assert _code(refused) == "archive.not-owner"
    services.decide(mill["ed"], of.id, "withdraw", reason="停产")
    footprints.edit(mill["ed"], study.id, [Set(place="product.model", value="B", was="HRB400")])
    footprints.make_version(mill["ed"], study.id)
    footprints.publish(mill["ed"], study.id, 2)
    assert of.evaluations.count() == 1 and not queries.catalogue(suspended=True)


def test_what_is_on_file_and_what_was_sent_does_not_change(
    mill: dict[str, Acting], bureau: dict[str, Acting]
) -> None:
    """SD-204: evaluations are only added to."""
    _, of = _catalogued(mill, bureau)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE archive_evaluation SET value = 1")
    assert of.evaluations.get().value == pytest.approx(144.425)


def test_the_timeline_tells_others_nothing_of_edits(
    mill: dict[str, Acting], bureau: dict[str, Acting], bank: dict[str, Acting]
) -> None:
    """SD-204: the enterprise sees everything that happened, others its publications, reviews and the file."""
    _, of = _catalogued(mill, bureau)
    own = {event.kind for event in queries.timeline(mill["ed"], of)}
    others = {event.kind for event in queries.timeline(bank["credit"], of)}
    assert "footprints.study.created" in own and own > others
    assert others == {"archive.file.filed", "archive.file.evaluated", "archive.file.admitted",
                      "footprints.version.published", "footprints.version.approved"}  # fmt: skip


def test_an_item_is_drafted_by_one_and_approved_by_another(
    mill: dict[str, Acting], bureau: dict[str, Acting], bank: dict[str, Acting]
) -> None:
    """SD-205: draft → approved by a reviewer of the authority who did not write it."""
    with pytest.raises(Refused) as refused:
        services.draft(mill["ed"], _written())
    assert _code(refused) == "archive.not-sender"
    own = services.draft(bureau["both"], _written())
    services.decide_item(bureau["both"], own.id, "submit")
    with pytest.raises(Refused) as refused:
        services.decide_item(bureau["both"], own.id, "approve")
    assert _code(refused) == "archive.own-draft"
    theirs = services.draft(bank["credit"], _written(kind="financing"))
    with pytest.raises(Absent):
        queries.item(bureau["decide"], theirs.id)  # a draft is its makers' alone
    services.decide_item(bank["credit"], theirs.id, "submit")
    services.decide_item(bureau["decide"], theirs.id, "return", reason="请写明利率")
    services.edit(bank["credit"], theirs.id, _written(kind="financing", text_zh="利率 2.9%"))
    services.decide_item(bank["credit"], theirs.id, "submit")
    assert services.decide_item(bureau["decide"], theirs.id, "approve").state == "approved"
    with pytest.raises(CodedError) as refused:
        services.edit(bank["credit"], theirs.id, _written())
    assert _code(refused) == "state.not-now"


def test_everything_wrong_with_an_item_is_said_at_once(bank: dict[str, Acting]) -> None:
    """SD-205: each problem at its field; nothing is stored."""
    with pytest.raises(CodedError) as refused:
        services.draft(bank["credit"], Written("x", "题", "", link="javascript:x", valid_until="2020-01-01"))
    assert [p.path for p in refused.value.problems] == ["kind", "title_en", "text_zh", "link", "valid_until"]
    assert not Item.objects.exists()


def test_a_digest_says_why_comes_weekly_and_is_read_and_answered(
    mill: dict[str, Acting], bureau: dict[str, Acting], bank: dict[str, Acting]
) -> None:
    """SD-205: matched → sent → read → responded; who is not interested stays unknown."""
    _catalogued(mill, bureau)
    rule = MatchRule(words=("钢",), codes=("72",), year_from=2024)
    first = _approved(bank["credit"], bureau, kind="financing", rule=rule)
    missed = _approved(bureau["plan"], bureau, rule=MatchRule(words=("水泥",)))
    now = timezone.now()
    assert (services.push_due(now), services.push_due(now)) == (1, 0), "done twice it is sent once"
    offer = queries.offers(mill["ed"]).get()
    assert [r.to("zh") for r in offer.reasons[0].reasons] == [
        "在目录库中", "产品含“钢”", "HS 编码 7214.20", "数据年份 2025",
    ]  # fmt: skip
    assert queries.reach(missed).matched == 0 and "archive.digest" in {
        one.kind for one in notices.unread(mill["rev"])
    }

    second = _approved(bureau["plan"], bureau)
    assert services.push_due(now + timedelta(days=6)) == 0, "the second waits for its week"
    assert queries.reach(second).matched == 1 and services.push_due(now + timedelta(days=7)) == 1
    assert Digest.objects.count() == 2

    services.read(mill["rev"], offer.id)
    assert Offer.objects.get(pk=offer.pk).state == "read"
    services.answer(mill["ed"], offer.id, "interested", note="请联系王工")
    other = queries.offers(mill["ed"]).get(item=second)
    services.answer(mill["ed"], other.id, "not")
    told = queries.reach(first)
    assert (told.matched, told.sent, told.read) == (1, 1, 1)
    assert [(o.organisation.name_zh, o.note) for o in told.interested] == [("mill", "请联系王工")]
    assert (queries.reach(second).interested, queries.reach(second).declined) == ((), 1)
    assert notices.unread(bank["credit"]).first().kind == "archive.interest"  # type: ignore[union-attr]


def test_muted_kinds_do_not_come_and_an_authority_may_send_at_once(
    mill: dict[str, Acting], bureau: dict[str, Acting], bank: dict[str, Acting]
) -> None:
    """SD-205: the enterprise chooses kinds and cadence; a bank waits for the digest."""
    _catalogued(mill, bureau)
    services.prefer(mill["ed"], cadence="monthly", muted=["financing"])
    loan = _approved(bank["credit"], bureau, kind="financing")
    grant = _approved(bureau["plan"], bureau)
    with pytest.raises(Refused) as refused:
        services.send_now(bank["credit"], loan.id)
    assert _code(refused) == "archive.not-authority"
    assert (services.send_now(bureau["plan"], loan.id), services.send_now(bureau["plan"], grant.id)) == (0, 1)
    assert [one.item_id for one in queries.offers(mill["ed"])] == [grant.id]
    services.prefer(mill["ed"], cadence="weekly", muted=[])
    assert services.push_due() == 1, "what was sent at once does not put off the digest"
    assert queries.offers(mill["ed"]).count() == 2


def test_nothing_is_sent_for_a_product_that_left_the_catalogue_nor_after_the_last_day(
    mill: dict[str, Acting], bureau: dict[str, Acting]
) -> None:
    """SD-205: an offer that waits is dropped when its product leaves; an item ends with its day."""
    _, of = _catalogued(mill, bureau)
    now = timezone.now()
    _approved(bureau["plan"], bureau)
    services.push_due(now)
    second = _approved(bureau["plan"], bureau)
    services.push_due(now)
    assert queries.reach(second).matched == 1
    services.decide(mill["ed"], of.id, "withdraw", reason="停产")
    assert services.push_due(now + timedelta(days=8)) == 0 and queries.reach(second).matched == 0
    last = Item.objects.order_by("-sequence").first()
    assert last is not None
    assert services.push_due(now + timedelta(days=200)) == 0


def _browser(acting: Acting) -> Client:
    client = Client()
    client.force_login(acting.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _said(answer: Any) -> str:
    return answer.content.decode()  # type: ignore[no-any-return]


def test_the_walk_of_a_product_into_the_catalogue_and_out(
    mill: dict[str, Acting], bureau: dict[str, Acting], bank: dict[str, Acting]
) -> None:
    """SD-204, page by page, in both languages."""
    study = _study(mill, name="=钢筋")
    _reviewed(mill, study)
    maker, keeper, reader = _browser(mill["ed"]), _browser(bureau["decide"]), _browser(bank["credit"])
    assert "给产品建档" in _said(maker.get("/zh/archive/"))
    maker.post("/zh/archive/", {"study": str(study.id)})
    assert not File.objects.exists(), "without consent nothing is filed"
    page = maker.post("/zh/archive/", {"study": str(study.id), "consent": "on"})["Location"]
    shown = _said(maker.get(page))
    assert "144.4" in shown and "企业内部评审通过" in shown and "7214.20" in shown
    assert "撤回同意" in shown and "列入目录库</button>" not in shown
    assert reader.get(page).status_code == 404
    assert "P-000001" in _said(keeper.get("/zh/archive/"))
    keeper.post(page, {"action": "admit"})
    listed = _said(reader.get("/en/archive/catalogue/?q=mill&boundary=cradle_to_gate&year=2025"))
    assert "144.4" in listed and "Cradle to gate" in listed and "Reviewed by the maker" in listed
    assert "No product found" in _said(reader.get("/en/archive/catalogue/?year=2024"))
    table = (
        reader.get("/zh/archive/catalogue.csv")["Content-Disposition"],
        _said(reader.get("/zh/archive/catalogue.csv")),
    )
    assert "catalogue.csv" in table[0] and "144.425" in table[1] and ",'=钢筋," in table[1]
    entry = _said(reader.get(page.replace("/zh/", "/en/")))
    assert "listed" in entry and "power" not in entry and "保密电力" not in entry
    keeper.post(page, {"action": "suspend", "reason": "电量有误"})
    assert "电量有误" in _said(reader.get(page)) and "P-000001" not in _said(
        reader.get("/zh/archive/catalogue/")
    )
    assert "P-000001" in _said(reader.get("/zh/archive/catalogue/?suspended=on"))
    keeper.post(page, {"action": "remove", "reason": "未整改"})
    assert reader.get(page).status_code == 404 and "未整改" in _said(maker.get(page))
    assert maker.post(page, {"action": "fly"}).status_code == 404


def test_the_walk_of_an_item_from_draft_to_answer(
    mill: dict[str, Acting], bureau: dict[str, Acting], bank: dict[str, Acting]
) -> None:
    """SD-205, page by page: a bank drafts, the authority approves and sends, the maker reads and answers."""
    _, of = _catalogued(mill, bureau)
    lender, keeper, planner = _browser(bank["credit"]), _browser(bureau["decide"]), _browser(bureau["plan"])
    maker = _browser(mill["ed"])
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    given = {"kind": "financing", "title_zh": "低碳贷", "title_en": "Low-carbon loan", "text_zh": "利率优惠。",
             "valid_until": until, "words": "钢、铝", "grade": "9"}  # fmt: skip
    wrong = lender.post("/zh/archive/items/new/", given)
    assert wrong.status_code == 422 and "低碳贷" in _said(wrong) and not Item.objects.exists()
    page = lender.post("/zh/archive/items/new/", {**given, "grade": ""})["Location"]
    assert "产品含：钢、铝" in _said(lender.get(page)) and keeper.get(page).status_code == 404
    assert "钢、铝" in _said(lender.get(f"{page}edit/"))
    lender.post(page, {"action": "submit"})
    assert "待批准" in _said(keeper.get("/zh/archive/items/"))
    keeper.post(page, {"action": "approve"})
    assert "立即推送" in _said(planner.get(page)) and "立即推送" not in _said(lender.get(page))
    planner.post(page, {"action": "send"})
    assert "匹配 1 家，已推送 1 家，已读 0 家" in _said(lender.get(page))
    assert "低碳贷" in _said(maker.get("/zh/archive/offers/"))
    offer = Offer.objects.get()
    shown = _said(maker.get(f"/en/archive/offers/{offer.id}/"))
    assert "Why you get this" in shown and of.number in shown and "the product says “钢”" in shown
    assert "已读 1 家" in _said(lender.get(page)) and "mill" not in _said(lender.get(page))
    maker.post(f"/zh/archive/offers/{offer.id}/", {"answer": "interested", "note": "找王工"})
    shown = _said(lender.get(page))
    assert "mill" in shown and "找王工" in shown
    maker.post("/zh/archive/offers/", {"cadence": "monthly", "muted": ["policy"]})
    assert queries.preference(mill["ed"].organisation_id).muted_set == {"policy"}
    keeper.post(page, {"action": "close", "reason": "额度用完"})
    assert "已结束" in _said(lender.get(page))
