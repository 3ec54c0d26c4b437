"""What the sharing room says where it cannot do what it is asked."""

from __future__ import annotations

from tanzuji.documents.errors import define
from tanzuji.parties.rights import read_only_token

NEEDS_EDITOR = define(
    "sharing.needs-editor",
    zh="索取和提供碳足迹需要“核算员”的角色。",
    en="Asking for footprints and giving them needs the role of editor.",
    remedy_zh="请本单位管理员给您这个角色。",
    remedy_en="Ask an administrator of your organisation for the role.",
)
READ_ONLY_TOKEN = read_only_token("sharing")
OTHERS_TURN = define(
    "sharing.others-turn",
    zh="这一步由{who}来做。",
    en="This step is for the {who}.",
    remedy_zh="请等对方处理。",
    remedy_en="Wait for the other side.",
)
ONESELF = define(
    "sharing.oneself",
    zh="供应商就是本单位。",
    en="The supplier is your own organisation.",
    remedy_zh="自己的产品可以直接在核算里选用。",
    remedy_en="Products of your own can be chosen in a study directly.",
)
NOT_PUBLISHED = define(
    "sharing.not-published",
    zh="这个产品还没有发布到“本单位产品”。",
    en="This product is not published among your products yet.",
    remedy_zh="请先在核算的“发布与使用”页发布一个版本。",
    remedy_en="Publish a version on the study's page “publishing and use” first.",
)
NO_SUPPLIER = define(
    "sharing.no-such-supplier",
    zh="没有登记代码或全称为“{supplier}”的单位（或不止一家）。",
    en="No organisation, or more than one, is registered with the code or full name “{supplier}”.",
    remedy_zh="请核对统一社会信用代码；供应商没有登记时，请它先在本平台登记。",
    remedy_en="Check the code; a supplier that is not registered has to register here first.",
)
NOTHING_NAMED = define(
    "sharing.nothing-named",
    zh="没有写要什么产品的碳足迹。",
    en="It is not said which product's footprint is asked for.",
    remedy_zh="请写产品名称和型号。",
    remedy_en="Name the product and its model.",
)
NEEDS_REASON = define(
    "sharing.needs-reason",
    zh="没有写理由。",
    en="No reason is given.",
    remedy_zh="请写明理由，对方会看到。",
    remedy_en="State the reason; the other side sees it.",
)
NOTHING_GIVEN = define(
    "sharing.nothing-given",
    zh="没有还没采用的碳足迹。",
    en="There is no footprint that was not taken yet.",
    remedy_zh="供应商提供新版本时会通知您。",
    remedy_en="You are told when the supplier gives a new version.",
)
