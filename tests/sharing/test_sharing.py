"""JS-202: a supplier's footprint becomes an input of its buyer: asked, granted, linked, told again when it changes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tanzuji.documents.editing import Set
from tanzuji.documents.errors import CodedError
from tanzuji.documents.models import ProductModel
from tanzuji.engine.store import home, open_release
from tanzuji.footprints import services as footprints
from tanzuji.formats.starter import starter_release
from tanzuji.notices import queries as notices
from tanzuji.parties import queries as parties
from tanzuji.parties import services as founding
from tanzuji.parties.acting import Acting
from tanzuji.sharing import queries, services
from tanzuji.web.verdicts import Absent, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _store() -> Iterator[None]:
    before = set((home() / "releases").glob("*"))
    yield
    for folder in set((home() / "releases").glob("*")) - before:
        shutil.rmtree(folder, ignore_errors=True)


def _house(name: str) -> Acting:
    made = founding.found("enterprise", zh=name, en=name)
    person = founding.register(email=f"{name}@chain.example", name=name, password=None)
    founding.join(person, made, ("editor",))
    return parties.required_for(person, made.id)


@pytest.fixture
def mill() -> Acting:
    return _house("mill")


@pytest.fixture
def builder() -> Acting:
    return _house("builder")


def _steel(kwh: float) -> ProductModel:
    """One tonne of something that takes grid electricity of 2024 (0.5777 kgCO2e/kWh) alone."""
    power = {"id": "power", "name": {"zh": "电", "en": "electricity"}, "amount": kwh, "unit": "kWh",
             "datasets": ["cn-elec-cf-2024-cn-041"]}  # fmt: skip
    return ProductModel.parse(
        {"id": "bar", "product": {"name": {"zh": "钢筋", "en": "rebar"}}, "boundary": {"type": "cradle_to_gate", "geography": "CN"},
         "unit": {"kind": "declared", "amount": 1, "unit": "t", "description": {"zh": "1 吨", "en": "1 tonne"}},
         "processes": [{"id": "melt", "name": {"zh": "冶炼", "en": "melting"}, "stage": "manufacturing", "energy": [power]}]}
    )  # fmt: skip


def _published(mill: Acting, kwh: float = 500.0) -> Any:
    study = footprints.create(mill, _steel(kwh), [starter_release()])
    footprints.make_version(mill, study.id)
    footprints.publish(mill, study.id, 1)
    return study


def test_a_footprint_is_asked_granted_and_linked_and_told_again_when_it_changes(
    mill: Acting, builder: Acting
) -> None:
    """JS-202: by hand 500 kWh × 0.5777 = 289.05 kg per tonne, given with three digits as 289."""
    share = services.ask(builder, "mill", product="钢筋 HRB400")
    assert notices.unread(mill).get().kind == "sharing.asked"
    study = _published(mill)
    services.grant(mill, share.id, study.id, follows=True, terms="不得转给第三方")
    taking = services.take(builder, share.id)
    name, _, version = taking.release.partition("@")
    given = open_release(name, version).dataset(f"received:{share.id}@1")
    assert [(a.gas, a.line, a.amount) for a in given.amounts] == [("CO2e", "fossil", 289.0)]
    assert given.source.publisher == "mill" and str(study.id) not in str(given.plain())

    # the buyer's study stands on it
    model = _steel(0).plain()
    model["processes"][0]["inputs"] = [
        {"id": "bar", "name": {"zh": "钢筋", "en": "rebar"}, "amount": 2, "unit": "t", "datasets": [given.id]}
    ]
    model["processes"][0].pop("energy")
    house = footprints.create(builder, ProductModel.parse(model), [open_release(name, version)])
    footprints.make_version(builder, house.id)
    house.refresh_from_db()
    assert house.total == pytest.approx(2 * 289.0)

    # a new version follows
    footprints.edit(mill, study.id, [Set(place="processes[melt].energy[power].amount", value=400.0, was=500)])
    footprints.make_version(mill, study.id)
    footprints.publish(mill, study.id, 2)
    share.refresh_from_db()
    assert share.state == "granted", "there is something new to take"
    assert notices.unread(builder).first().kind == "sharing.given"  # type: ignore[union-attr]
    again = services.take(builder, share.id)
    name, _, version = again.release.partition("@")
    newer = open_release(name, version).dataset(f"received:{share.id}@2")
    assert newer.amounts[0].amount == pytest.approx(231) and newer.replaces == given.id
    assert given.id in open_release(name, version), "what was taken before is still there"
    assert services.take(builder, share.id).pk == again.pk, "taken twice is taken once"


def test_the_supplier_who_does_not_follow_is_reminded_and_gives_by_hand(
    mill: Acting, builder: Acting
) -> None:
    share = services.ask(builder, "mill", product="钢筋")
    study = _published(mill)
    services.grant(mill, share.id, study.id, follows=False)
    services.take(builder, share.id)
    footprints.edit(mill, study.id, [Set(place="processes[melt].energy[power].amount", value=400.0, was=500)])
    footprints.make_version(mill, study.id)
    footprints.publish(mill, study.id, 2)
    assert notices.unread(mill).first().kind == "sharing.newer"  # type: ignore[union-attr]
    assert queries.newest(queries.share(builder, share.id)).number == 1  # type: ignore[union-attr]
    services.give(mill, share.id)
    services.take(builder, share.id)
    assert queries.newest(queries.share(builder, share.id)).number == 2  # type: ignore[union-attr]


def test_gases_inputs_and_the_study_stay_with_the_supplier(mill: Acting, builder: Acting) -> None:
    share = services.ask(builder, "mill", product="钢筋")
    study = _published(mill, 777.0)
    services.grant(mill, share.id, study.id, follows=False)
    text = queries.newest(queries.share(builder, share.id)).document  # type: ignore[union-attr]
    assert "777" not in text and "电" not in text and str(study.id) not in text and '"gas": "CO2e"' in text


def test_each_side_does_its_own_and_a_third_knows_of_nothing(mill: Acting, builder: Acting) -> None:
    share = services.ask(builder, "mill", product="钢筋")
    study = _published(mill)
    with pytest.raises(Absent):
        services.grant(builder, share.id, study.id, follows=False)  # the study is another's
    with pytest.raises(Refused):
        services.refuse(builder, share.id, "no")
    with pytest.raises(Refused):
        services.take(builder, share.id)
    with pytest.raises(Absent):
        services.refuse(_house("stranger"), share.id, "no")
    with pytest.raises(CodedError) as refused:
        services.refuse(mill, share.id, "  ")
    assert refused.value.code == "sharing.needs-reason"
    services.refuse(mill, share.id, "不是我们的产品")
    with pytest.raises(CodedError) as refused:
        services.grant(mill, share.id, study.id, follows=False)
    assert refused.value.code == "state.not-now"


def test_what_was_taken_stays_after_the_supplier_stops(mill: Acting, builder: Acting) -> None:
    share = services.ask(builder, "mill", product="钢筋")
    study = _published(mill)
    services.grant(mill, share.id, study.id, follows=True)
    taking = services.take(builder, share.id)
    services.end(mill, share.id, "合同到期")
    footprints.edit(mill, study.id, [Set(place="product.model", value="B")])
    footprints.make_version(mill, study.id)
    footprints.publish(mill, study.id, 2)
    assert queries.newest(queries.share(builder, share.id)).number == 1  # type: ignore[union-attr]
    name, _, version = taking.release.partition("@")
    assert f"received:{share.id}@1" in open_release(name, version)


def test_nothing_unpublished_is_given(mill: Acting, builder: Acting) -> None:
    share = services.ask(builder, "mill", product="钢筋")
    study = footprints.create(mill, _steel(500), [starter_release()])
    with pytest.raises(CodedError) as refused:
        services.grant(mill, share.id, study.id, follows=False)
    assert refused.value.code == "sharing.not-published"
    with pytest.raises(CodedError) as refused:
        services.ask(builder, "builder", product="钢筋")
    assert refused.value.code == "sharing.oneself"


def test_the_walk_in_the_browser(mill: Acting, builder: Acting) -> None:
    """JS-202, page by page, in both languages."""

    def browser(acting: Acting) -> Client:
        client = Client()
        client.force_login(acting.person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    buyer, supplier = browser(builder), browser(mill)
    nobody = buyer.post("/zh/sharing/ask/", {"supplier": "mil", "product": "钢筋"})
    assert nobody.status_code == 422 and "没有登记代码或全称为“mil”的单位" in nobody.content.decode()
    sent = buyer.post("/zh/sharing/ask/", {"supplier": "mill", "product": "钢筋"})
    page = sent["Location"]
    wrong = buyer.post("/zh/sharing/ask/", {"supplier": "mill", "product": " "})
    assert wrong.status_code == 422 and "没有写要什么产品" in wrong.content.decode()
    assert "还没有发布过产品" in supplier.get(page).content.decode()
    study = _published(mill)
    shown = supplier.get(page).content.decode()
    assert ("提供总量" in shown and "288.9" in shown) or "289.0" in shown
    supplier.post(page, {"action": "grant", "study": str(study.id), "follows": "on"})
    assert "采用，放进本单位的数据" in buyer.get(page).content.decode()
    buyer.post(page, {"action": "take"})
    shown = buyer.get(page.replace("zh", "en")).content.decode()
    assert "289" in shown and "taken" in shown
    listed = buyer.get("/en/sharing/").content.decode()
    assert "Linked" in listed and "Asked of our suppliers" in listed
    found = buyer.get("/zh/library/?q=%E9%92%A2%E7%AD%8B").content.decode()
    assert "received@1." in found and "289" in found, "the search finds it"
