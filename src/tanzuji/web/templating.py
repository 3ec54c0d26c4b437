"""The Jinja environment of all pages. Both languages stand side by side: `{{ t("提交", "Submit") }}`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.runtime import Context

from tanzuji.documents.text import Text
from tanzuji.engine.store import short_name
from tanzuji.web import numerals
from tanzuji.web.foreign import quoted, said
from tanzuji.web.language import language, say


def environment(**options: Any) -> Environment:
    """Strict (an unknown name is an error), autoescaped but for mails, without blank lines of tags."""
    options["autoescape"] = _escaped
    options.setdefault("undefined", StrictUndefined)
    made = Environment(trim_blocks=True, lstrip_blocks=True, **options)
    made.globals.update(t=say, language=language, static=static, url=_url)
    made.filters.update(
        text=_spoken(_text),
        figure=numerals.figure,
        number=numerals.number,
        ten=numerals.ten,
        short=short_name,
        percent=_spoken(numerals.percent),
        signed=numerals.signed,
        unit=_spoken(numerals.unit),
        day=_spoken(numerals.day),
        moment=_spoken(numerals.moment),
        quoted=_spoken(quoted),
        said=_spoken(said),
    )
    return made


def _spoken(filter_: Callable[..., str]) -> Callable[..., str]:
    """A filter whose answer depends on the request. Jinja evaluates `{{ ""|unit }}` while it compiles the template, in
    the language of whoever came first, unless the filter takes the context."""

    @pass_context
    def spoken(_: Context, value: Any, *args: Any) -> str:
        return filter_(value, *args)

    return spoken


def _escaped(template: str | None) -> bool:
    """Pages are escaped; mails are plain text."""
    return not (template or "").endswith(".txt")


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    """`url('footprints:result', study.id)`: the address of a page in the language of the request."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def _text(value: Text | None, otherwise: str = "") -> str:
    """A bilingual text in the language of the request."""
    return value.to(language()) if value is not None else otherwise
