"""ZJ-307: a certificate issued elsewhere has a public page once it is filed, clearly marked; own ones show the badge."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from filing_cases import CERTIFICATE, NOTICE, elsewhere, house, person

from tanzuji.certificates import services as certificates
from tanzuji.filings import queries, services

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("impatient")]


def _words(path: str) -> str:
    body = Client().get(path).content.decode()
    return re.sub(
        r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<svg.*?</svg>|<head>.*?</head>", " ", body))
    )


@pytest.fixture
def steel() -> Any:
    return person(house("enterprise", "柏桥钢铁"), "steel", "editor")


@pytest.fixture
def clerks() -> tuple[Any, Any]:
    bureau = house("regulator", "市场监管局", "authority")
    return person(bureau, "clerk", "editor", "reviewer"), person(bureau, "judge", "reviewer")


def _filed(steel: Any, clerks: tuple[Any, Any]) -> Any:
    of = services.submit_external(steel, elsewhere(), [CERTIFICATE])
    services.check(clerks[0], of.id)
    return services.file(clerks[1], of.id)


def test_a_certificate_issued_elsewhere_is_marked_as_such(
    db: None, steel: Any, clerks: tuple[Any, Any]
) -> None:
    of = services.submit_external(steel, elsewhere(), [CERTIFICATE])
    assert Client().get(f"/zh/c/{of.number}/").status_code == 404, "nothing is public before it is filed"
    services.check(clerks[0], of.id)
    services.file(clerks[1], of.id)
    said = _words(f"/zh/c/{of.number}/")
    for words in (
        "证书有效（其他机构签发，已备案）",
        "本平台没有核算这个数值",
        "1,850",
        "kgCO₂e/t",
        "已备案",
        "外部认证中心",
        "市场监管局",
    ):
        assert words in said
    assert "已认证" not in said, "the badge of this platform's own certificates is not lent"
    assert _words("/zh/c/CQC-CFP-2026-000123/") == said, "found by the certificate's own number"
    told = Client().get(f"/api/register/certificates/{of.number}").json()
    assert (told["origin"], told["badges"], told["value"]) == ("external", ["filed"], "1850")
    assert Client().get(f"/c/{of.number}/credential.json").status_code == 404, "it is not ours to sign"


def test_changes_of_what_is_filed_show_on_the_page(db: None, steel: Any, clerks: tuple[Any, Any]) -> None:
    of = _filed(steel, clerks)
    services.report_status(steel, of.id, "suspended", "未按期监督")
    said = _words(f"/zh/c/{of.number}/")
    assert "已暂停，目前不得使用" in said and "未按期监督" in said
    services.change(steel, of.id, elsewhere(value="1790"), [NOTICE], cause="value")
    services.check_change(clerks[0], of.id)
    services.accept(clerks[1], of.id)
    assert "1,790" in _words(f"/zh/c/{of.number}/")
    services.withdraw(steel, of.id, "停产")
    said = _words(f"/zh/c/{of.number}/")
    assert "备案已撤回" in said and "停产" in said
    history = said[said.index("经过") :]
    found = [history.index(words) for words in ("撤回备案", "准予变更", "报送状态变化", "备案 市场监管局")]
    assert found == sorted(found), "newest first, as on the page of a certificate issued here"


def test_an_own_certificate_shows_filed_and_the_filing_follows_it(case: Any, clerks: tuple[Any, Any]) -> None:
    """ZJ-307 「动态调整」: a suspension of the certificate enters the filing by itself, log and all."""
    from tanzuji.ledger import log

    view = case.issue()
    assert "已备案" not in _words(f"/zh/c/{view.number}/")
    of = services.submit_own(case.who.holder, view.number)
    services.check(clerks[0], of.id)
    services.file(clerks[1], of.id)
    said = _words(f"/zh/c/{view.number}/")
    assert "已备案" in said and of.number in said and "市场监管局" in said
    certificates.suspend(case.who.decider, view.number, reason="监督未按期")
    filing = queries.filing_of(view.number)
    assert filing is not None and (filing.state, filing.status) == ("updated", "suspended")
    certificates.resume(case.who.second, view.number, reason="已整改")
    states = [entry.payload["status"] for entry in log.entries("filing", of.id)]
    assert states == ["valid", "suspended", "valid"]
    stranger = person(house("enterprise", "别家"), "stranger", "editor")
    with pytest.raises(ValueError, match=r"filings\.no-certificate"):
        services.submit_own(stranger, view.number)


def test_a_certificate_suspended_meanwhile_is_not_filed(case: Any, clerks: tuple[Any, Any]) -> None:
    view = case.issue()
    of = services.submit_own(case.who.holder, view.number)
    services.check(clerks[0], of.id)
    certificates.suspend(case.who.decider, view.number, reason="r")
    with pytest.raises(ValueError, match=r"filings\.not-valid"):
        services.file(clerks[1], of.id)
    assert not queries.filed(view.number)


def test_a_certificate_that_ends_while_it_is_filed_is_not_filed(
    case: Any, clerks: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever files waits for whoever ends it, and looks at the certificate once it is held."""
    view = case.issue()
    of = services.submit_own(case.who.holder, view.number)
    services.check(clerks[0], of.id)
    taken = certificates.hold

    def hold(*numbers: str) -> None:
        certificates.revoke(case.who.decider, view.number, reason="不符")
        taken(*numbers)

    monkeypatch.setattr(certificates, "hold", hold)
    with pytest.raises(ValueError, match=r"filings\.not-valid"):
        services.file(clerks[1], of.id)
    assert not queries.filed(view.number)
