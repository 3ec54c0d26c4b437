"""A campaign that runs: assigned, reminded, accounted, collected; an authority sees states and no figures."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from campaign_cases import authority, decided, house, running, study, works
from django.test import Client
from django.utils import timezone

from tanzuji.campaigns import queries, services
from tanzuji.campaigns.assigning import read_list
from tanzuji.campaigns.models import Task
from tanzuji.documents.editing import Set
from tanzuji.documents.errors import CodedError
from tanzuji.footprints import services as footprints
from tanzuji.notices import queries as notices
from tanzuji.parties.acting import Acting
from tanzuji.web.verdicts import Absent

pytestmark = pytest.mark.django_db


def refused(code: str) -> Any:
    return pytest.raises(CodedError, match=code.replace(".", r"\."))


def state(task: Task) -> str:
    task.refresh_from_db()
    return queries.task_states([task])[task.id]


def reviewed(people: dict[str, Acting], study_id: Any) -> None:
    """A version of the study that passed the organisation's own review."""
    made = footprints.make_version(people["editor"], study_id)
    footprints.decide(people["reviewer"], study_id, "approve", number=made.number)


def test_two_hundred_products_are_assigned_with_one_list() -> None:
    """JS-106: 每年组织完成约200个产品; assign, remind, progress."""
    bureau = authority()
    firms = [works(f"firm{i}") for i in range(4)]
    made = decided(bureau)
    lines = ["单位,行业,产品,期限"]
    lines += [f"CODE-firm{i % 4},钢材,钢材 {i},2026-12-{1 + i % 28:02d}" for i in range(200)]
    given = read_list("\r\n".join(lines).encode("gb18030"))
    assert len(services.assign_list(bureau["planner"], made.id, given)) == 200
    services.decide(bureau["planner"], made.id, "start")
    progress = queries.progress(made)
    assert (progress.whole.tasks, progress.whole.done, progress.participants) == (200, 0, 4)
    assert [n.kind for n in notices.notices(firms[0]["editor"])] == ["campaigns.started"]
    assert queries.my_tasks(firms[0]["editor"]).count() == 50


def test_a_list_with_a_wrong_line_assigns_nothing_and_names_every_wrong_line() -> None:
    bureau = authority()
    works("firm")
    made = decided(bureau)
    content = "organisation,sector,product\nCODE-firm,钢材,A\nnobody,钢材,B\nCODE-firm,水泥,C\nCODE-firm,1,\nCODE-firm,2,A\n"
    with pytest.raises(CodedError) as wrong:
        services.assign_list(bureau["planner"], made.id, read_list(content.encode()))
    assert [(p.path, p.code) for p in wrong.value.problems] == [
        ("3.organisation", "campaigns.no-such-organisation"),
        ("4.sector", "campaigns.no-such-sector"),
        ("5.product", "campaigns.no-product"),
        ("6.product", "campaigns.task-twice"),
    ]
    assert not made.tasks.exists()
    with refused("campaigns.no-columns"):
        read_list(b"name,what\na,b\n")
    with refused("campaigns.bad-date"):
        read_list(b"organisation,product,due\nx,y,soon\n")


def test_progress_is_read_from_the_real_state_of_the_study() -> None:
    """JS-106: 完成约200个产品碳足迹核算; task states follow the study's own, A.7.5."""
    bureau, firm = authority(), works()
    made = running(bureau, ("CODE-works", "钢材", "HRB400E"))
    task = made.tasks.get()
    assert state(task) == "asked"
    services.respond(firm["editor"], task.id, "accept")
    assert state(task) == "accepted"
    own = study(firm["editor"])
    services.link(firm["editor"], task.id, own.id)
    assert state(task) == "accounting"
    footprints.make_version(firm["editor"], own.id)
    assert state(task) == "calculated" and queries.progress(made).whole.done == 0
    footprints.decide(firm["reviewer"], own.id, "approve", number=1)
    assert state(task) == "reviewed" and queries.progress(made).whole.done == 1
    footprints.decide(firm["editor"], own.id, "submit", number=1)
    assert state(task) == "submitted"
    footprints.decide(firm["editor"], own.id, "reopen", number=1)
    footprints.edit(firm["editor"], own.id, [Set(place="product.model", value="X")], force=True)
    assert state(task) in ("accounting", "calculated", "reviewed")
    footprints.archive(firm["editor"], own.id)
    assert state(task) == "accepted" and queries.progress(made).whole.done == 0


def test_an_edit_after_the_review_takes_nothing_back_from_what_was_approved() -> None:
    bureau, firm = authority(), works()
    made = running(bureau, ("CODE-works", "钢材", "HRB400E"))
    own = study(firm["editor"])
    services.link(firm["editor"], made.tasks.get().id, own.id)
    reviewed(firm, own.id)
    footprints.edit(firm["editor"], own.id, [Set(place="product.model", value="next")], force=True)
    assert state(made.tasks.get()) == "reviewed"


def test_a_quota_of_enterprises_counts_each_once() -> None:
    """SD-104, T-SD-23: 完成…100家重点企业产品碳足迹核算."""
    bureau, firm = authority(), works()
    made = running(
        bureau,
        ("CODE-works", "钢材", "A"),
        ("CODE-works", "钢材", "B"),
        counts="enterprises",
        kind="wave",
        wave=1,
    )
    for task in made.tasks.all():
        own = study(firm["editor"])
        services.link(firm["editor"], task.id, own.id)
        reviewed(firm, own.id)
    whole = queries.progress(made).whole
    assert (whole.done, whole.states["reviewed"]) == (1, 2)


def test_a_study_stands_for_one_product_of_a_campaign() -> None:
    bureau, firm = authority(), works()
    made = running(bureau, ("CODE-works", "钢材", "A"), ("CODE-works", "钢材", "B"))
    own = study(firm["editor"])
    one, other = made.tasks.order_by("product")
    services.link(firm["editor"], one.id, own.id)
    with refused("campaigns.study-taken"):
        services.link(firm["editor"], other.id, own.id)
    services.unlink(firm["editor"], one.id)
    services.link(firm["editor"], other.id, own.id)


def test_nobody_links_another_organisations_study_or_answers_its_task() -> None:
    bureau, firm, rival = authority(), works(), works("rival")
    made = running(bureau, ("CODE-works", "钢材", "A"), ("CODE-rival", "钢材", "A"))
    task = made.tasks.get(organisation=firm["editor"].organisation)
    theirs = study(rival["editor"])
    with pytest.raises(Absent):
        services.link(firm["editor"], task.id, theirs.id)
    with pytest.raises(Absent):
        services.respond(rival["editor"], task.id, "accept")
    with pytest.raises(Absent):
        services.respond(bureau["planner"], task.id, "accept")
    assert [t.organisation for t in queries.tasks(rival["editor"], made)] == [rival["editor"].organisation]


def test_taking_part_is_voluntary_and_declining_is_not_late() -> None:
    """JS-107: 鼓励企业…自愿开展; a study needs no task, and a task may be declined with a reason."""
    bureau, firm = authority(), works()
    past = timezone.localdate() - timedelta(days=1)
    made = running(bureau, ("CODE-works", "钢材", "A"), due=past)
    assert study(firm["editor"]).state == "draft"
    assert queries.progress(made).whole.late == 1
    with refused("campaigns.reason-needed"):
        services.respond(firm["editor"], made.tasks.get().id, "decline")
    services.respond(firm["editor"], made.tasks.get().id, "decline", reason="we do not make it")
    assert queries.progress(made).whole.late == 0
    assert queries.progress(made).whole.states["declined"] == 1


def test_reminders_go_out_before_the_date_and_after_it_once_each() -> None:
    """JS-106: remind."""
    bureau, firm, idle = authority(), works(), works("idle")
    due = timezone.localdate() + timedelta(days=10)
    made = running(bureau, ("CODE-works", "钢材", "A"), ("CODE-idle", "钢材", "B"), due=due)
    own = study(firm["editor"])
    services.link(firm["editor"], made.tasks.get(product="A").id, own.id)
    reviewed(firm, own.id)
    assert services.remind_due() == 1
    assert services.remind_due() == 0
    assert services.remind_due(today=due + timedelta(days=1)) == 1
    assert services.remind_due(today=due + timedelta(days=2)) == 0
    assert services.remind(bureau["planner"], made.id) == 1
    assert services.remind(bureau["planner"], made.id) == 0
    kinds = [n.kind for n in notices.notices(idle["editor"])]
    assert kinds.count("campaigns.reminded") == 3
    assert "campaigns.reminded" not in [n.kind for n in notices.notices(firm["editor"])]


def test_a_study_is_begun_from_a_reference_model_of_the_sector_in_one_step() -> None:
    """JS-105, JS-106: the campaign's task leads to the reference model of its product group."""
    from tanzuji.footprints import references
    from tanzuji.reference_models import services as library
    from tanzuji.reference_models.shipped import shipped_models

    bureau, firm = authority(), works()
    made = running(bureau, ("CODE-works", "钢材", "HRB400E"))
    keepers = house("research", "institute", "models", maker=("editor",), reviewer=("reviewer",))
    maker, reviewer = keepers["maker"], keepers["reviewer"]
    kept = library.create(maker, next(r for r in shipped_models() if r.code == "steel-eaf"))
    library.offer(maker, kept.id)
    library.decide(reviewer, kept.id, 1, "approve")
    library.decide(maker, kept.id, 1, "release")
    task = made.tasks.get()
    begun = services.begin(firm["editor"], task.id, kept.id, stages="jiangsu")
    assert begun.name_en == "HRB400E" or begun.name_zh == "HRB400E"
    assert references.has_origin(begun) and state(task) == "accounting"


def test_a_closed_campaign_takes_no_changes() -> None:
    bureau, firm = authority(), works()
    made = running(bureau, ("CODE-works", "钢材", "A"))
    services.decide(bureau["planner"], made.id, "close", reason="over")
    with refused("campaigns.after-the-end"):
        services.respond(firm["editor"], made.tasks.get().id, "accept")
    with refused("campaigns.not-assignable"):
        services.assign(bureau["planner"], made.id, services.Assigned("CODE-works", "钢材", "B"))


def test_a_footprint_in_the_library_is_a_task_collected() -> None:
    """JS-106, ZJ-204: 数据归集; what was contributed of a study is read from the contribution's own state."""
    from tanzuji.contributions.models import Contribution

    bureau, firm = authority(), works()
    made = running(bureau, ("CODE-works", "钢材", "A"))
    own, task = study(firm["editor"]), made.tasks.get()
    services.link(firm["editor"], task.id, own.id)
    reviewed(firm, own.id)
    now = timezone.now()
    offered = Contribution.objects.create(
        sequence=1, organisation=firm["editor"].organisation, kind="footprint", state="draft", key="k",
        dataset_id="d", unit="t", boundary="cradle_to_gate", study=f"{own.id}@1", document="{}", digest="sha256:0",
        created_by=firm["editor"].person, edited_at=now, since=now,
    )  # fmt: skip
    assert state(task) == "reviewed"  # a draft of a contribution is with nobody
    Contribution.objects.filter(id=offered.id).update(state="under_verification")
    assert state(task) == "at_gates"
    Contribution.objects.filter(id=offered.id).update(state="in_library")
    assert state(task) == "in_library" and queries.progress(made).whole.collected == 1


# pages ───────────────────────────────────────────────────────────────────────


def browser(acting: Acting) -> Client:
    client = Client()
    client.force_login(acting.person)
    return client


def test_a_campaign_is_planned_and_run_in_the_browser() -> None:
    """JS-104, JS-106: draft, consultation, decision, list of tasks, start, reminder, close."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    bureau, firm = authority(), works()
    planner, decider = browser(bureau["planner"]), browser(bureau["decider"])
    form = {
        "title_zh": "年度重点", "kind": "focus", "counts": "products", "year": "2026", "due": "2026-12-31",
        "group.0": "cn.cement", "quota.0": "5",
    }  # fmt: skip
    wrong = planner.post("/en/campaigns/new/", {**form, "due": "", "title_zh": ""})
    assert wrong.status_code == 422 and "campaigns.no-title" in wrong.content.decode()
    below = {"group.2": "cn.steel", "sector_zh.2": "钢材", "quota.2": "-5"}
    named = planner.post("/zh/campaigns/new/", {**form, **below}).content.decode()
    assert "第 3 行“钢材”的数量" in named and 'href="#quota.2"' in named
    assert 'value="cn.cement"' in named and 'value="cn.certification' not in named
    made = planner.post("/en/campaigns/new/", form)
    assert made.status_code == 302
    page = made.url
    assert planner.post(f"{page}decide/", {"action": "consult"}).status_code == 302
    firms = browser(firm["editor"])
    assert firms.post(f"{page}comment/", {"text": "why cement?"}).status_code == 302
    opinion = queries.campaigns(bureau["planner"]).get().opinions.get()
    answered = planner.post(
        f"/en/campaigns/opinions/{opinion.id}/answer/", {"text": "kilns", "adopted": "yes"}
    )
    assert answered.status_code == 302
    assert planner.post(f"{page}decide/", {"action": "decide"}).status_code == 403
    assert decider.post(f"{page}decide/", {"action": "decide"}).status_code == 302
    content = "organisation,sector,product\nCODE-works,水泥,P·O 42.5\n".encode()
    assert planner.post(f"{page}assign/", {"file": SimpleUploadedFile("l.csv", content)}).status_code == 302
    assert planner.post(f"{page}decide/", {"action": "start"}).status_code == 302
    assert planner.post(f"{page}remind/").status_code == 302
    task = Task.objects.get()
    assert "P·O 42.5" in firms.get("/zh/campaigns/tasks/").content.decode()
    assert firms.post(f"/en/campaigns/tasks/{task.id}/respond/", {"action": "accept"}).status_code == 302
    own = study(firm["editor"])
    assert firms.post(f"/en/campaigns/tasks/{task.id}/study/", {"study": str(own.id)}).status_code == 302
    assert "Accounting" in planner.get(page).content.decode()
    assert planner.get(f"{page}tasks.csv").status_code == 200


def test_the_authority_sees_a_state_and_nothing_of_the_study() -> None:
    """JS-106: progress of participants; A.11: a study is read by its owner."""
    bureau, firm = authority(), works()
    made = running(bureau, ("CODE-works", "钢材", "HRB400E"))
    own = study(firm["editor"])
    services.link(firm["editor"], made.tasks.get().id, own.id)
    reviewed(firm, own.id)
    client = browser(bureau["planner"])
    own.refresh_from_db()
    for path in (
        f"/en/campaigns/{made.id}/",
        f"/en/campaigns/{made.id}/tasks.csv",
        f"/api/campaigns/{made.id}/tasks",
    ):
        said = client.get(path).content.decode()
        assert "HRB400E" in said and str(own.id) not in said
        assert own.name_zh not in said and own.name_en not in said
        assert f"{own.total:.0f}"[:4] not in said
    assert client.get(f"/en/studies/{own.id}/").status_code == 404
    assert client.get(f"/en/campaigns/tasks/{made.tasks.get().id}/").status_code == 404


def test_the_api_runs_a_campaign() -> None:
    import json

    bureau, firm = authority(), works()

    def ask(who: Acting, method: str, path: str, body: object = None) -> Any:
        client = browser(who)
        sent = json.dumps(body) if body is not None else ""
        return client.generic(method, f"/api/campaigns{path}", sent, content_type="application/json")

    words = {"zh": "钢材", "en": "Steel"}
    body = {
        "kind": "focus",
        "year": 2026,
        "title": words,
        "due": "2026-12-31",
        "sectors": [{"name": words, "quota": 2}],
    }
    made = ask(bureau["planner"], "POST", "", body)
    assert made.status_code == 201, made.content
    at = f"/{made.json()['id']}"
    assert ask(firm["editor"], "GET", at).status_code == 404
    assert ask(bureau["planner"], "POST", f"{at}/decide", {"action": "consult"}).status_code == 200
    assert ask(bureau["decider"], "POST", f"{at}/decide", {"action": "decide"}).status_code == 200
    tasks = {"tasks": [{"organisation": "CODE-works", "product": "HRB400E"}]}
    assert ask(bureau["planner"], "POST", f"{at}/tasks", tasks).json() == {"assigned": 1}
    assert ask(bureau["planner"], "POST", f"{at}/decide", {"action": "start"}).status_code == 200
    mine = ask(firm["editor"], "GET", "/tasks").json()["items"]
    accepted = ask(firm["editor"], "POST", f"/tasks/{mine[0]['id']}/answer", {"action": "accept"})
    assert accepted.json()["state"] == "accepted"
    own = study(firm["editor"])
    linked = ask(firm["editor"], "PUT", f"/tasks/{mine[0]['id']}/study", {"study": str(own.id)})
    assert linked.json()["state"] == "accounting"
    assert ask(bureau["planner"], "GET", at).json()["progress"]["states"]["accounting"] == 1
