"""Who appears in the demonstration. Organisations, codes and people are made up."""

from __future__ import annotations

from dataclasses import dataclass

from tanzuji.documents.text import Text
from tanzuji.parties.kinds import OFFICE_MEANINGS, OFFICES, ROLES, Kind, Mandate, Office, Role


@dataclass(frozen=True, slots=True)
class House:
    """An organisation of the demonstration, known by its code."""

    code: str
    kind: Kind
    name: Text
    region: str
    mandates: tuple[Mandate, ...] = ()


@dataclass(frozen=True, slots=True)
class Player:
    """A person: roles by the code of the house, and what their account shows; the first house is where they begin."""

    email: str
    name: Text
    roles: dict[str, tuple[Role, ...]]
    shows: Text


@dataclass(frozen=True, slots=True)
class Account:
    """A demonstration account as lists show it."""

    email: str
    person: Text
    organisation: Text
    roles: Text
    shows: Text

    @property
    def name(self) -> str:
        """The name as it is kept: Chinese and Latin."""
        return full_name(self.person)


def _house(code: str, kind: Kind, zh: str, en: str, region: str, *mandates: Mandate) -> House:
    return House(code, kind, Text(zh=zh, en=en), region, mandates)


LANSHI, BAIQIAO, NINGTU = "91XX0000DEMO00001X", "91XX0000DEMO00002X", "91XX0000DEMO00003X"
QINGLING, YUNXU, ZHIHE = "91XX0000DEMO00004X", "91XX0000DEMO00005X", "91XX0000DEMO00006X"
LANGXU, QINGHE = "91XX0000DEMO00007X", "91XX0000DEMO00008X"
DUHENG, HENGZHENG, BUREAU = "91XX0000DEMO00011X", "91XX0000DEMO00012X", "11XX0000DEMO00013X"
BANK, BUILDER, MARKET, ASSOCIATION = (
    "91XX0000DEMO00014X",
    "91XX0000DEMO00015X",
    "91XX0000DEMO00016X",
    "51XX0000DEMO00017X",
)
DATA_CENTRE, MINGSU, POWER = "11XX0000DEMO00018X", "91XX0000DEMO00019X", "12XX0000DEMO00020X"

_PROVINCE = "示例省 Example Province"

HOUSES: tuple[House, ...] = (
    _house(LANSHI, "enterprise", "澜石水泥有限公司", "Lanshi Cement Co., Ltd.", _PROVINCE),
    _house(BAIQIAO, "enterprise", "柏桥钢铁有限公司", "Baiqiao Iron and Steel Co., Ltd.", _PROVINCE),
    _house(NINGTU, "enterprise", "宁途电池有限公司", "Ningtu Battery Co., Ltd.", _PROVINCE),
    _house(QINGLING, "enterprise", "青岭铝业有限公司", "Qingling Aluminium Co., Ltd.", _PROVINCE),
    _house(YUNXU, "enterprise", "云溆新能源有限公司", "Yunxu New Energy Co., Ltd.", _PROVINCE),
    _house(ZHIHE, "enterprise", "织禾纺织有限公司", "Zhihe Textiles Co., Ltd.", _PROVINCE),
    _house(LANGXU, "enterprise", "朗序电子电器有限公司", "Langxu Electronics and Appliances Co., Ltd.", _PROVINCE),
    _house(QINGHE, "enterprise", "青禾农业合作社", "Qinghe Farming Cooperative", _PROVINCE),
    _house(DUHENG, "verifier", "度衡核查有限公司", "Duheng Verification Co., Ltd.", _PROVINCE),
    _house(HENGZHENG, "certification_body", "恒证认证中心", "Hengzheng Certification Centre", _PROVINCE),
    _house(BUREAU, "regulator", "示例省碳足迹主管部门", "Carbon Footprint Authority of Example Province", _PROVINCE, "authority"),
    _house(BANK, "bank", "江屏银行", "Jiangping Bank", _PROVINCE),
    _house(BUILDER, "buyer", "江屏建设集团有限公司", "Jiangping Construction Group Co., Ltd.", _PROVINCE),
    _house(MARKET, "retailer", "禾市商超有限公司", "Heshi Supermarkets Co., Ltd.", _PROVINCE),
    _house(ASSOCIATION, "association", "示例省建材行业协会", "Building Materials Association of Example Province", _PROVINCE),
    _house(DATA_CENTRE, "research", "示例省碳足迹数据中心", "Carbon Footprint Data Centre of Example Province", _PROVINCE, "standards", "models", "factors", "base_data"),
    _house(MINGSU, "verifier", "明溯数据核验有限公司", "Mingsu Data Verification Co., Ltd.", _PROVINCE),
    _house(POWER, "research", "示例电力规划研究院", "Example Power Planning Institute", _PROVINCE),
)  # fmt: skip

_OWN: tuple[Role, ...] = ("admin", "editor")
_REVIEWS: tuple[Role, ...] = ("admin", "editor", "reviewer")


def _player(
    email: str, zh: str, en: str, roles: dict[str, tuple[Role, ...]], shows_zh: str, shows_en: str
) -> Player:
    return Player(f"{email}.example", Text(zh=zh, en=en), roles, Text(zh=shows_zh, en=shows_en))


PLAYERS: tuple[Player, ...] = (
    _player("lin.lan@lanshi", "林岚", "Lin Lan", {LANSHI: ("editor",)}, "编辑水泥核算：一处错误要改，一条批注要答", "Edits cement studies: an error to correct, a comment to answer"),
    _player("zhou.ning@lanshi", "周宁", "Zhou Ning", {LANSHI: ("reviewer",), BAIQIAO: ("reviewer",)}, "评审别人的版本；在两家单位之间切换", "Reviews versions of others; switches between two organisations"),
    _player("shen.mu@lanshi", "沈牧", "Shen Mu", {LANSHI: ("admin",)}, "管成员、邀请和操作记录，不能编辑", "Manages people, invitations and the activity; cannot edit"),
    _player("tao.ran@lanshi", "陶然", "Tao Ran", {LANSHI: ("reader",)}, "只能查看：不能做的事写着原因", "Reads only: what is not possible says why"),
    _player("he.chuan@baiqiao", "何川", "He Chuan", {BAIQIAO: _OWN}, "钢铁：方法变化后的版本比较，一份被退回；一份的认证等批准", "Steel: versions compared after a method change, one sent back; one waits for its certificate"),
    _player("xu.ke@ningtu", "许可", "Xu Ke", {NINGTU: _OWN}, "动力电池：评审通过并已提交", "Battery pack: reviewed and submitted"),
    _player("bai.lu@ningtu", "白露", "Bai Lu", {NINGTU: ("reviewer",), QINGLING: ("reviewer",), YUNXU: ("reviewer",)}, "评审电池、铝和光伏组件", "Reviews batteries, aluminium and photovoltaic modules"),
    _player("jiang.che@qingling", "江澈", "Jiang Che", {QINGLING: _OWN}, "电解铝：评审通过，可以提交", "Primary aluminium: reviewed, may be submitted"),
    _player("yun.fan@yunxu", "云帆", "Yun Fan", {YUNXU: _OWN}, "光伏组件：认证到了现场检查，一项不符合要整改", "Photovoltaic module: certification is at the visit, a nonconformity to correct"),
    _player("su.he@zhihe", "苏禾", "Su He", {ZHIHE: _OWN}, "棉T恤：还是草稿", "Cotton T-shirt: still a draft"),
    _player("lang.yue@langxu", "朗月", "Lang Yue", {LANGXU: _OWN}, "笔记本电脑和空调：含使用阶段", "Laptop and air conditioner: with the use stage"),
    _player("tian.qing@qinghe", "田青", "Tian Qing", {QINGHE: _OWN}, "稻米：田间甲烷", "Rice: methane of the paddy"),
    _player("ge.wen@duheng", "葛文", "Ge Wen", {DUHENG: _REVIEWS}, "核查机构：验证提交入库的数据", "A verifier: verifies data before they enter the library"),
    _player("wen.he@duheng", "温和", "Wen He", {DUHENG: ("reviewer",)}, "核查机构的第二人：技术复核，签发核查声明", "Second person of the verifier: reviews and signs statements"),
    _player("heng.an@hengzheng", "衡安", "Heng An", {HENGZHENG: _OWN}, "认证机构：申请、文件评审、现场检查、评价", "A certification body: applications, document review, on-site check, evaluation"),
    _player("jue.ding@hengzheng", "觉鼎", "Jue Ding", {HENGZHENG: ("reviewer",)}, "认证机构的决定人：评价由别人做，证书由其批准", "Decides on certificates that another person evaluated"),
    _player("lu.ming@authority", "陆明", "Lu Ming", {BUREAU: _OWN}, "主管部门的首页", "Start page of a regulator"),
    _player("jiang.yue@jiangping-bank", "江月", "Jiang Yue", {BANK: _OWN}, "银行的首页", "Start page of a bank"),
    _player("fang.shi@jiangping-build", "方石", "Fang Shi", {BUILDER: _OWN}, "采购方的首页", "Start page of a buyer"),
    _player("he.miao@heshi", "禾苗", "He Miao", {MARKET: _OWN}, "零售商的首页", "Start page of a retailer"),
    _player("shi.lei@materials", "石磊", "Shi Lei", {ASSOCIATION: _OWN}, "行业协会：编制规则和标准，征求意见，申请转化", "An association: writes rules and standards, opens them for comments, converts them"),
    _player("yan.shi@materials", "岩石", "Yan Shi", {ASSOCIATION: ("reviewer",)}, "行业协会的评审员", "Reviewer of the association"),
    _player("xun.cha@authority", "荀查", "Xun Cha", {BUREAU: ("editor",)}, "检查员：抽查、投诉、整改", "An inspector: draws, complaints, rectification"),
    _player("fang.zheng@authority", "方正", "Fang Zheng", {BUREAU: ("reviewer",)}, "主管部门：决定由第二人作出", "The authority's second person, who decides"),
    _player("ming.yuan@data-centre", "明远", "Ming Yuan", {DATA_CENTRE: _OWN}, "四个库的管理：入库队列、发布、受影响的核算", "Curator of the four libraries: entry queue, releases, who is affected"),
    _player("qing.he@data-centre", "清和", "Qing He", {DATA_CENTRE: ("reviewer",)}, "数据中心的第二人：复核发布", "Second person of the data centre: approves releases"),
    _player("yan.su@mingsu", "严溯", "Yan Su", {MINGSU: _REVIEWS}, "溯源性核验", "Provenance checks"),
    _player("dian.lan@power-institute", "电岚", "Dian Lan", {POWER: _OWN}, "上传电力因子", "Uploads electricity factors"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who runs the installation and belongs to no house."""

    email: str
    name: Text
    office: Office


OFFICERS: tuple[Officer, ...] = (
    Officer("xi.tong@node.example", Text(zh="席桐", en="Xi Tong"), "system"),
    Officer("an.quan@node.example", Text(zh="安荃", en="An Quan"), "security"),
    Officer("shen.ji@node.example", Text(zh="申季", en="Shen Ji"), "audit"),
)


def full_name(name: Text) -> str:
    """The name a person is registered under, readable in both languages."""
    return f"{name.to('zh')} {name.to('en')}"


def accounts() -> list[Account]:
    """The accounts, those with most to see first."""
    names = {house.code: house.name for house in HOUSES}
    return [
        Account(
            email=player.email,
            person=player.name,
            organisation=names[next(iter(player.roles))],
            roles=_said(next(iter(player.roles.values()))),
            shows=player.shows,
        )
        for player in PLAYERS
    ] + [
        Account(
            email=officer.email,
            person=officer.name,
            organisation=Text(zh="本平台", en="The installation"),
            roles=OFFICES[officer.office],
            shows=OFFICE_MEANINGS[officer.office],
        )
        for officer in OFFICERS
    ]


def _said(roles: tuple[Role, ...]) -> Text:
    names = [ROLES[role] for role in roles]
    return Text(zh="、".join(n.to("zh") for n in names), en=", ".join(n.to("en").lower() for n in names))
