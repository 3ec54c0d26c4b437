"""A label from the study to a stranger's own check, and what becomes of labels that turn out wrong; in Chinese.

WALKS 4 to 6 and 9: an enterprise, a verifier with two people, a certification body with two people, the authority with
its inspectors, and strangers without an account, each at the pages they see. The milestones are pictures in the
test's own folder, or in the one that TANZUJI_PICTURES names.
"""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from accessible import faults
from filling import become, doing, fill
from label_road import JUE, LIN, Milestone, certified, day, labelled, submitted_study, verified
from sites import Site, site_in
from walker import Walker

JIANG = "jiang.che@qingling.example"
LU, XUN, FANG = "lu.ming@authority.example", "xun.cha@authority.example", "fang.zheng@authority.example"
REASON = "整改期内继续使用旧包装，标注的数值与证书不符"
VALID, NOT_VALID, NOT_TRUE, NOT_READABLE = 0, 3, 1, 2
"""What the stand-alone verifier ends with (`verify.py --help`)."""


@pytest.fixture(scope="module")
def told_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A demonstration of these walks' own: they suspend and revoke what other tests look at."""
    found = site_in(tmp_path_factory.mktemp("told"), ["demo"])
    found.environment["TANZUJI_ADDRESS"] = found.address
    try:
        found.start()
        yield found
    finally:
        found.stop()


@pytest.fixture
def somebody(people: Callable[[str], Walker], told_site: Site) -> Walker:
    """The browser at which one after the other sits down."""
    return people(told_site.address)


@pytest.fixture
def milestone(somebody: Walker, tmp_path: Path, request: pytest.FixtureRequest) -> Milestone:
    """Takes a picture of the whole page, numbered as the walk goes, once nothing is wrong with it at a desk or on a phone."""
    folder = Path(os.environ.get("TANZUJI_PICTURES") or tmp_path / "pictures") / request.node.name
    folder.mkdir(parents=True, exist_ok=True)

    def taken(name: str) -> None:
        here = somebody.script("return innerWidth")
        found = faults(somebody, width=1280) + faults(somebody, width=360)
        somebody.look(here)
        assert not found, f"{name}: {found}"
        number = len(list(folder.glob("*.png"))) + 1
        somebody.picture(folder / f"{number:02}-{name.replace(' ', '-')}.png", whole=True)

    return taken


@dataclass(frozen=True)
class Stranger:
    """Somebody without an account who trusts nothing but the log's key, and checks off-line."""

    walker: Walker
    folder: Path

    def reads(self, number: str) -> str:
        """The verdict on the public page of a number."""
        self.walker.cdp("Network.clearBrowserCookies")
        self.walker.browser.get(f"{self.walker.address}/c/{number}?lang=zh")
        return self.walker.text(".verdict")

    def fetched(self, path: str, name: str) -> Path:
        with urlopen(f"{self.walker.address}{path}", timeout=30) as answer:
            kept = self.folder / name
            kept.write_bytes(answer.read())
        return kept

    def checks(self, bundle: Path, *lists: Path) -> tuple[int, str]:
        """Exit code and words of the verifier as downloaded, in an interpreter that sees no code of the platform."""
        verifier, keys = self.fetched("/verify.py", "verify.py"), self.fetched("/log/keys", "keys.txt")
        status = [argument for one in lists for argument in ("--status", str(one))]
        done = subprocess.run(
            [sys.executable, "-I", str(verifier), str(bundle), "--keys", str(keys), "--lang", "zh", *status],
            cwd=self.folder, env={"PATH": os.environ["PATH"], "PYTHONUTF8": "1"},
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def stranger(somebody: Walker, tmp_path: Path) -> Stranger:
    folder = tmp_path / "stranger"
    folder.mkdir()
    return Stranger(somebody, folder)


def test_three_organisations_bring_a_study_to_a_label_that_a_stranger_verifies(
    somebody: Walker, stranger: Stranger, milestone: Milestone, tmp_path: Path
) -> None:
    """SH-302, JS-301, CERT-10: accounted, verified, certified, its use authorised, public, and checked off-line."""
    walker = somebody
    study = submitted_study(walker, milestone)
    verified(walker, study, milestone)
    number = certified(walker, study, tmp_path, milestone)
    artwork = labelled(walker, number, milestone)
    assert number in artwork.read_text("utf-8")

    assert "有效" in stranger.reads(number)
    milestone("public page")
    page = walker.text("main")
    for words in (
        "澜石水泥",
        "恒证",
        "度衡",
        "kgCO₂e/t",
        "从摇篮到大门",
        "GB/T 24067-2024",
        "这张证书没有说的",
    ):
        assert words in page
    bundle = walker.download("a[href$='/proof.zip']")
    code, said = stranger.checks(bundle)
    assert (code, number in said) == (VALID, True), said

    changed = bytearray(bundle.read_bytes())
    with zipfile.ZipFile(bundle) as members:
        value = changed.index(members.read("certificate.json")) + members.read("certificate.json").index(
            b'"value":"'
        )
    changed[value + len(b'"value":"')] ^= 1
    forged = tmp_path / "forged.zip"
    forged.write_bytes(changed)
    code, said = stranger.checks(forged)
    assert code in (NOT_TRUE, NOT_READABLE), said


def test_labels_that_turn_out_wrong_are_suspended_corrected_and_revoked_and_keep_their_pages(
    somebody: Walker, stranger: Stranger, milestone: Milestone
) -> None:
    """SD-105: a complaint leads to an inspection and a suspension; another certificate is resumed and corrected; the
    first is revoked. Public page, artwork and off-line verdict follow at each step."""
    walker = somebody
    number, product = _certificate(walker, LIN, "有效")
    bundle = stranger.fetched(f"/c/{number}/proof.zip", "while-valid.zip")
    code, said = stranger.checks(bundle)
    assert (code, number in said) == (VALID, True), said

    complaint, receipt = _complained(walker, stranger, number, milestone)
    _suspended_after_inspection(walker, number, complaint, milestone)
    become(walker, XUN, complaint)
    fill(walker, doing("answer"), {"text": "已到现场检查，两个批次停用。", "upheld": True})
    assert "两个批次停用" in _followed(walker, receipt)
    assert "暂停" in stranger.reads(number)
    assert "包装所标数值与证书不符" in walker.text("main")
    milestone("public page suspended")
    _no_artwork(walker, stranger, number, "已暂停")

    other, old_product = _certificate(walker, JIANG, "已暂停")
    _resumed_and_corrected(walker, stranger, other, old_product, milestone)

    _revoked(walker, number, milestone)
    verdict = stranger.reads(number)
    assert "撤销" in verdict
    page = walker.text("main")
    assert REASON in page and date.today().isoformat() in page and product in page
    milestone("public page revoked")
    _no_artwork(walker, stranger, number, "已撤销")

    # The bundle of better days holds by itself; with the status list of today it says what became of it.
    code, said = stranger.checks(bundle)
    assert code == VALID, said
    lists = [
        stranger.fetched(f"/status/{purpose}/0", f"{purpose}.json")
        for purpose in ("revocation", "suspension")
    ]
    code, said = stranger.checks(bundle, *lists)
    assert (code, "已撤销" in said) == (NOT_VALID, True), said
    code, said = stranger.checks(stranger.fetched(f"/c/{number}/proof.zip", "after.zip"))
    assert (code, "已撤销" in said) == (NOT_VALID, True), said


def _certificate(walker: Walker, holder: str, status: str) -> tuple[str, str]:
    """Number and product of the holder's certificate in this status, on its page; the first of several."""
    become(walker, holder, "certificates/")
    rows = walker.all("table tbody tr, article")
    row = next(row for row in rows if status in row.text)
    walker.follow(row.find_element("css selector", "a[href*='/certificates/']"))
    return walker.path.split("/")[1], walker.text("h1")


def _complained(
    walker: Walker, stranger: Stranger, number: str, milestone: Milestone
) -> tuple[str, tuple[str, str]]:
    """A stranger reports on the public page; the complaint's address, and number and code of the receipt."""
    stranger.reads(number)
    walker.follow("a[href$='/report/']")
    fill(
        walker,
        "form:has(#kind)",
        {
            "kind": "wrong_value", "placement": "packaging", "text": "包装上的数值比公示的低。",
            "contact": "shopper@mail.example",
        },
        button=".btn-primary",
    )  # fmt: skip
    walker.reads("h1", "已收到")
    milestone("complaint")
    received, code = walker.texts(".notice-ok code")
    become(walker, LU, "supervision/complaints/")
    row = next(row for row in walker.all("table tbody tr") if received in row.text)
    walker.follow(row.find_element("css selector", "th a"))
    complaint = walker.path
    inspector = next(one for one in walker.all("#person option") if "荀查" in one.text)
    fill(walker, doing("assign"), {"person": inspector.get_attribute("value") or ""})
    return complaint, (received, code)


def _followed(walker: Walker, receipt: tuple[str, str]) -> str:
    """What the stranger reads with the receipt."""
    walker.cdp("Network.clearBrowserCookies")
    walker.open("supervision/complaints/follow/")
    fill(walker, "form:has([name=code])", {"number": receipt[0], "code": receipt[1]}, button=".btn-primary")
    return walker.text("main")


def _suspended_after_inspection(walker: Walker, number: str, complaint: str, milestone: Milestone) -> None:
    """Two inspectors, on a phone, find the label wrong; Fang, who did not inspect, has the certificate suspended."""
    become(walker, LU, complaint)
    walker.follow("a[href*='/inspections/new/']")
    boxes = [box.get_attribute("value") or "" for box in walker.all("[name=inspectors]")]
    for box in boxes[:2]:
        walker.press(f"[name=inspectors][value='{box}']")
    fill(walker, "form:has([name=inspectors])", {"due": day(10)}, button=".btn-primary")
    inspection = walker.path.partition("#")[0]
    for who in (LU, XUN):
        become(walker, who, inspection)
        fill(walker, doing("declare"))
    fill(walker, doing("begin"))
    walker.look(360)
    items = [one.get_attribute("value") or "" for one in walker.all("form[action$='/check/'] [name=item]")]
    for item in items:
        wrong = item == "label_value"
        seen = {"note": "两个批次的包装仍印着上一版数值。", "severity": "major"} if wrong else {}
        form = f"form[action$='/check/']:has([name=item][value={item}])"
        fill(walker, form, {"answer": "no" if wrong else "yes", **seen})
        if wrong:
            milestone("inspection on a phone")
    fill(walker, doing("hand_in"), {"summary": "到生产现场和成品库检查，查阅台账，拍照留存。"})
    walker.look(1280)
    assert not walker.all(doing("escalate")), "who inspected does not decide"
    become(walker, FANG, inspection)
    fill(
        walker,
        doing("escalate"),
        {
            "measure": "suspension", "order": "示监〔2026〕21 号", "public_zh": "包装所标数值与证书不符，限期改正",
            "until_suspension": day(60), "reason": "已出厂的产品继续流通，先暂停。",
        },
    )  # fmt: skip
    walker.reads("section:has(#measures)", number)
    milestone("suspended")


def _no_artwork(walker: Walker, stranger: Stranger, number: str, status: str) -> None:
    """The holder's page draws no label and gives no file, and says why; neither does the public address of the art."""
    become(walker, LIN, f"labels/of/{number}/")
    assert "不出具标识" in walker.text("main") and status in walker.text("main")
    assert not walker.all("a[href*='/download/'], a[href$='/parcel.zip'], figure.art")
    with pytest.raises(HTTPError) as refused:
        stranger.fetched(f"/c/{number}/label.svg", "label.svg")
    assert refused.value.code in (404, 409, 410, 422)


def _resumed_and_corrected(
    walker: Walker, stranger: Stranger, number: str, product: str, milestone: Milestone
) -> None:
    """The authority lifts its order; Jue then corrects the model; each public page names the other."""
    become(walker, FANG, "supervision/measures/")
    row = "tr:has(form):has(td[data-label='对象'])"
    measure = next(
        one for one in walker.all(row) if number in (one.get_attribute("textContent") or "")
    ).get_attribute("id")
    form = f"tr[id='{measure}'] form"
    fill(walker, form, {"reason": "已整改，复查合格", "order": "示监〔2026〕22 号"})
    assert "有效" in stranger.reads(number)
    become(walker, JUE, f"certificates/{number}/")
    walker.follow("a[href$='/correct/']")
    fill(
        walker,
        "form:has([name=models])",
        {"models": "Al99.70A", "reason": "型号漏写后缀 A"},
        button=".btn-primary",
    )
    corrected = walker.path.split("/")[1]
    assert corrected != number
    milestone("corrected")
    stranger.reads(number)
    assert corrected in walker.text("main") and "型号漏写后缀 A" in walker.text("main")
    assert "有效" in stranger.reads(corrected)
    assert (
        "Al99.70A" in walker.text("main") and number in walker.text("main") and product in walker.text("main")
    )
    milestone("public page corrected")


def _revoked(walker: Walker, number: str, milestone: Milestone) -> None:
    """The body revokes what is suspended; it cannot bring it back, nor can it lift what the authority ordered."""
    become(walker, JUE, f"certificates/{number}/")
    assert walker.one("[name=action][value=resume]").get_attribute("disabled")
    fill(walker, "form[action$='/act/']", {"action": "revoke", "reason": REASON})
    milestone("revoked")
    walker.reads("main", "已撤销")
    assert not walker.all("[name=action][value=resume]:not([disabled])")
