"""What strangers check with is served to everybody, without a cookie, and says who it is of."""

from __future__ import annotations

import hashlib
import html
import json
from pathlib import Path
from typing import Any

import pytest
from certificate_cases import Case, made
from django.test import Client

from tanzuji.certificates import bundle, identifiers
from tanzuji.ledger import keys, log, succession
from tanzuji.proofs import data_integrity, multikeys
from tanzuji.proofs.offline import FILE, verify
from tanzuji.register import keeping, proving

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> None:
    keeping.forget()
    proving.LISTS.clear()


@pytest.fixture
def case(monkeypatch: pytest.MonkeyPatch) -> Case:
    return made(monkeypatch)


def read(address: str, **headers: Any) -> Any:
    response = Client().get(address, **headers)
    assert "Set-Cookie" not in response.headers and not response.cookies
    return response


def test_the_verifier_is_handed_out_as_it_is_and_its_digest_stands_on_the_page() -> None:
    answer = read("/verify.py")
    assert answer.content == FILE.read_bytes()
    assert answer["Content-Disposition"] == 'attachment; filename="verify.py"'
    digest = hashlib.sha256(answer.content).hexdigest()
    for language in ("zh", "en"):
        assert digest in read(f"/{language}/verify/").content.decode()


def test_the_page_says_the_same_sentences_as_the_verifier_in_both_languages() -> None:
    """Each sentence of the verifier is in the page's data, so that page and program never say different things."""
    vkey = keys.signer("log").vkey
    for language, which in (("zh", 0), ("en", 1)):
        page = read(f"/{language}/verify/").content.decode()
        for table in (verify.FAILED, verify.HELD):
            for said in table.values():
                assert (
                    json.dumps(said[which], ensure_ascii=False)[1:-1].replace("'", "&#39;").split("{")[0]
                    in page
                )
        assert vkey in page.replace("&#43;", "+")


def test_the_page_tells_its_program_where_a_key_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same lines as /log/keys has, so that page and program count a key equally far."""
    monkeypatch.setenv("TANZUJI_HOME", str(tmp_path))
    log.sign_now()
    succession.lost("stolen")
    end = next(line for line in read("/log/keys").content.decode().splitlines() if line.startswith("#ended"))
    assert end.endswith(" lost")
    assert end in html.unescape(read("/en/verify/").content.decode())
    assert "lost, and perhaps in foreign hands" in read("/en/verify/").content.decode()
    assert "已登记丢失，可能在别人手里" in read("/zh/verify/").content.decode()


def test_a_bundle_downloaded_from_its_page_verifies(case: Case) -> None:
    view = case.issue()
    data = read(f"/c/{view.number}/proof.zip").content
    report = verify.Verification(data, keys.signer("log").vkey).run(today=view.issued_on.isoformat())
    assert (report.status, report.exit_code) == ("valid", 0)
    assert report.online.endswith(f"/c/{view.number}")


def test_status_lists_are_signed_credentials_that_anybodys_page_may_read(case: Case) -> None:
    case.issue()
    answer = read("/status/suspension/0")
    assert (answer["Content-Type"], answer["Access-Control-Allow-Origin"]) == ("application/vc", "*")
    document = json.loads(answer.content)
    (method,) = json.loads(read("/.well-known/did.json").content)["verificationMethod"]
    assert data_integrity.check(document, multikeys.public_key(method["publicKeyMultibase"])) == method["id"]
    again = read("/status/suspension/0", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "address", ["/status/expiry/0", "/status/revocation/1", "/status/revocation/x", "/status/revocation/-1"]
)
def test_a_list_that_is_not_there_is_absent(case: Case, address: str) -> None:
    case.issue()
    assert read(address).status_code == 404


def test_a_bodys_identifier_resolves_once_it_has_signed(case: Case) -> None:
    """did:web: the identifier with its colons as slashes, and did.json."""
    view = case.issue()
    address = f"/did/{view.body}/did.json"
    assert read(address).status_code == 404
    bundle.bundle(view.number)
    answer = read(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/did+json")
    assert json.loads(answer.content)["id"] == identifiers.issuer(view.body)
    assert read("/did/no-uuid/did.json").status_code == 404


def test_words_of_our_own_in_credentials_are_explained(case: Case) -> None:
    """Every property of the credential that is neither W3C's nor UNTP's stands in the context it names."""
    view = case.issue()
    credential = json.loads(read(f"/c/{view.number}/credential.json").content)
    context = json.loads(read("/credentials/context/v1").content)["@context"]
    assert credential["@context"][2].endswith("/credentials/context/v1")
    assert credential["credentialSubject"]["footprint"].keys() <= context["footprint"]["@context"].keys()
