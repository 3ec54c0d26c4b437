"""The demonstration: what it shows is there, its history is true, and nobody gets in from elsewhere."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tanzuji.footprints import queries as footprints
from tanzuji.footprints.states import STUDY
from tanzuji.ledger import queries as ledger
from tanzuji.parties import queries as parties
from tanzuji.parties import services
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import KINDS
from tanzuji.site import demonstration, waiting
from tanzuji.site.demonstration.cast import PLAYERS
from tanzuji.site.products import products

LIN, ZHOU, SHEN = "lin.lan@lanshi.example", "zhou.ning@lanshi.example", "shen.mu@lanshi.example"


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demonstration, made once for this module and taken back afterwards."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        demonstration.prepare()
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _each(played: None, django_db_blocker: Any, settings: Any) -> Iterator[None]:
    from django.db import transaction

    settings.DEMO = True
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def acting(email: str, organisation: str = "") -> Acting:
    person = services.person_by_address(email)
    assert person is not None
    found = parties.acting_for(person, organisation)
    assert found is not None
    return found


def click(email: str, client: Client | None = None, **environ: str) -> Any:
    client = client or Client()
    return client.post("/en/demo/sign-in/", {"account": email}, SERVER_NAME="127.0.0.1", **environ)


MEMBERS = [player.email for player in PLAYERS]


def test_every_kind_of_organisation_has_somebody() -> None:
    kinds = {acting(email).organisation.kind for email in MEMBERS}
    assert kinds == set(KINDS)


def test_the_ten_demo_products_are_there_in_every_state() -> None:
    studies = [study for email in MEMBERS for study in footprints.studies(acting(email))]
    assert {study.state for study in studies} == set(STUDY.states)
    # the ten, and a second line of the cement works; what is begun from a reference model bears a Chinese name alone
    assert len({study.name_en for study in studies if study.name_en}) == 11
    assert all(study.total for study in studies)


def test_what_is_said_of_an_account_is_so() -> None:
    lin = [task.status for task in waiting.tasks(acting(LIN))]
    assert lin == ["评审通不过", "评审通不过", "等您答复", "要补充", "1 条意见待答复", "使用后请附照片"]
    zhou = waiting.tasks(acting(ZHOU))
    assert [task.status for task in zhou] == ["等您评审"]
    assert "1 条批注没有了结" in zhou[0].note
    assert waiting.tasks(acting(SHEN)) == []
    he = [task.status for task in waiting.tasks(acting("he.chuan@baiqiao.example"))]
    assert he == ["要修改", "可以提交"]


def test_certifications_on_their_way_wait_in_the_inboxes_of_those_whose_turn_it_is() -> None:
    """One at the on-site inspection with a nonconformity to correct, one that waits for the decision."""
    yun = [(task.status, task.mark) for task in waiting.tasks(acting("yun.fan@yunxu.example"))]
    assert ("待整改", "warn") in yun
    jue = [task.status for task in waiting.tasks(acting("jue.ding@hengzheng.example"))]
    assert jue.count("待批准") == 1
    heng = [task.status for task in waiting.tasks(acting("heng.an@hengzheng.example"))]
    assert "现场检查" in heng


def test_a_method_change_is_not_passed_off_as_a_real_one() -> None:
    cement = {row.name: row for row in products(acting(LIN))[0]}["普通硅酸盐水泥 P·O 42.5"]
    assert cement.change is not None and not cement.change.method
    # 3.8 kWh/t of grid electricity at 0.5777 kg CO2e/kWh, on 794.50 kg CO2e/t
    assert cement.change.fraction == pytest.approx(-3.8 * 0.5777 / 794.5028, rel=1e-3)
    steel = [row for row in products(acting("he.chuan@baiqiao.example"))[0] if row.number == 2]
    assert len(steel) == 1 and steel[0].change is not None and steel[0].change.method


def test_the_history_of_the_demonstration_is_in_the_ledger() -> None:
    shen = acting(SHEN)
    kinds = [event.kind for event in ledger.of_organisation(shen.organisation_id)]
    for kind in (
        "parties.organisation.founded", "parties.member.joined", "parties.invitation.sent", "parties.token.issued",
        "footprints.study.created", "footprints.version.calculated", "footprints.version.approved", "footprints.comment.made",
    ):  # fmt: skip
        assert kind in kinds


def test_preparing_again_changes_nothing_and_is_quick() -> None:
    before = ledger.of_organisation(acting(SHEN).organisation_id).count()
    begun = timezone.now()
    demonstration.prepare()
    assert (timezone.now() - begun).total_seconds() < 0.5
    assert ledger.of_organisation(acting(SHEN).organisation_id).count() == before


def test_nobody_of_the_demonstration_has_a_password() -> None:
    for account in demonstration.accounts():
        person = services.person_by_address(account.email)
        assert person is not None and not person.has_usable_password()
        assert person.email.endswith(".example")  # no mail can reach it, so none can be reset (RFC 2606)


def test_one_click_signs_in_at_this_machine() -> None:
    client = Client()
    answer = click(LIN, client)
    assert answer.status_code == 302 and answer["Location"] == "/en/"
    page = client.get("/en/", SERVER_NAME="127.0.0.1").content.decode()
    assert "Lanshi Cement Co., Ltd." in page and "Waiting for you" in page
    other = click(SHEN, client)  # from one account to the next without signing out
    assert other.status_code == 302
    assert b"Shen Mu" in client.get("/en/organisation/", SERVER_NAME="127.0.0.1").content


@pytest.mark.parametrize(
    "environ",
    [
        {"REMOTE_ADDR": "192.168.1.20"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_REAL_IP": "203.0.113.9"},
        {"HTTP_FORWARDED": "for=203.0.113.9"},
        {"HTTP_VIA": "1.1 proxy"},
        {"HTTP_HOST": "carbon.example.org"},
    ],
)
def test_from_elsewhere_there_is_no_such_page(environ: dict[str, str], settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    assert click(LIN, client, **environ).status_code == 404
    assert "_auth_user_id" not in client.session
    page = client.get("/en/account/login/", **{"SERVER_NAME": "127.0.0.1", **environ}).content.decode()
    assert "lin.lan" not in page


def test_without_the_setting_there_is_no_such_page(settings: Any) -> None:
    settings.DEMO = False
    assert click(LIN).status_code == 404
    assert b"lin.lan" not in Client().get("/en/account/login/", SERVER_NAME="127.0.0.1").content
    settings.DEMO, settings.HTTPS = True, True
    assert click(LIN).status_code == 404


def test_only_demonstration_people_without_a_password_are_entered() -> None:
    person = services.person_by_address(LIN)
    assert person is not None
    person.set_password("violet-kiln-1450")
    person.save()
    assert click(LIN).status_code == 404
    services.register(email="real@works.example", name="Real", password=None)
    for email in ("real@works.example", "", "nobody@lanshi.example"):
        assert click(email).status_code == 404


@pytest.mark.parametrize("path", ["/zh/", "/en/", "/zh/account/login/", "/en/account/login/"])
def test_the_accounts_are_listed_with_what_they_show(path: str) -> None:
    page = html.unescape(Client().get(path, SERVER_NAME="127.0.0.1").content.decode())
    for account in demonstration.accounts():
        assert account.email in page
        assert account.shows.to("zh" if path.startswith("/zh") else "en") in page
