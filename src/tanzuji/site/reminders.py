"""What is to be spoken of today: `tanzuji remind`, for a daily run."""

from __future__ import annotations

from tanzuji.site import terminal
from tanzuji.site.language import chosen, say
from tanzuji.site.operations import ready_django
from tanzuji.site.options import Lang


def remind(lang: Lang = None) -> None:
    """提醒参加单位：归集任务将到期或已过期，各一次。/ Remind participants of campaign tasks that fall due or are late, once each."""
    language = chosen(lang)
    ready_django()
    from tanzuji.campaigns import services

    told = services.remind_due()
    terminal.out.print(say(language, f"已提醒 {told} 个任务。", f"Reminded of tasks: {told}."), markup=False)
