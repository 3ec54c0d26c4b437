"""A version goes to a colleague and back, and only a colleague can let it through."""

from __future__ import annotations

from accessible import faults
from walker import Walker

LIN, ZHOU, HE = "lin.lan@lanshi.example", "zhou.ning@lanshi.example", "he.chuan@baiqiao.example"
POWER = "processes[cement_mill].energy[electricity-whole-plant]"


def decide(walker: Walker, action: str, reason: str = "") -> None:
    """Record a decision on the version that the page shows."""
    walker.press(f"input[name=action][value={action}]")
    walker.one("#reason").send_keys(reason)
    walker.follow("form:has(#reason) button.btn-primary")


def test_a_version_is_sent_back_corrected_reviewed_and_submitted_and_is_closed_then(
    walker: Walker, colleague: Walker
) -> None:
    editor, reviewer = walker, colleague
    editor.enter(LIN)
    study = editor.begin_study("cement_po425")
    editor.follow("#make-version")

    # The reviewer finds it waiting, comments on a field, and sends it back; without a reason that is refused.
    reviewer.enter(ZHOU)
    waiting = f"ul.tasks a[href*='{study}']"
    assert reviewer.all(waiting)
    reviewer.follow(waiting)
    reviewer.follow("nav.tabs a[href$='/inventory/']")
    reviewer.follow("#outline a[href*='process=cement_mill']")
    assert reviewer.one("#sheet fieldset").get_attribute("disabled")
    reviewer.open_row("electricity-whole-plant")
    reviewer.follow("#more-electricity-whole-plant a[data-load=remarks]")
    reviewer.one("textarea[name=text]").send_keys("扣除了余热发电吗？")
    reviewer.follow("form:has(textarea[name=text]) button")
    reviewer.open(f"{study}versions/1/")
    reviewer.provoked.add("status of 422")
    decide(reviewer, "return")
    reviewer.reads("#problems", "退回需要写明理由")
    decide(reviewer, "return", "请补计量台账。")

    # The editor reads why, answers, corrects, and makes a second version.
    editor.open("")
    assert editor.all(f"ul.tasks a[href*='{study}']")
    editor.open(f"{study}versions/1/")
    editor.reads(".decided", "请补计量台账。")
    editor.open(study)
    if not editor.all("#editor"):
        editor.follow("nav.tabs a[href$='/inventory/']")
    remark = next(link for link in editor.all("#live a") if "扣除了余热发电吗" in link.text)
    editor.follow(remark)
    editor.press("#in-electricity-whole-plant a.remarks")
    editor.one("#more-electricity-whole-plant .thread input.answer").send_keys("已扣除，见台账。")
    editor.press("#more-electricity-whole-plant .thread .row button:not([formaction])")
    editor.reads("#more-electricity-whole-plant .reply", "已扣除，见台账。")
    editor.press("#more-electricity-whole-plant button[formaction]")
    editor.until(lambda: not editor.all("#live section[aria-labelledby=remarks]"), "no comment is open")
    revision = editor.revision
    editor.write(f"{POWER}.amount", "95")
    editor.saved(revision)
    editor.follow("#make-version")
    assert "2" in editor.text("main .notice-ok")

    # The reviewer sees what changed and lets it through; the editor, who made it, cannot.
    editor.open(f"{study}versions/2/")
    assert editor.one("input[value=approve]").get_attribute("disabled")
    assert "评审" in editor.text(".choice:has(input[value=approve]) .why")
    reviewer.open(f"{study}versions/2/")
    assert "98" in reviewer.text("#review del") and "95" in reviewer.text("#review ins")
    decide(reviewer, "approve", "台账已核对。")
    reviewer.reads("#study-meta .status", "评审通过")

    # Submitted, it is closed, and the page says so and why.
    editor.open(f"{study}versions/2/")
    decide(editor, "submit")
    editor.reads("#study-meta .status", "已提交")
    editor.follow("nav.tabs a[href$='/inventory/']")
    assert "已提交" in editor.text("#main .notice")
    assert editor.one("#sheet fieldset").get_attribute("disabled")
    assert editor.one("#make-version").get_attribute("aria-disabled") == "true"
    assert faults(editor, width=1280) == []
    # A page that was open since before is answered the same.
    editor.provoked.add("status of 422")
    answer = editor.script(
        """const token = document.querySelector('meta[name=csrf-token]').content;
        const edit = {kind: 'typed', place: arguments[1], text: '1', was: 95};
        return fetch(arguments[0], {method: 'POST', headers: {'X-CSRFToken': token, Accept: 'application/json'},
          body: JSON.stringify({key: 'late', operations: [edit]})}).then((response) => response.json())""",
        f"/zh/{study}edits/", f"{POWER}.amount",
    )  # fmt: skip
    assert "已提交" in answer["problems"][0]["message"]["zh"]


def test_who_took_part_in_making_a_version_cannot_review_it_and_reads_why(walker: Walker) -> None:
    """He Chuan administers: even with the role of a reviewer the own version stays with somebody else."""
    walker.enter(HE)
    walker.open("organisation/people/")
    row = next(row for row in walker.all("table tbody tr") if HE in row.text)
    walker.press(row.find_element("css selector", "summary"))
    reviewer = row.find_element("css selector", "input[value=reviewer]")
    if not reviewer.is_selected():
        walker.press(reviewer)
    walker.follow(row.find_element("css selector", "form button"))
    study = walker.begin_study("steel_eaf")
    walker.follow("#make-version")
    walker.open(f"{study}versions/1/")
    assert walker.one("input[value=approve]").get_attribute("disabled")
    walker.reads(
        ".choice:has(input[value=approve]) .why", "版本 1 由您参与编制（编辑或生成），不能由您评审。"
    )
