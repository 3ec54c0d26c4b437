"""The WSGI application that granian serves."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanzuji.site.settings")

application = get_wsgi_application()


def warm() -> None:
    """Compile rules and open the library before the first person asks, and keep what stays out of collections.

    A full collection over everything loaded costs 65 ms in the middle of somebody's edit; frozen, it is not looked at.
    """
    from tanzuji.engine import preview
    from tanzuji.formats.demo_models import demo_models
    from tanzuji.formats.starter import starter_release
    from tanzuji.rules import check

    check(preview(demo_models()["lfp_battery_pack"], starter_release()))
    gc.collect()
    gc.freeze()
    # A result of a thousand rows makes tens of thousands of objects: collected less often, the slowest of twenty
    # edits of such a model takes 0.44 s of processor time instead of 0.68.
    gc.set_threshold(20_000, 20, 100)


warm()
