"""Somebody at a browser: what they do on the pages, and what they see there."""

from __future__ import annotations

import base64
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

T = TypeVar("T")

PATIENCE = 15.0
"""Seconds until what is waited for must be so, on a machine that is busy with other work."""


# Chromium looks for updates and news of its own; where there is no internet each try costs time.
QUIET = ("background-networking", "component-update", "sync", "gpu", "quic")


def installed() -> bool:
    """Whether Chromium and its driver are on this machine."""
    return bool(shutil.which("chromium") and shutil.which("chromedriver"))


def chromium(profile: Path) -> webdriver.Chrome:
    """Chromium without a window, with a profile of its own."""
    options = Options()
    options.binary_location = shutil.which("chromium") or ""
    options.add_argument("--headless=new")
    options.add_argument("--window-size=1280,900")
    options.add_argument("--hide-scrollbars")
    options.add_argument("--no-first-run")
    options.add_argument(f"--user-data-dir={profile}")
    for feature in QUIET:
        options.add_argument(f"--disable-{feature}")
    if os.geteuid() == 0:
        # Chromium refuses root unless its sandbox is off.
        options.add_argument("--no-sandbox")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


class Walker:
    """One person. Elements are named by CSS selectors, fields by their place in the model.

    `provoked` holds what a walk brings about on purpose (such as "status of 409"), which the console reports.
    """

    def __init__(self, browser: webdriver.Chrome, address: str, downloads: Path) -> None:
        self.browser = browser
        self.address = address
        self.downloads = downloads
        self.language = "zh"
        self.provoked: set[str] = set()

    # ── the browser ──

    def begin(self) -> None:
        """A new tab of a browser that knows nobody: no cookies, nothing kept."""
        old = self.browser.current_window_handle
        self.browser.switch_to.new_window("tab")
        new = self.browser.current_window_handle
        self.browser.switch_to.window(old)
        self.browser.close()
        self.browser.switch_to.window(new)
        self.cdp("Network.clearBrowserCookies")
        self.cdp("Storage.clearDataForOrigin", origin=self.address, storageTypes="all")
        self.downloads.mkdir()
        self.cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(self.downloads))
        # A window in the background has the focus as well, so that what a page does with it can be seen.
        self.cdp("Emulation.setFocusEmulationEnabled", enabled=True)
        self.browser.get_log("browser")
        self.look(1280)

    def end(self) -> None:
        """Leave, so that no page goes on asking the server."""
        self.browser.get("about:blank")

    def cdp(self, command: str, **arguments: Any) -> Any:
        return self.browser.execute_cdp_cmd(command, arguments)

    def look(self, width: int, *, dark: bool = False, height: int = 900) -> None:
        """The size of the window in px, and light or dark."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.cdp("Emulation.setDeviceMetricsOverride", **size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.cdp("Emulation.setEmulatedMedia", features=[scheme])

    def script(self, code: str, *arguments: Any) -> Any:
        return self.browser.execute_script(code, *arguments)

    def picture(self, path: Path, *, whole: bool = False) -> Path:
        """A picture of the window, or of the whole page, as PNG."""
        taken = self.cdp("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(taken["data"]))
        return path

    def seen(self, name: str) -> str:
        """Where the person is and a picture of it, for a message."""
        try:
            safe = re.sub(r"[^\w.-]+", "-", name)
            folder = Path(tempfile.mkdtemp(prefix="tanzuji-walk-"))
            return f"{self.browser.current_url}\n{self.picture(folder / f'{safe}.png')}"
        except WebDriverException as error:
            return f"the browser is gone: {error.msg}"

    def complaints(self) -> list[str]:
        """What the pages complained of in the console, but for what was provoked."""
        found = [entry["message"] for entry in self.browser.get_log("browser") if entry["level"] != "INFO"]
        return [message for message in found if not any(cause in message for cause in self.provoked)]

    # ── seeing ──

    def until(self, claim: Callable[[], T], what: str, seconds: float = PATIENCE) -> T:
        """What `claim` gives once it is true of the page."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                found = claim()
            except StaleElementReferenceException:
                found = None  # type: ignore[assignment]
            if found:
                return found
            if time.monotonic() > deadline:
                raise AssertionError(f"not so within {seconds:.0f} s: {what}")
            time.sleep(0.05)

    def all(self, selector: str) -> list[WebElement]:
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> WebElement:
        """The only or first element, once it is there."""
        return self.until(lambda: next(iter(self.all(selector)), None), f"there is {selector}")

    def text(self, selector: str) -> str:
        """The words in the first such element, empty where there is none."""
        found = self.script("return document.querySelector(arguments[0])?.textContent ?? ''", selector)
        return re.sub(r"\s+", " ", found).strip()

    def texts(self, selector: str) -> list[str]:
        found = self.script(
            "return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)", selector
        )
        return [re.sub(r"\s+", " ", text).strip() for text in found]

    def reads(self, selector: str, words: str) -> None:
        """Wait until the element holds the words."""
        try:
            self.until(lambda: words in self.text(selector), "")
        except AssertionError:
            raise AssertionError(f"{selector} does not say {words!r} but {self.text(selector)!r}") from None

    # ── going ──

    def open(self, path: str) -> None:
        """Go to a page by its address after the language: `studies/`."""
        self.browser.get(f"{self.address}/{self.language}/{path}")

    @property
    def path(self) -> str:
        """The address of the page after the language."""
        return self.browser.current_url.partition(f"/{self.language}/")[2]

    def press(self, target: str | WebElement) -> None:
        """Click something that may have to be scrolled to first."""
        element = self.one(target) if isinstance(target, str) else target
        self.script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def follow(self, target: str | WebElement) -> None:
        """Click what leads to another page (or to this one anew), and wait until it is there."""
        self.script("document.documentElement.dataset.left = '1'")
        self.press(target)
        arrived = "return document.readyState === 'complete' && !('left' in document.documentElement.dataset)"
        self.until(lambda: self._tell(arrived), f"{target} leads to a page")

    def _tell(self, code: str) -> Any:
        try:
            return self.script(code)
        except WebDriverException:
            return None  # between two pages

    def download(self, target: str | WebElement) -> Path:
        """Click what gives a file; the file, once it has arrived whole."""
        before = set(self.downloads.iterdir())
        self.press(target)

        def arrived() -> Path | None:
            new = set(self.downloads.iterdir()) - before
            whole = [
                path for path in new if path.suffix not in (".crdownload", ".tmp") and path.stat().st_size
            ]
            return whole[0] if len(whole) == len(new) == 1 else None

        return self.until(arrived, f"{target} gives a file")

    def enter(self, email: str) -> None:
        """Sign in to an account of the demo with one click."""
        self.open("account/login/")
        form = f"form:has(input[value='{email}'])"
        self.script(
            "const more = document.querySelector(arguments[0]).closest('details'); if (more) more.open = true",
            form,
        )
        self.follow(f"{form} button")

    def enter_with_password(self, email: str, password: str) -> None:
        self.open("account/login/")
        self.one("#id_login").send_keys(email)
        self.one("#id_password").send_keys(password)
        self.follow("form:has(#id_password) button")

    # ── studies ──

    def begin_study(self, example: str) -> str:
        """A new study from an example; its address after the language, `studies/<id>/`."""
        self.open("studies/new/")
        self.follow(f"form[action$='/examples/{example}/'] button")
        return self.study

    @property
    def study(self) -> str:
        """The address of the study that the page belongs to."""
        found = re.match(r"studies/[0-9a-f-]{36}/", self.path)
        assert found, self.browser.current_url
        return found.group()

    def field(self, place: str) -> WebElement:
        """The control of a place of the model, such as `processes[mill].energy[power].amount`."""
        return self.one(f'[data-place="{place}"]')

    def write(self, place: str, text: str) -> None:
        """Type over what stands in a field."""
        control = self.field(place)
        self.script("arguments[0].scrollIntoView({block: 'center'})", control)
        control.send_keys(Keys.CONTROL, "a")
        control.send_keys(text or Keys.DELETE)

    @property
    def revision(self) -> int:
        return int(self.one("#editor").get_attribute("data-revision") or 0)

    def saved(self, earlier: int) -> None:
        """Wait until the draft has a newer revision than `earlier` and everything typed is stored."""
        said = {"zh": "已保存", "en": "saved"}[self.language]
        self.until(lambda: self.revision > earlier, f"a revision after {earlier} is stored")
        self.until(lambda: re.fullmatch(rf"\d\d:\d\d {said}", self.text("#saved")), f"the page says {said}")

    @property
    def total(self) -> str:
        """The result as the panel prints it."""
        return self.text("#live-total")

    @property
    def stages(self) -> list[float]:
        """The stretches of the stage strip in per cent."""
        widths = self.script(
            "return [...document.querySelectorAll('#live .strip rect')].map((r) => r.getAttribute('width'))"
        )
        return [float(width.rstrip("%")) for width in widths]

    @property
    def findings(self) -> list[str]:
        """What the panel lists as errors and warnings, those folded away as well."""
        return self.texts("#live .findings a")

    def open_row(self, line: str) -> None:
        """Unfold a line of the open process."""
        self.press(f"#in-{line} a.opens")
        self.one(f"#more-{line} .row-sheet")

    def look_up(self, place: str, words: str) -> None:
        """Look for a dataset in the field of a place, which lists what is found."""
        control = self.one(f'[data-choose][data-for="{place}"] [role=combobox]')
        self.script("arguments[0].scrollIntoView({block: 'center'})", control)
        control.send_keys(words)
        self.until(lambda: control.get_attribute("aria-expanded") == "true", f"{words} finds something")

    def take(self, place: str, dataset: str) -> None:
        """Choose one of the datasets that are listed, with the arrow keys and Enter."""
        box = f'[data-choose][data-for="{place}"]'
        control = self.one(f"{box} [role=combobox]")
        self.until(lambda: self.all(f'{box} [role=option][data-dataset="{dataset}"]'), f"{dataset} is listed")
        for _ in self.all(f"{box} [role=option]"):
            control.send_keys(Keys.ARROW_DOWN)
            marked = control.get_attribute("aria-activedescendant") or ""
            if (
                self.script("return document.getElementById(arguments[0])?.dataset.dataset", marked)
                == dataset
            ):
                control.send_keys(Keys.ENTER)
                return
        raise AssertionError(f"the arrow keys do not reach {dataset}")
