"""Every page between a submitted study and a public label, for those who work there and for strangers: as test_every_page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from accessible import faults
from filling import become
from selenium import webdriver
from sites import Site
from walker import Walker

LIN, JIANG = "lin.lan@lanshi.example", "jiang.che@qingling.example"
GE, WEN = "ge.wen@duheng.example", "wen.he@duheng.example"
HENG, JUE = "heng.an@hengzheng.example", "jue.ding@hengzheng.example"
LU, XUN, FANG = "lu.ming@authority.example", "xun.cha@authority.example", "fang.zheng@authority.example"
SYSTEM, SECURITY, AUDIT = "xi.tong@node.example", "an.quan@node.example", "shen.ji@node.example"
STRANGER = ""

FOUND = {
    "valid": (STRANGER, "register/?status=valid&origin=own", ".result-name a"),
    "suspended": (STRANGER, "register/?status=suspended&origin=own", ".result-name a"),
    "revoked": (STRANGER, "register/?status=revoked", ".result-name a"),
    "external": (STRANGER, "register/?origin=external", ".result-name a"),
    "verification": (LIN, "verification/", "main tbody a[href*='/verification/']"),
    "application": (LIN, "certification/", "main a[href*='/certification/applications/']"),
    "visit": (HENG, "{application}", "main a[href*='/visits/']"),
    "cycle": (HENG, "{application}", "main a[href*='/surveillance/']"),
    "body": (LIN, "certification/bodies/", "main a[href*='/bodies/']"),
    "scheme": (LIN, "certification/schemes/", "main a[href*='/certification/schemes/cn.']"),
    "use": (LIN, "labels/", "main a[href*='/labels/uses/']"),
    "filing": (LIN, "filings/", "main a[href*='/filings/']:not([href*='submit'])"),
    "waiting filing": (XUN, "filings/", "main tbody a[href*='/filings/']"),
    "plan": (LU, "supervision/plans/", "main tbody a[href*='/plans/']"),
    "draw": (STRANGER, "supervision/measures/?part=draws", "main tbody a[href*='/draws/']"),
    "inspection": (LU, "supervision/inspections/", "main tbody a[href*='/inspections/']"),
    "ended inspection": (
        LU,
        "supervision/inspections/?state=escalated",
        "main tbody a[href*='/inspections/']",
    ),
    "complaint": (LU, "supervision/complaints/?state=answered", "main tbody a[href*='/complaints/']"),
    "new complaint": (LU, "supervision/complaints/?state=received", "main tbody a[href*='/complaints/']"),
}
"""Where an address is read that the demonstration gives out: by whom, on which page, which link."""

PAGES: dict[str, dict[str, str]] = {
    STRANGER: {
        "register": "register/",
        "register, nothing found": "register/?q=zzzzzz",
        "a valid label": "c/{valid}/",
        "a suspended label": "c/{suspended}/",
        "a revoked label": "c/{revoked}/",
        "a label from elsewhere": "c/{external}/",
        "report a problem": "c/{valid}/report/",
        "verify": "verify/",
        "public log": "log/",
        "public log, earlier": "log/?before=5",
        "public log, nothing found": "log/?q=zzzzzz",
        "an entry of the log": "log/3/",
        "measures": "supervision/measures/",
        "conclusions": "supervision/measures/?part=inspections",
        "random draws": "supervision/measures/?part=draws",
        "a draw": "{draw}",
        "follow a complaint": "supervision/complaints/follow/",
    },
    LIN: {
        "verifications": "verification/",
        "ask for a verification": "verification/new/",
        "a verification": "{verification}",
        "its study": "{verification}study/",
        "its evidence": "{verification}evidence/",
        "its findings": "{verification}findings/",
        "its statement": "{verification}statement/",
        "reviews": "verification/reviews/",
        "invite a reviewer": "verification/reviews/new/",
        "certification": "certification/",
        "apply": "certification/new/",
        "an application": "{application}",
        "bodies": "certification/bodies/",
        "a body": "{body}",
        "schemes": "certification/schemes/",
        "a scheme": "{scheme}",
        "certificates": "certificates/",
        "a certificate": "certificates/{valid}/",
        "labels": "labels/",
        "a label": "labels/of/{valid}/",
        "patterns": "labels/patterns/",
        "a use": "{use}",
        "filings": "filings/",
        "file": "filings/submit/",
        "file from elsewhere": "filings/submit/external/",
        "a filing": "{filing}",
        "supervision concerning us": "supervision/",
    },
    JIANG: {"a suspended certificate": "certificates/{suspended}/", "no label": "labels/of/{suspended}/"},
    GE: {
        "queue": "verification/queue/",
        "a verification": "{verification}",
        "changes": "{verification}changes/",
        "plan": "{verification}plan/",
        "evidence": "{verification}evidence/",
        "findings": "{verification}findings/",
        "recomputation": "{verification}recomputation/",
        "statement": "{verification}statement/",
    },
    WEN: {"statement": "{verification}statement/"},
    HENG: {
        "certification": "certification/",
        "an application": "{application}",
        "checklist": "{visit}",
        "surveillance": "{cycle}",
        "our body": "{body}",
        "new scheme": "certification/schemes/new/",
        "labels": "labels/",
    },
    JUE: {
        "certificate": "certificates/{valid}/",
        "correct": "certificates/{valid}/correct/",
        "suspended certificate": "certificates/{suspended}/",
        "a use": "{use}",
    },
    LU: {
        "supervision": "supervision/",
        "plans": "supervision/plans/",
        "new plan": "supervision/plans/new/",
        "a plan": "{plan}",
        "inspectors": "supervision/inspectors/",
        "inspections": "supervision/inspections/",
        "inspection for cause": "supervision/inspections/new/",
        "an order against a certificate": "supervision/measures/order/?certificate={suspended}",
        "an inspection": "{inspection}",
        "complaints": "supervision/complaints/",
        "a new complaint": "{new complaint}",
        "an answered complaint": "{complaint}",
        "market": "supervision/market/",
        "filings": "filings/",
    },
    XUN: {"an inspection": "{inspection}", "a filing": "{waiting filing}"},
    FANG: {
        "an inspection": "{ended inspection}",
        "measures": "supervision/measures/",
        "bodies to confirm": "certification/confirm/",
        "a certificate": "certificates/{valid}/",
    },
    SYSTEM: {"start": "", "system": "system/"},
    SECURITY: {"start": "", "accounts": "organisation/security/"},
    AUDIT: {"start": "", "trail": "audit/", "trail verified": "audit/verify/"},
}


class Passer:
    """One browser at which one after the other looks at pages; what the demonstration gives out is looked up once."""

    def __init__(self, walker: Walker) -> None:
        self.walker = walker
        self.who = STRANGER
        self.names: dict[str, str] = {}

    def be(self, who: str) -> None:
        if who != self.who:
            if who == STRANGER:
                self.walker.cdp("Network.clearBrowserCookies")
            else:
                become(self.walker, who)
            self.who = who

    def address(self, page: str) -> str:
        """The page with its names replaced by what is found on the pages that FOUND names."""
        for name, (who, place, selector) in FOUND.items():
            if f"{{{name}}}" in page and name not in self.names:
                place = self.address(place)
                self.be(who)
                self.walker.language = "zh"
                self.walker.open(place)
                link = self.walker.one(selector).get_attribute("href") or ""
                path = link.partition("/zh/")[2].partition("#")[0].partition("?")[0]
                self.names[name] = path.removeprefix("c/").rstrip("/") if path.startswith("c/") else path
        return page.format_map(self.names)

    def complaints(self, who: str, page: str) -> list[str]:
        """What is wrong with a page: in Chinese at a desk, in English on a phone, in the colours of both."""
        walker, address = self.walker, self.address(page)
        self.be(who)
        walker.language = "zh"
        walker.open(address)
        assert walker.path.startswith(address.partition("?")[0]), f"led to {walker.path} instead"
        found = faults(walker, width=1280)
        found += faults(walker, width=1280, dark=True, colours_only=True)
        found += faults(walker, width=360, dark=True, colours_only=True)
        walker.language = "en"
        walker.open(address)
        return found + faults(walker, width=360) + walker.complaints()


@pytest.fixture(scope="module")
def passer(
    browsers: Callable[[int], webdriver.Chrome], site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Passer]:
    """Whoever it is, at the browser before the demonstration."""
    walker = Walker(browsers(0), site.address, tmp_path_factory.mktemp("passer") / "downloads")
    walker.begin()
    yield Passer(walker)
    walker.end()


@pytest.mark.parametrize(
    ("who", "page"),
    [(who, page) for who, pages in PAGES.items() for page in pages.values()],
    ids=[f"{who.partition('@')[0] or 'stranger'}: {name}" for who, pages in PAGES.items() for name in pages],
)
def test_a_page_on_the_road_to_a_label_is_accessible_and_quiet(passer: Passer, who: str, page: str) -> None:
    assert passer.complaints(who, page) == []
