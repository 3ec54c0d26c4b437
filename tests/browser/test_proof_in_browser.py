"""The browser checks a bundle as the stand-alone verifier does: the same verdict and code for every bundle.

The modules are served as they are, from a folder; no platform is behind them, as for somebody who is off-line.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from accessible import faults
from selenium import webdriver
from sites import Site
from walker import Walker

from tanzuji.documents.canonical import canonical_json
from tanzuji.proofs import bundles, data_integrity, status_list
from tanzuji.proofs.did import did_web, key_address
from tanzuji.proofs.notes import key_of
from tanzuji.proofs.offline import verify

sys.path.insert(0, str(Path(__file__).parents[1] / "proofs"))
import bundle_maker as maker
import ended_key_cases

STATIC = Path(verify.__file__).parents[2] / "web" / "static" / "tanzuji"
TRUSTED = f"{maker.LOG_KEY.vkey}\n{maker.WITNESS_KEY.vkey}\n"
TODAY = "2026-11-27"
ASKED = """
const [bundle, keys, today, done] = arguments;
import("/proof.js").then(async ({ verify }) => {
  const data = Uint8Array.from(atob(bundle), (letter) => letter.charCodeAt(0));
  try {
    const report = await verify(data, keys, today);
    done({ status: report.status, held: report.held.map(([code]) => code), noted: report.noted.map(([code]) => code),
      asOf: report.asOf, reason: report.reason, ownKeys: report.ownKeys });
  } catch (error) {
    done({ refused: error.code ?? String(error) });
  }
});
"""


class Folder(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript"}  # noqa: RUF012

    def do_GET(self) -> None:
        if self.path == "/":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><link rel=icon href=data:,><title>folder</title>")
        else:
            super().do_GET()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def folder() -> Iterator[str]:
    """The static folder at an address of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Folder, directory=str(STATIC)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_address[1]}/"
    server.shutdown()


@pytest.fixture
def page(browsers: Callable[[int], webdriver.Chrome], folder: str) -> webdriver.Chrome:
    browser = browsers(0)
    browser.set_script_timeout(120)
    browser.get(folder)
    return browser


def in_browser(
    page: webdriver.Chrome, data: bytes, keys: str = TRUSTED, today: str = TODAY
) -> dict[str, Any]:
    found: dict[str, Any] = page.execute_async_script(ASKED, base64.b64encode(data).decode(), keys, today)
    return found


def off_line(data: bytes, keys: str = TRUSTED, today: str = TODAY) -> dict[str, Any]:
    """The stand-alone verifier's answer in the same form."""
    try:
        report = verify.Verification(data, keys).run(today=today)
    except verify.Refused as refused:
        return {"refused": refused.code}
    codes = {"held": [code for code, _ in report.held], "noted": [code for code, _ in report.noted]}
    return {
        "status": report.status,
        "asOf": report.as_of,
        "reason": report.reason,
        "ownKeys": report.own_keys,
        **codes,
    }


LIFE = [("issued", "valid"), ("suspended", "suspended"), ("resumed", "valid")]


def cases() -> dict[str, tuple[bytes, str, str]]:
    """Bundles true and false, the keys that are given, the day."""
    members = maker.members()
    true = maker.bundle()
    found = {
        "true": (true, TRUSTED, TODAY),
        "own keys": (true, "", TODAY),
        "other log": (true, key_of("other/log", maker.STRANGER).vkey, TODAY),
        "no key": (true, "nonsense", TODAY),
        "pinned": (true, f"{TRUSTED}did:web:pcf.example%3A8443:did:{maker.BODY} z6Mk", TODAY),
        "expired": (true, TRUSTED, "2030-01-01"),
        "not yet": (true, TRUSTED, "2020-01-01"),
        "life": (maker.bundle(events=LIFE), TRUSTED, TODAY),
        "suspended": (maker.bundle(events=LIFE[:2]), TRUSTED, TODAY),
        "forged log": (maker.bundle(signer=maker.STRANGER), TRUSTED, TODAY),
        "empty": (b"", TRUSTED, TODAY),
        "packed again": (true + b"\0", TRUSTED, TODAY),
        "status": (
            maker.tampered({"status-revocation.json": maker.status("revocation", 4711)}),
            TRUSTED,
            TODAY,
        ),
        "stamp": (maker.tampered({"checkpoint.tsr": b"x", "checkpoint.txt": b"y"}), TRUSTED, TODAY),
    }
    other = maker.members(LIFE)
    for name in members:
        less = {key: value for key, value in members.items() if key != name}
        found[f"without {name}"] = (bundles.packed(less), TRUSTED, TODAY)
        found[f"other {name}"] = (bundles.packed(members | {name: other[name]}), TRUSTED, TODAY)
        for part in (3, 7):
            bit = len(members[name]) * part  # somewhere inside
            changed = members | {name: maker.flipped(members[name], bit)}
            found[f"bit {bit} of {name}"] = (bundles.packed(changed), TRUSTED, TODAY)
    for text in (
        '{"a":1.5}',
        '{"b":1,"a":1}',
        '{"a":1,"a":1}',
        "[]",
        "null",
        '"x"',
        '{"__proto__":1}',
        '{"a":"\\ud800"}',
        '{"\\udc00":1}',
        '{"a":1} ',
    ):
        found[f"certificate {text}"] = (maker.tampered({"certificate.json": text.encode()}), TRUSTED, TODAY)
    for name, case in ended_key_cases.cases().items():
        found[f"ended key: {name}"] = (case.data, case.keys, TODAY)
    facts = maker.certificate(value="1")
    found["other value"] = (maker.tampered({"certificate.json": canonical_json(facts)}), TRUSTED, TODAY)
    found["other credential"] = (
        maker.tampered({"credential.json": canonical_json(maker.credential(facts))}),
        TRUSTED,
        TODAY,
    )
    return found


def test_browser_and_stand_alone_verifier_agree_on_every_bundle(page: webdriver.Chrome) -> None:
    differing = {
        name: (found, wanted)
        for name, (data, keys, today) in cases().items()
        if (found := in_browser(page, data, keys, today)) != (wanted := off_line(data, keys, today))
    }
    assert not differing


def test_every_flipped_bit_is_refused_in_the_browser_too(page: webdriver.Chrome) -> None:
    """All bits of the certificate, packed anew; the loop runs in the page, which packs as it reads."""
    script = """
    const [bundle, keys, today, name, done] = arguments;
    import("/proof.js").then(async ({ packed, unpacked, verify, Refused }) => {
      const members = unpacked(Uint8Array.from(atob(bundle), (letter) => letter.charCodeAt(0)));
      const original = members.get(name);
      const accepted = [];
      for (let bit = 0; bit < original.length * 8; bit++) {
        const changed = original.slice();
        changed[bit >> 3] ^= 0x80 >> (bit & 7);
        try {
          await verify(packed(new Map([...members, [name, changed]])), keys, today);
          accepted.push(bit);
        } catch (error) {
          if (!(error instanceof Refused)) accepted.push(String(error));
        }
      }
      done(accepted);
    });
    """
    data = base64.b64encode(maker.bundle()).decode()
    for name in ("certificate.json", "leaf", "proof.tlog-proof"):
        assert page.execute_async_script(script, data, TRUSTED, TODAY, name) == []


ED25519 = [
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
]  # fmt: skip
"""RFC 8032, section 7.1, tests 1 to 3: public key, message, signature; they stand in cryptography_vectors, Ed25519/sign.input."""


def test_signatures_reckoned_without_webcrypto_are_those_of_rfc_8032(page: webdriver.Chrome) -> None:
    """For browsers without Ed25519 or pages without https; each flipped bit of key or signature is refused."""
    script = """
    const [vectors, done] = arguments;
    const bytes = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
    import("/ed25519.js").then(async ({ reckoned }) => {
      const found = [];
      for (const [key, message, signature] of vectors) {
        found.push(await reckoned(bytes(key), bytes(message), bytes(signature)));
        for (const [place, bit] of [[0, 0], [0, 255], [2, 0], [2, 255], [2, 256], [2, 511]]) {
          const parts = [key, message, signature].map(bytes);
          parts[place][bit >> 3] ^= 0x80 >> (bit & 7);
          found.push(await reckoned(...parts));
        }
      }
      done(found);
    });
    """
    assert page.execute_async_script(script, ED25519) == [True, *[False] * 6] * 3


def test_a_signature_with_s_beyond_the_groups_order_is_refused(page: webdriver.Chrome) -> None:
    """RFC 8032, 5.1.7: S + L would verify as well, so the same signature had two spellings."""
    key, message, signature = ED25519[1]
    order = 2**252 + 27742317777372353535851937790883648493
    s = int.from_bytes(bytes.fromhex(signature)[32:], "little") + order
    other = signature[:64] + s.to_bytes(32, "little").hex()
    script = """
    const [key, message, signature, done] = arguments;
    const bytes = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
    import("/ed25519.js").then(async ({ reckoned }) => done(await reckoned(bytes(key), bytes(message), bytes(signature))));
    """
    assert page.execute_async_script(script, key, message, other) is False


def test_hashes_reckoned_without_webcrypto_are_those_of_fips_180_4(page: webdriver.Chrome) -> None:
    """Lengths around the edges of blocks, against Python's hashlib."""
    script = """
    const [lengths, done] = arguments;
    const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    import("/ed25519.js").then(({ hashed }) => done(lengths.map((length) => {
      const bytes = Uint8Array.from({ length }, (_, i) => i % 251);
      return [hex(hashed(bytes, 32)), hex(hashed(bytes, 64))];
    })));
    """
    lengths = [0, 1, 3, 55, 56, 63, 64, 65, 111, 112, 119, 120, 127, 128, 129, 300]
    texts = [bytes(i % 251 for i in range(length)) for length in lengths]
    wanted = [[hashlib.sha256(text).hexdigest(), hashlib.sha512(text).hexdigest()] for text in texts]
    assert page.execute_async_script(script, lengths) == wanted


def test_a_bundle_is_verified_without_webcrypto(page: webdriver.Chrome) -> None:
    """As on a page without https: `crypto.subtle` is not there at all."""
    page.execute_script("Object.defineProperty(globalThis.crypto, 'subtle', { value: undefined })")
    assert in_browser(page, maker.bundle())["status"] == "valid"
    forged = maker.tampered(
        {"credential.json": canonical_json(maker.credential(maker.certificate(), maker.STRANGER))}
    )
    assert in_browser(page, forged) == {"refused": "credential-key"}


def test_a_status_list_that_unfolds_to_more_than_a_mebibyte_is_refused(page: webdriver.Chrome) -> None:
    """TRUST 22, signed by the platform's own key."""
    listing = maker.status("revocation")
    huge = listing.replace(status_list.encoded(b"").encode(), status_list.encoded(bytes(3 << 20)).encode())
    assert huge != listing
    document = json.loads(huge)
    del document["proof"]
    method = key_address(did_web(maker.HOST), maker.STATUS.public_key)
    signed = canonical_json(data_integrity.with_proof(document, maker.STATUS, method, "2026-11-27T07:00:00Z"))
    data = maker.tampered({"status-revocation.json": signed})
    assert in_browser(page, data) == off_line(data) == {"refused": "list"}


def test_a_stranger_checks_a_file_on_the_page_after_the_network_is_gone(
    people: Callable[[str], Walker], own_site: Site, tmp_path: Path
) -> None:
    """TRUST 1: nothing is uploaded; loaded once, the page works off-line, in both languages, and for everybody."""
    path = tmp_path / "proof.zip"
    path.write_bytes(maker.bundle(facts=maker.certificate(issued_on="2020-01-01", expires_on="2099-12-31")))
    walker = people(own_site.address)
    for language, whole, foreign in (
        ("zh", "证明成立，证书有效", "您给的公钥都不是日志"),
        ("en", "The proof holds and the certificate is valid", "None of the keys you gave"),
    ):
        walker.language = language
        walker.open("verify/")
        walker.until(lambda: walker.one("#checking").is_displayed(), "the form is there")
        walker.cdp(
            "Network.emulateNetworkConditions",
            offline=True,
            latency=0,
            downloadThroughput=0,
            uploadThroughput=0,
        )
        walker.one("#file").send_keys(str(path))
        walker.reads("#found", foreign)
        walker.one("#keys").send_keys(TRUSTED)
        walker.one("[value=own]").click()
        walker.reads("#found .verdict", whole)
        walker.reads("#found", "CFP-2026-000001-A")
        assert (
            not faults(walker, width=1280) + faults(walker, width=360) + faults(walker, width=360, dark=True)
        )
        walker.cdp(
            "Network.emulateNetworkConditions",
            offline=False,
            latency=0,
            downloadThroughput=-1,
            uploadThroughput=-1,
        )
