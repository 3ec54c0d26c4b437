"""What the guards find, by guard."""

from __future__ import annotations

from tanzuji.documents.errors import define

FIELD_NEEDED = define(
    "contributions.field-needed",
    zh="缺少“{field}”。",
    en="“{field}” is missing.",
    remedy_zh="入库的数据必须写明这一项。",
    remedy_en="Data in the library state it.",
)
NO_AMOUNTS = define(
    "contributions.no-amounts",
    zh="数据集没有温室气体的量。",
    en="The dataset has no amounts of greenhouse gases.",
    remedy_zh="请写每种气体的量，或一个 CO2e 总量。",
    remedy_en="State the amount of each gas, or a total in CO2e.",
)
UNKNOWN_REGION = define(
    "contributions.unknown-region",
    zh="不认识地域代码“{code}”。",
    en="“{code}” is not a known code of a region.",
    remedy_zh="请用 ISO 3166 代码，如 CN、CN-JS；全球用 GLO。",
    remedy_en="Use a code of ISO 3166 such as CN or CN-JS; GLO for the world.",
)
YEARS_ODD = define(
    "contributions.years-odd",
    zh="年份 {first}–{last} 颠倒，或在将来。",
    en="The years {first}–{last} are in reverse, or in the future.",
    remedy_zh="请改正参考年份。",
    remedy_en="Correct the reference years.",
)
OLD = define(
    "contributions.old-data",
    zh="参考年份 {year} 距今 {age} 年。",
    en="The reference year {year} is {age} years ago.",
    remedy_zh="若有更新的数据请换用；否则写明为何仍有代表性。",
    remedy_en="Use newer data where there are any, or say why they still stand for today.",
)
BASIS_CONTRADICTS = define(
    "contributions.gas-basis",
    zh="写的是 {stated}，但{place}里的“{words}”说的是二氧化碳（CO2）。",
    en="It says {stated}, but “{words}” in the {place} speaks of carbon dioxide (CO2) alone.",
    remedy_zh="请查原文：只含 CO2 的因子，气体口径写 co2，单位写 kgCO2。",
    remedy_en="Look it up: a factor of CO2 alone has the gas basis co2 and is in kg CO2.",
)
CO2_VALUE = define(
    "contributions.co2-value",
    zh="{value} 正是“{name}”的值，那是只含 CO2 的因子。",
    en="{value} is the value of “{name}”, a factor of CO2 alone.",
    remedy_zh="产品碳足迹要用电力碳足迹因子（kgCO2e），请换成正确的值，或把气体口径写成 co2。",
    remedy_en="A product footprint takes the footprint factor of electricity (kg CO2e): state that, or the gas basis co2.",
)
CO2_ONLY = define(
    "contributions.co2-only",
    zh="只含 CO2 的因子，产品碳足迹不能用它。",
    en="A factor of CO2 alone: no product footprint may stand on it.",
    remedy_zh="若有含全部温室气体的值，请贡献那个值。",
    remedy_en="Where there is a value of all greenhouse gases, contribute that.",
)
BASIS_AMOUNTS = define(
    "contributions.basis-and-amounts",
    zh="气体口径是 {basis}，却有“{gas}”的量。",
    en="The gas basis is {basis}, but there is an amount of “{gas}”.",
    remedy_zh="口径 co2e 只写 CO2e，co2 只写 CO2，gases 写各气体而不写 CO2e。",
    remedy_en="co2e goes with CO2e, co2 with CO2, gases with each gas and no CO2e.",
)
NO_GWP_SET = define(
    "contributions.no-gwp-set",
    zh="没有写明 CO2e 用的是哪一套 GWP。",
    en="The set of GWPs behind the CO2e is not stated.",
    remedy_zh="请写 AR4、AR5 或 AR6。",
    remedy_en="State AR4, AR5 or AR6.",
)
BOUNDARY_CHANGED = define(
    "contributions.boundary-changed",
    zh="系统边界是“{now}”，而“{other}”是“{before}”。",
    en="The boundary is “{now}”; that of “{other}” is “{before}”.",
    remedy_zh="同一系列的数据边界应一致；若确实改了，请在备注里说明。",
    remedy_en="A series keeps its boundary; where it did change, say so in the note.",
)
BOUNDARY_UNFIT = define(
    "contributions.boundary-unfit",
    zh="产品碳足迹的边界不能是“{boundary}”。",
    en="The boundary of a product footprint cannot be “{boundary}”.",
    remedy_zh="请写摇篮到大门、摇篮到坟墓或大门到大门。",
    remedy_en="State cradle to gate, cradle to grave or gate to gate.",
)
UNIT_CHANGED = define(
    "contributions.unit-changed",
    zh="计量单位是 {now}，所替代的“{other}”是 {before}，两者不能换算。",
    en="The unit is {now}; that of “{other}”, which it replaces, is {before}. Neither converts into the other.",
    remedy_zh="请用同一种单位，或用新的数据编号。",
    remedy_en="Use a unit of the same kind, or an id of its own.",
)
LOSSES_UNSTATED = define(
    "contributions.losses-unstated",
    zh="电力数据没有写明是否含输配电损耗。",
    en="It is electricity, but whether transmission losses are inside is not stated.",
    remedy_zh="请填写“含输配电损耗”。",
    remedy_en="Fill in “includes losses”.",
)
LOSSES_CONTRADICT = define(
    "contributions.losses-contradict",
    zh="名称里写“{words}”，字段却说{stated}。",
    en="The name says “{words}”, the field says {stated}.",
    remedy_zh="请使两处一致。",
    remedy_en="Make both agree.",
)
LOSSES_TWICE = define(
    "contributions.losses-twice",
    zh="输入“{losses}”是输配电损耗，而输入“{power}”的因子（{dataset}）已含损耗。",
    en="The input “{losses}” is transmission losses, and the factor of “{power}” ({dataset}) includes them already.",
    remedy_zh="请去掉一处，损耗只计一次。",
    remedy_en="Take one of them away: losses count once.",
)
ABSURD = define(
    "contributions.absurd-value",
    zh="{value} kgCO2e/{unit} 超出数据库已知范围（{kind}：{low}–{high}）10 倍以上。",
    en="{value} kg CO2e/{unit} is more than ten times beyond what the library knows ({kind}: {low}–{high}).",
    remedy_zh="请检查单位、小数点和功能单位。",
    remedy_en="Check the unit, the decimal point and the functional unit.",
)
NEGATIVE = define(
    "contributions.negative-value",
    zh="值是 {value} kgCO2e/{unit}，不计生物碳也小于 0。",
    en="The value is {value} kg CO2e/{unit}: below zero even without biogenic carbon.",
    remedy_zh="减排量不能算作产品的因子；请检查符号。",
    remedy_en="Avoided emissions are no factor of a product; check the sign.",
)
FAR_FROM_OTHERS = define(
    "contributions.far-from-others",
    zh="值是 {value} kgCO2e/{unit}，数据库里同类 {count} 条的中位数是 {median}，相差 {times} 倍。",
    en="The value is {value} kg CO2e/{unit}; the median of {count} like it in the library is {median}, {times} times off.",
    remedy_zh="请核对；若确实如此，请在备注里写明原因。",
    remedy_en="Check it; where it is so, say why in the note.",
)
SAME_PAPERS = define(
    "contributions.duplicate",
    zh="内容完全相同的数据已有：{number}。",
    en="The very same data are there already: {number}.",
    remedy_zh="同样的数据只贡献一次；请撤回其中一份。",
    remedy_en="Data are contributed once; withdraw one of the two.",
)
SAME_ID = define(
    "contributions.id-taken",
    zh="数据编号“{dataset}”已被用于{where}。",
    en="The id “{dataset}” is in use already: {where}.",
    remedy_zh="请另取一个编号；若要替代它，请由其贡献单位或数据库管理单位提出。",
    remedy_en="Use another id; to replace it is for its contributor or the curator.",
)
ALIKE = define(
    "contributions.alike",
    zh="数据库里有名称、地域、年份和单位都相同的“{other}”。",
    en="The library has “{other}” of the same name, region, year and unit.",
    remedy_zh="若是同一个数，请不要重复贡献；若要替代它，请填“替代”。",
    remedy_en="Where it is the same number, do not contribute it again; to replace it, fill in “replaces”.",
)
REPLACES_NOTHING = define(
    "contributions.replaces-nothing",
    zh="数据库里没有要替代的“{dataset}”。",
    en="The library has no “{dataset}” to replace.",
    remedy_zh="请检查编号，或留空。",
    remedy_en="Check the id, or leave it empty.",
)
LICENCE_CLOSED = define(
    "contributions.licence-closed",
    zh="许可写的是“{licence}”，不允许转发。",
    en="The licence “{licence}” does not let the data be passed on.",
    remedy_zh="请取得许可并把合法依据改为“许可协议允许”或“数据所有者已书面同意”，写明协议。",
    remedy_en="Obtain permission, choose it as the lawful basis, and name the agreement.",
)
BASIS_UNPROVEN = define(
    "contributions.basis-unproven",
    zh="合法依据是“{basis}”，却没有写明{wanted}。",
    en="The lawful basis is “{basis}”, but {wanted} is not stated.",
    remedy_zh="请补上。",
    remedy_en="Add it.",
)
NO_TRAIL = define(
    "contributions.no-trail",
    zh="没有写明数值的来源：至少要有一个输入。",
    en="Nothing says where the value comes from: at least one input is wanted.",
    remedy_zh="请列出输入，每个指向计量器具、文件、上游数据集或声明的估计。",
    remedy_en="List the inputs, each leading to a meter, a document, a parent dataset or a declared estimate.",
)
TRAIL_SHORT = define(
    "contributions.trail-short",
    zh="来源清单能追溯到结果的 {share}，溯源性核验要求至少 {asked}。",
    en="The trail accounts for {share} of the result; the provenance check wants at least {asked}.",
    remedy_zh="请补上输入或它们的来源。",
    remedy_en="Add inputs, or where they were read.",
)
BAD_REFERENCE = define(
    "contributions.bad-reference",
    zh="来源“{reference}”的写法不对。",
    en="The reference “{reference}” has none of the known forms.",
    remedy_zh="请写 meter:编号、evidence:文件的 SHA-256、dataset:库@版本/数据编号，或 estimate:估计的方法。",
    remedy_en="Write meter:<id>, evidence:<sha256>, dataset:<release>@<version>/<id> or estimate:<how>.",
)
LEADS_NOWHERE = define(
    "contributions.leads-nowhere",
    zh="来源“{reference}”在您可读的范围里找不到。",
    en="Nothing that you may read is at “{reference}”.",
    remedy_zh="请先登记计量器具、把文件放进证据库，或改正编号。",
    remedy_en="Register the meter, put the document into the vault, or correct the id.",
)
FEEDS_NOTHING = define(
    "contributions.feeds-nothing",
    zh="输入“{input}”说它解释“{feeds}”，而清单里没有这一项，或绕成了圈。",
    en="The input “{input}” is said to explain “{feeds}”, which is not listed or leads back to it.",
    remedy_zh="请改正，或留空表示直接构成数值。",
    remedy_en="Correct it, or leave it empty for what makes up the value itself.",
)
INPUT_TWICE = define(
    "contributions.input-twice",
    zh="来源清单里有两个“{input}”。",
    en="The trail has “{input}” twice.",
    remedy_zh="请另取一个标识。",
    remedy_en="Give one of them another id.",
)
SCENE_UNPLACED = define(
    "contributions.real-scene-unplaced",
    zh="实景数据没有写明所代表的地域、监测点数、时长和产量占比。",
    en="The real-scene data lack the region they stand for, the number of sites, months or share of production.",
    remedy_zh="请补上，地域代表性由它们得出。",
    remedy_en="Add them: how well they represent the region follows from them.",
)
SCENE_ELSEWHERE = define(
    "contributions.real-scene-elsewhere",
    zh="实景数据取自{scene}，数据集的地域却是{dataset}。",
    en="The real-scene data were taken in {scene}; the dataset is for {dataset}.",
    remedy_zh="请使两处一致，或说明为何能代表。",
    remedy_en="Make both agree, or say why it stands for it.",
)
