"""The road of a product to its label, walked through the pages: accounted, verified, certified, its use authorised."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from filling import become, choose, doing, fill
from walker import Walker

LIN, ZHOU = "lin.lan@lanshi.example", "zhou.ning@lanshi.example"
GE, WEN = "ge.wen@duheng.example", "wen.he@duheng.example"
HENG, JUE = "heng.an@hengzheng.example", "jue.ding@hengzheng.example"
MODEL = "P·O 42.5R"
FINDING = "form:has(input[name=finding])"

Milestone = Callable[[str], None]
"""Takes a picture of the page as it stands, under a name."""


def submitted_study(walker: Walker, milestone: Milestone) -> str:
    """Lin accounts a cement, Zhou reviews it, Lin submits it; its address."""
    become(walker, LIN)
    study = walker.begin_study("cement_po425")
    walker.follow("#make-version")
    become(walker, ZHOU, f"{study}versions/1/")
    fill(walker, "form:has(#reason)", {"action": "approve"}, button=".btn-primary")
    become(walker, LIN, f"{study}versions/1/")
    fill(walker, "form:has(#reason)", {"action": "submit"}, button=".btn-primary")
    milestone("submitted")
    return study


def verified(walker: Walker, study: str, milestone: Milestone) -> str:
    """Duheng verifies it: Ge leads, Wen reviews and signs; the address of the verification."""
    engagement = _engaged(walker, study)
    _examined(walker, engagement)
    milestone("examined")
    fill(
        walker,
        doing("draft"),
        {
            "opinion": "unmodified", "criteria": "GB/T 24067-2024",
            "scope.zh": "1 t 水泥，摇篮到大门，2024 年", "scope.en": "1 t of cement, cradle to gate, 2024",
            "basis.zh": "文件评审、抽样、复算", "basis.en": "Documents, a sample, recomputation",
            "months": "24",
        },
    )  # fmt: skip
    # Who drafted it cannot sign it.
    assert not walker.all(doing("sign"))
    become(walker, WEN, f"{engagement}statement/")
    fill(walker, doing("sign"), {"reason": "复核了抽样、复算和意见。"})
    walker.reads("main", "核查声明")
    milestone("statement")
    return engagement


def _engaged(walker: Walker, study: str) -> str:
    """Asked for, offered by a team of two, accepted, independence declared by both."""
    become(walker, LIN, "verification/new/")
    verifier = walker.one("#verifier option:not([disabled]):not([value=''])")
    chosen = next(one for one in walker.all("#verifier option") if "度衡" in one.text) or verifier
    fill(
        walker,
        "form:has(#verifier)",
        {
            "study": study.split("/")[1], "verifier": chosen.get_attribute("value") or "", "level": "limited",
            "purpose": "申请产品碳足迹标识认证", "due": day(21),
        },
    )  # fmt: skip
    engagement = walker.path
    become(walker, GE, engagement)
    for line, (email, role) in enumerate(((GE, "lead"), (WEN, "reviewer")), 1):
        choose(walker, f"#email-{line}", email)
        choose(walker, f"#role-{line}", role)
    fill(walker, doing("offer"), {"reason": "十二人天，按公布的价目。"}, button=".btn-primary")
    become(walker, LIN, engagement)
    fill(walker, doing("accept"))
    for who in (GE, WEN):
        become(walker, who, engagement)
        boxes = walker.all(f"{doing('declare')} input[type=checkbox]")
        fill(walker, doing("declare"), {box.get_attribute("name") or "": True for box in boxes})
    return engagement


def _examined(walker: Walker, engagement: str) -> None:
    """Planned, evidence asked for and given, a finding made and closed, recomputed equal; Ge stands before the draft."""
    become(walker, GE, f"{engagement}plan/")
    fill(
        walker,
        doing("plan"),
        {"risks": "电力因子的年份", "visit": "半天，中控室与地磅", "criteria": "GB/T 24067-2024"},
    )
    for words in walker.all(f"{doing('examine')} [name=done]"):
        words.send_keys("与台账和结算单一致")
    fill(walker, doing("examine"))
    walker.open(f"{engagement}evidence/")
    fill(walker, doing("ask"), {"text": "请提供全年电费结算单"})
    walker.open(f"{engagement}findings/")
    fill(walker, doing("find"), {"text": "运输距离没有写明出处", "severity": "minor"})
    become(walker, LIN, f"{engagement}evidence/")
    fill(walker, doing("answer"), {"text": "已在现场核对原件"})
    walker.open(f"{engagement}findings/")
    fill(walker, FINDING, {"text": "已补：物流系统导出", "cause": "漏填"}, button="[value=answer]")
    become(walker, GE, f"{engagement}evidence/")
    fill(walker, doing("check"))
    walker.open(f"{engagement}findings/")
    fill(walker, FINDING, {"text": "与导出一致"}, button="[value=close]")
    walker.open(f"{engagement}recomputation/")
    fill(walker, "aside form")
    walker.until(lambda: "已完成" in walker.text("main"), "the recomputation has ended", 90)
    walker.follow(".job a.btn")
    walker.reads("article", "一致")
    assert "不一致" not in walker.text("article")
    walker.open(f"{engagement}statement/")


def certified(walker: Walker, study: str, papers: Path, milestone: Milestone) -> str:
    """Hengzheng certifies it: Heng examines and evaluates, Jue decides; the number of the certificate."""
    application = _applied(walker, study, papers)
    become(walker, HENG, application)
    fill(
        walker,
        doing("accept"),
        {
            "fee.price.0": "800",
            "fee.quantity.1": "3",
            "fee.price.1": "3000",
            "fee.price.2": "1200",
            "fee.name.3": "",
        }
        | {"fee.quantity.3": "", "fee.price.3": "", "terms": "合同签订后 10 日内付清。"},
    )
    become(walker, LIN, application)
    fill(walker, doing("sign"))
    become(walker, HENG, application)
    staff = next(one for one in walker.all("#staff option") if "衡安" in one.get_attribute("textContent"))
    fill(walker, "form:has(#staff)", {"staff": staff.get_attribute("value") or "", "task": "lead"})
    fill(walker, "form[action$='/impartial/']")
    fill(
        walker,
        "form:has(#visit_from)",
        {"visit_from": day(7), "visit_until": day(7), "site": "厂区、中控室、化验室"},
    )
    fill(walker, doing("plan"))
    fill(walker, doing("pass_documents"), {"text": "资料齐全，工艺流程图与核算模型一致。"})
    _inspected(walker, application, papers, milestone)
    fill(walker, doing("pass_onsite"), {"text": "现场与申请一致，不符合项已关闭。"})
    fill(walker, doing("pass_footprint"), {"text": "采信核查声明，复算一致。"})
    fill(walker, doing("evaluate"), {"text": "符合认证制度的要求。", "recommends": "yes"})
    milestone("evaluated")
    # Who evaluated it cannot decide on it.
    assert not walker.all(doing("approve"))
    become(walker, JUE, application)
    fill(walker, doing("approve"))
    milestone("certified")
    return walker.text("section:has(#certificate) .value-name")


def _applied(walker: Walker, study: str, papers: Path) -> str:
    become(walker, LIN, "certification/new/")
    body = walker.one(".choice:has(input[name=body])")
    chosen = next(one for one in walker.all(".choice:has(input[name=body])") if "恒证" in one.text) or body
    box = chosen.find_element("css selector", "input")
    fill(
        walker,
        "form:has(input[name=body])",
        {
            "scheme": "cn.footprint-label",
            "study": study.split("/")[1],
            "body": box.get_attribute("value") or "",
        },
    )
    application = walker.path.partition("#")[0].partition("?")[0]
    fill(
        walker,
        "form[action$='/describe/']",
        {
            "item": "cement", "models_text": MODEL, "legal_person": True, "management_since": day(-300),
            "target_name": "单位产品碳足迹", "target_unit": "kgCO2e/t", "target_base_year": "2024",
            "target_base": "812", "target_year": "2028", "target_value": "760",
        },
    )  # fmt: skip
    items = [one.get_attribute("value") or "" for one in walker.all("form[action$='/papers/'] [name=item]")]
    for item in items:
        paper = papers / f"{item}.txt"
        paper.write_text(f"{item}（示例）{application}", "utf-8")
        fill(walker, f"form[action$='/papers/']:has([name=item][value={item}])", {"file": paper})
    fill(walker, doing("apply"))
    return application


def _inspected(walker: Walker, application: str, papers: Path, milestone: Milestone) -> None:
    """The checklist on a phone, with a nonconformity that the maker corrects and Heng closes; Heng stands there again."""
    fill(walker, "form[action$='/visit/']")
    walker.look(360)
    visit = walker.path.partition("#")[0]
    photo = walker.picture(papers / "photo.png")
    questions = [
        one.get_attribute("value") or "" for one in walker.all("form[action$='/answer/'] [name=question]")
    ]
    for question in questions:
        form = f"form[action$='/answer/']:has([name=question][value={question}])"
        wrong = question == "meters"
        seen = {"note": "2 号电表的检定证书上月到期。"} if wrong else {}
        fill(walker, form, {"verdict": "not" if wrong else "conforms", **seen, "photo": photo})
        if question == "meters":
            milestone("checklist on a phone")
    walker.open(visit)
    fill(walker, "form[action$='/conclude/']", {"summary": "一项轻微不符合，其余符合。"})
    walker.look(1280)
    become(walker, LIN, application)
    fill(
        walker,
        "form[action$='/correct/']",
        {"cause": "检定计划漏列。", "correction": "已检定合格，计划已补列。"},
    )
    become(walker, HENG, application)
    fill(walker, "form[action$='/judge/']", {"remark": "检定证书已核对。"}, button="button[value=yes]")


def labelled(walker: Walker, number: str, milestone: Milestone) -> Path:
    """Lin asks for the use on the bag, Jue authorises it, Lin takes the artwork; the SVG file."""
    become(walker, LIN, f"labels/of/{number}/")
    assert not walker.all("a.file[href*='format=svg']")
    fill(walker, "form[action$='/request/']", {"placement": "packaging", "where": "50 kg 编织袋正面"})
    use = walker.path
    if not use.startswith("labels/uses/"):
        walker.follow("a[href*='/labels/uses/']")
        use = walker.path
    become(walker, JUE, use)
    fill(walker, "form[action$='/decide/']", {"action": "authorise", "reason": "不小于 S 号，不改动内容"})
    become(walker, LIN, f"labels/of/{number}/")
    milestone("label")
    return walker.download("a.file[href*='format=svg']")


def day(days: int) -> str:
    """The date so many days from today."""
    return (date.today() + timedelta(days=days)).isoformat()
