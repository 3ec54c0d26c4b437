"""The report as one HTML file on its own: no script, style sheet inside under a content security policy."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined

from tanzuji.figures import hatches
from tanzuji.reports.blocks import Report
from tanzuji.reports.pdf import drawing_words


def write_html(report: Report) -> str:
    """A page in light, dark and print. Every text is escaped; only the drawings are markup."""
    style = stylesheet()
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            labels=report.labels,
            style=style,
            style_digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
            hatches=hatches(),
        )
    )


@lru_cache(maxsize=1)
def stylesheet() -> str:
    """The tokens and the components of a report."""
    folder = resources.files("tanzuji.reports").joinpath("assets")
    return "".join(folder.joinpath(name).read_text("utf-8") for name in ("tokens.css", "report.css"))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("tanzuji.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["name"] = lambda block: type(block).__name__
    environment.globals["words"] = drawing_words
    return environment
