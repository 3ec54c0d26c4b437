"""Labels in the demonstration: a bag with a photograph, an advertisement, a request that waits, one that froze.

It needs the stories of certification and filing before it; what is suspended or revoked there freezes or ends here by
itself, and so does what later stories do.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from tanzuji.certificates import queries as certificates
from tanzuji.certificates.facts import CertificateView
from tanzuji.labels import queries, services
from tanzuji.parties.acting import Acting

_DECIDER = "jue.ding@hengzheng.example"
_USES = {
    "lin.lan@lanshi.example": (
        ("packaging", "50 kg 编织袋正面 Front of the 50 kg bag", "show"),
        ("advertising", "https://shop.example/lanshi/po425", "authorise"),
        ("product", "散装水泥出厂单 Delivery note of bulk cement", "request"),
    ),
    "xu.ke@ningtu.example": (("product", "电池包铭牌 Type plate of the pack", "show"),),
    "jiang.che@qingling.example": (("packaging", "铝锭捆扎标签 Tag of the bundle of ingots", "show"),),
}


def tell(people: Mapping[str, Acting]) -> None:
    """Every maker with a certificate in force asks for its uses; the body authorises, the maker shows some in use."""
    for email, uses in _USES.items():
        maker = people[email]
        for view in certificates.of_holder(maker):
            if view.status == "valid":
                for placement, where, until in uses:
                    _use(maker, people[_DECIDER], view, placement, where, until)


def _use(maker: Acting, body: Acting, view: CertificateView, placement: str, where: str, until: str) -> None:
    """One use, as far as the story tells it: asked for, authorised, or shown with a picture of the label itself."""
    of = services.request(maker, view.number, placement=placement, where=where)
    if until == "request":
        return
    services.decide(
        body, of.id, "authorise", reason="不小于 S 号，不改动内容 Size S or larger, content unchanged"
    )
    if until == "show":
        picture = queries.artwork(view.number, size="l", format="png")
        services.show(
            maker,
            of.id,
            data=picture,
            name=f"{view.number}.png",
            words=f"打样 Proof sheet, {settings.ADDRESS}",
        )
