"""The public log as people read it, and the log's files as caches keep them (C2SP tlog-tiles; TRUST §1)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from filing_cases import CERTIFICATE, elsewhere, house, person

from tanzuji.certificates import services as certificates
from tanzuji.filings import services as filings
from tanzuji.ledger import keys, kinds, log
from tanzuji.ledger.models import Cosigned, SignedHead
from tanzuji.proofs.checkpoints import read_checkpoint
from tanzuji.proofs.tlog_proof import read_proof
from tanzuji.register import log_pages, telling

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("impatient", "nothing_kept")]


@pytest.fixture
def nothing_kept() -> None:
    log_pages.forget()


def _read(path: str) -> Any:
    return Client().get(path)


def _words(path: str) -> str:
    response = _read(path)
    assert response.status_code == 200, path
    body = re.sub(r"(?s)<svg.*?</svg>|<head>.*?</head>", " ", response.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def test_an_empty_log_says_so(db: None) -> None:
    assert "日志还是空的" in _words("/zh/log/") and "The log is empty" in _words("/en/log/")


def test_the_page_says_what_the_checkpoint_states(case: Any) -> None:
    """Size, root and name are those of the note that the log's key signed."""
    case.issue()
    log.sign_now()
    newest = log.checkpoint()
    assert newest is not None
    head, _ = read_checkpoint(newest.text, [keys.signer(keys.LOG).key], keys.origin())
    said = _words("/en/log/")
    for words in (
        head.origin,
        head.root.hex(),
        f"{head.size} entries",
        "none, all are signed",
        "There is no witness",
    ):
        assert words in said
    assert f'--key "{keys.signer(keys.LOG).vkey}"' in _read("/en/log/").content.decode()


def test_what_is_not_signed_yet_is_counted_and_not_shown(case: Any) -> None:
    view = case.issue()
    log.sign_now()
    newest = log.checkpoint()
    certificates.suspend(case.who.decider, view.number, reason="监督未按期")
    log_pages.forget()
    said = _words("/zh/log/")
    assert newest is not None and f"{log.size() - newest.size} 条，随下一个检查点" in said
    assert "监督未按期" not in said
    assert _read(f"/zh/log/{newest.size}/").status_code == 404


def test_a_witness_is_named_with_when_it_cosigned(case: Any) -> None:
    case.issue()
    log.sign_now()
    head = SignedHead.objects.latest("id")
    line = "— witness.example/w1 " + "A" * 100 + "\n"
    Cosigned.objects.create(at=head.at, head=head, name="witness.example/w1", line=line)
    said = _words("/zh/log/")
    assert "witness.example/w1" in said and "已共同签名" in said and "没有见证方" not in said


def test_an_act_leads_to_what_it_is_about(case: Any) -> None:
    view = case.issue()
    certificates.suspend(case.who.decider, view.number, reason="监督未按期")
    log.sign_now()
    page = _read("/zh/log/").content.decode()
    assert f'href="/zh/c/{view.number}/"' in page and "监督未按期" in page
    english = _words("/en/log/")
    assert "Suspended" in english and "Issued" in english
    (suspended, *_) = [entry for entry in log.latest() if entry.kind == kinds.CERTIFICATE]
    assert f'href="/zh/log/{suspended.index}/"' in _read(f"/zh/c/{view.number}/").content.decode()


def test_a_number_finds_the_entries_about_it_and_an_index_its_page(case: Any) -> None:
    view = case.issue()
    certificates.suspend(case.who.decider, view.number, reason="监督未按期")
    steel = person(house("enterprise", "柏桥钢铁"), "steel", "editor")
    bureau = house("regulator", "市场监管局", "authority")
    clerk, judge = person(bureau, "clerk", "editor", "reviewer"), person(bureau, "judge", "reviewer")
    of = filings.submit_external(steel, elsewhere(), [CERTIFICATE])
    filings.check(clerk, of.id)
    filings.file(judge, of.id)
    log.sign_now()
    own = log_pages.about(view.number.lower())
    assert [entry.payload["event"] for entry in own] == ["suspended", "issued"], "newest first"
    assert [entry.payload["filing"] for entry in log_pages.about(of.number)] == [of.number]
    assert log_pages.about("PCF-1999-99999-X") == []
    assert "没有找到" in _words("/zh/log/?q=PCF-1999-99999-X")
    assert of.number in _words(f"/en/log/?q={of.number}")
    assert _read(f"/zh/log/?q={own[0].index}")["Location"] == f"/zh/log/{own[0].index}/"


def test_an_entry_is_shown_to_the_byte_with_a_proof_that_holds(case: Any) -> None:
    view = case.issue()
    log.sign_now()
    (entry,) = log.entries("certificate", view.number)
    page = _words(f"/zh/log/{entry.index}/")
    assert entry.leaf_hash.hex() in page and "pcf-cert/v1" in page and "颁发" in page
    proof = read_proof(_read(f"/log/proof/{entry.index}").content.decode())
    head, _ = proof.check(entry.leaf, [keys.signer(keys.LOG).key], keys.origin())
    assert head.size > entry.index
    assert _read("/log/proof/9999").status_code == 404


def test_of_a_confidential_entry_nothing_but_its_kind_is_told(db: None) -> None:
    payload = {"number": "VS-2026-000001", "event": "signed", "reason": "机密"}
    with transaction.atomic():
        made = log.append(kinds.STATEMENT, payload, subject="statement", subject_id="7", confidential=True)
    log.sign_now()
    said = telling.told(made)
    assert (said.about, said.address, said.reason, said.act) == ("", "", "", None) and said.confidential
    for path in ("/zh/log/", f"/zh/log/{made.index}/", "/zh/log/?q=VS-2026-000001"):
        body = (
            _read(path)
            .content.decode()
            .replace("关于“VS-2026-000001”", "")
            .replace('value="VS-2026-000001"', "")
        )
        assert "机密" not in body and "VS-2026-000001" not in body, path


def test_an_entry_of_an_earlier_form_has_a_page_all_the_same(db: None) -> None:
    with transaction.atomic():
        made = log.append(kinds.FILING, {"number": "C-1"}, subject="filing", subject_id="1")
    log.sign_now()
    assert "C-1" in _words(f"/en/log/{made.index}/")


def test_every_declared_kind_of_act_is_told_in_words(case: Any) -> None:
    """No kind of entry falls back to its bare name: what is declared has a teller, or is confidential, or a chain head."""
    silent = {kinds.STATEMENT, "pcf-audit/v1"}
    assert set(kinds.kinds()) - silent <= set(telling._BY_KIND)


def test_older_entries_are_a_page_away(db: None) -> None:
    with transaction.atomic():
        for number in range(log_pages.SHOWN + 5):
            log.append(
                kinds.CERTIFICATE,
                {"number": f"C-{number}", "event": "issued"},
                subject="c",
                subject_id=number,
            )
    log.sign_now()
    found = re.search(r'href="(/zh/log/\?before=\d+)#entries"', _read("/zh/log/").content.decode())
    assert found is not None
    older = _read(found[1]).content.decode()
    assert 'href="/zh/c/C-0/"' in older and "最新的" in older and "更早的" not in older


@pytest.mark.parametrize(
    "path",
    ["/log/checkpoint", "/log/keys", "/log/tile/entries/000.p/2", "/log/tile/0/000.p/2", "/log/proof/0", "/zh/log/",
     "/en/log/0/", "/verify.py", "/zh/verify/", "/zh/labels/patterns/numeric-s.svg", "/.well-known/did.json"],
)  # fmt: skip
def test_what_caches_keep_asks_for_no_session(case: Any, path: str) -> None:
    """One copy serves everybody, whoever signed in among them: no cookie is read or set (RFC 9111, 4.1)."""
    case.issue()
    log.sign_now()
    client = Client()
    client.force_login(case.who.decider.person)
    response = client.get(path)
    assert response.status_code == 200 and not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.headers["Cache-Control"].startswith("public"), path


@pytest.mark.parametrize(
    "path", ["/api/certificates/%s", "/api/labels/%s", "/en/certificates/%s/certificate.json", "/c/%s/certificate.json",
             "/api/register/certificates/%s", "/c/%s/label.svg", "/c/%s"],
)  # fmt: skip
def test_what_is_told_of_a_number_is_kept_once_for_everybody(case: Any, path: str) -> None:
    view = case.issue()
    client = Client()
    client.force_login(case.who.decider.person)
    response = client.get(path % view.number)
    assert response.status_code == 200 and not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "public" in response.headers["Cache-Control"]


def test_the_logs_own_address_leads_people_to_its_page(db: None) -> None:
    response = Client(headers={"Accept-Language": "en"}).get("/log/")
    assert (response.status_code, response["Location"]) == (302, "/en/log/")
    assert "Accept-Language" in response["Vary"]


def test_the_log_is_linked_from_every_page(db: None) -> None:
    for path in ("/zh/", "/zh/register/", "/zh/verify/"):
        assert 'href="/zh/log/"' in _read(path).content.decode()
