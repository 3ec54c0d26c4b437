"""The WSGI application that granian serves."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from tanzuji.web import walls

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanzuji.site.settings")

application = get_wsgi_application()
walls.serve()


def warm() -> None:
    """Compile rules and open the library before the first person asks."""
    from tanzuji.engine import preview
    from tanzuji.formats.demo_models import demo_models
    from tanzuji.formats.starter import starter_release
    from tanzuji.rules import check
    from tanzuji.site import memory

    check(preview(demo_models()["lfp_battery_pack"], starter_release()))
    memory.begin()


warm()
