"""Jobs: started, told, cancelled, done once; their results are for their owner alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tanzuji.documents.errors import CodedError, Language, define
from tanzuji.documents.text import Text
from tanzuji.jobs import queries, services
from tanzuji.jobs.models import Job
from tanzuji.jobs.services import Progress, Result
from tanzuji.parties.acting import Acting
from tanzuji.parties.models import Membership, Organisation, Person

pytestmark = pytest.mark.django_db

WRONG = define(
    "tests.wrong", zh="“{what}”不对。", en="“{what}” is wrong.", remedy_zh="请改。", remedy_en="Change it."
)
TITLE = Text(zh="报告", en="Report")


@pytest.fixture
def works(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    monkeypatch.setattr(services, "_WORK", dict(services._WORK))
    yield services._WORK


def somebody(email: str = "a@example.org", organisation: Organisation | None = None) -> Acting:
    organisation = organisation or Organisation.objects.create(kind="enterprise", name_zh="甲厂")
    person = Person.objects.create(email=email, name=email)
    Membership.objects.create(person=person, organisation=organisation, roles="editor")
    return Acting(person, organisation, frozenset({"editor"}))


def begun(acting: Acting, kind: str = "tests.file", language: Language = "zh", **parameters: Any) -> Job:
    return services.start(acting, kind, parameters, title=TITLE, language=language, page="/studies/")


def file(acting: Acting, parameters: dict[str, Any], progress: Progress, language: Language) -> Result:
    progress.tell(1, 2, Text(zh="一半", en="half"))
    return Result("报告.txt", "text/plain", f"{acting.person.name} {language} {parameters}".encode())


def test_a_job_acts_for_its_owner_in_its_language_and_ends_in_a_file(works: dict[str, Any]) -> None:
    works["tests.file"] = file
    acting = somebody()
    job = begun(acting, language="en", x=1)
    services.run(job.id)
    done = queries.result(acting, job.id)
    assert (done.state, done.result_name, done.done, done.total) == ("done", "报告.txt", 1, 2)
    assert bytes(done.result or b"") == b"a@example.org en {'x': 1}"


def test_a_job_is_done_once_however_often_it_is_run(works: dict[str, Any]) -> None:
    calls = []
    works["tests.file"] = lambda *args: calls.append(1)
    job = begun(somebody())
    for _ in range(3):
        services.run(job.id)
    assert calls == [1]


def test_an_attempt_that_was_given_up_brings_no_result(works: dict[str, Any]) -> None:
    """While the first attempt hangs, others take it for dead and a second one takes the job up."""
    acting = somebody()

    def hangs(a: Acting, b: dict[str, Any], progress: Progress, c: Language) -> Result:
        if Job.objects.get(id=job.id).attempts == 1:
            Job.objects.filter(id=job.id).update(seen_at=timezone.now() - timedelta(minutes=5))
            assert services.recover() == 1
            services.run(job.id)  # the second attempt, meanwhile
            return Result("first", "text/plain", b"first")
        return Result("second", "text/plain", b"second")

    works["tests.file"] = hangs
    job = begun(acting)
    services.run(job.id)
    assert bytes(queries.result(acting, job.id).result or b"") == b"second"


def test_what_went_wrong_is_kept_in_both_languages(works: dict[str, Any]) -> None:
    def fails(*args: Any) -> None:
        raise WRONG.error("inputs[0]", what="甲")

    works["tests.file"] = fails
    acting = somebody()
    job = begun(acting)
    services.run(job.id)
    left = queries.job(acting, job.id)
    assert left.state == "failed"
    assert json.loads(left.problems) == [
        {
            "code": "tests.wrong",
            "path": "inputs[0]",
            "message": {"zh": "“甲”不对。", "en": "“甲” is wrong."},
            "remedy": {"zh": "请改。", "en": "Change it."},
        }
    ]


def test_a_failure_nobody_foresaw_tells_nothing_of_the_inside(works: dict[str, Any]) -> None:
    def breaks(*args: Any) -> None:
        raise RuntimeError("password=hunter2")

    works["tests.file"] = breaks
    acting = somebody()
    job = begun(acting)
    services.run(job.id)
    left = queries.job(acting, job.id)
    assert left.state == "failed" and "hunter2" not in left.problems
    assert json.loads(left.problems)[0]["code"] == "web.failed"


def test_a_queued_job_is_cancelled_at_once_and_never_begins(works: dict[str, Any]) -> None:
    calls = []
    works["tests.file"] = lambda *args: calls.append(1)
    acting = somebody()
    job = begun(acting)
    assert services.cancel(acting, job.id).state == "cancelled"
    services.run(job.id)
    assert calls == [] and queries.job(acting, job.id).state == "cancelled"


def test_a_running_job_stops_at_its_next_step(works: dict[str, Any]) -> None:
    acting = somebody()

    def steps(a: Acting, b: dict[str, Any], progress: Progress, c: Language) -> None:
        progress.tell(1, 3)
        services.cancel(acting, job.id)
        progress.tell(2, 3)
        raise AssertionError("went on after it was cancelled")

    works["tests.file"] = steps
    job = begun(acting)
    services.run(job.id)
    left = queries.job(acting, job.id)
    assert (left.state, left.done) == ("cancelled", 1)


def test_nobody_has_more_than_ten_jobs_waiting(works: dict[str, Any]) -> None:
    works["tests.file"] = file
    acting = somebody()
    for _ in range(services.MAX_OPEN):
        begun(acting)
    with pytest.raises(CodedError) as caught:
        begun(acting)
    assert caught.value.code == "jobs.too-many"
    assert Job.objects.count() == DBTaskResult.objects.count() == services.MAX_OPEN


def test_a_job_whose_owner_left_is_not_done(works: dict[str, Any]) -> None:
    calls = []
    works["tests.file"] = lambda *args: calls.append(1)
    acting = somebody()
    job = begun(acting)
    Membership.objects.update(ended_at=timezone.now())
    services.run(job.id)
    assert calls == [] and Job.objects.get().state == "failed"


def test_a_job_that_only_waits_its_turn_is_not_queued_twice(works: dict[str, Any]) -> None:
    works["tests.file"] = file
    begun(somebody())
    Job.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    assert services.recover() == 0
    assert DBTaskResult.objects.count() == 1


def test_a_job_whose_worker_died_before_it_began_is_queued_again(works: dict[str, Any]) -> None:
    """The queue's worker claims the task, then dies: the job still says queued, the task running."""
    works["tests.file"] = file
    acting = somebody()
    job = begun(acting)
    DBTaskResult.objects.get().claim("dead")
    Job.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    assert services.recover() == 1
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "READY"]
    services.run(job.id)
    assert queries.job(acting, job.id).state == "done"


def test_a_dead_workers_cancelled_job_ends_as_cancelled(works: dict[str, Any]) -> None:
    works["tests.file"] = file
    begun(somebody())
    Job.objects.update(state="running", cancel_asked=True, seen_at=timezone.now() - timedelta(hours=1))
    assert services.recover() == 1
    assert Job.objects.get().state == "cancelled"


def test_results_are_forgotten_after_a_day(works: dict[str, Any]) -> None:
    works["tests.file"] = file
    acting = somebody()
    job = begun(acting)
    services.run(job.id)
    assert services.clear_away() == 0
    Job.objects.update(ended_at=timezone.now() - timedelta(days=1, minutes=1))
    assert services.clear_away() == 1
    with pytest.raises(CodedError) as caught:
        queries.result(acting, job.id)
    assert caught.value.code == "web.absent"


def signed_in(acting: Acting) -> Client:
    client = Client()
    client.force_login(acting.person)
    return client


def test_a_result_is_an_attachment_that_is_not_sniffed(works: dict[str, Any]) -> None:
    works["tests.file"] = file
    acting = somebody()
    job = begun(acting)
    services.run(job.id)
    answer = signed_in(acting).get(f"/zh/jobs/{job.id}/result/")
    assert answer.status_code == 200
    assert (
        answer["Content-Disposition"]
        == "attachment; filename=\"tanzuji.txt\"; filename*=UTF-8''%E6%8A%A5%E5%91%8A.txt"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("page", ["", "progress/", "result/"])
def test_a_colleagues_job_answers_like_one_that_does_not_exist(works: dict[str, Any], page: str) -> None:
    works["tests.file"] = file
    owner = somebody()
    job = begun(owner)
    services.run(job.id)
    colleague = signed_in(somebody("b@example.org", owner.organisation))
    theirs = colleague.get(f"/zh/jobs/{job.id}/{page}")
    none = colleague.get(f"/zh/jobs/00000000-0000-4000-8000-000000000000/{page}")
    assert theirs.status_code == none.status_code == 404
    assert len(theirs.content) == len(none.content)


def test_a_colleague_cannot_stop_a_job(works: dict[str, Any]) -> None:
    works["tests.file"] = file
    owner = somebody()
    job = begun(owner)
    colleague = signed_in(somebody("b@example.org", owner.organisation))
    assert colleague.post(f"/zh/jobs/{job.id}/cancel/").status_code == 404
    assert Job.objects.get().cancel_asked is False


def test_the_block_of_a_job_asks_for_itself_until_the_job_has_ended(works: dict[str, Any]) -> None:
    works["tests.file"] = file
    acting = somebody()
    client, job = signed_in(acting), begun(acting)
    before = client.get(f"/zh/jobs/{job.id}/progress/").content.decode()
    assert "every 1s" in before and "可以离开本页" in before
    services.run(job.id)
    after = client.get(f"/zh/jobs/{job.id}/progress/").content.decode()
    assert "hx-get" not in after and f"/zh/jobs/{job.id}/result/" in after


def test_the_list_says_what_it_is_for_while_it_is_empty() -> None:
    assert "没有后台工作" in signed_in(somebody()).get("/zh/jobs/").content.decode()


def test_a_job_that_nobody_takes_up_says_that_a_worker_may_be_missing(works: dict[str, Any]) -> None:
    works["tests.file"] = file
    acting = somebody()
    client, job = signed_in(acting), begun(acting)
    assert "后台进程" not in client.get(f"/zh/jobs/{job.id}/").content.decode()
    Job.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    assert "可能没有后台进程在运行" in client.get(f"/zh/jobs/{job.id}/").content.decode()
