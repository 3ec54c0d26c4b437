"""Who is affected by a release: each organisation its own studies, curators counts; bands, updates, notices.

By hand: 1000 kWh × (0.6205 → 0.5777) = 620.5 → 577.7 kg CO2e.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from houses import CURATOR, SECOND, study_on, work, works
from scipy.stats.mstats import hdquantiles

from tanzuji.contributions import queries as contributions
from tanzuji.contributions import services as contributing
from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.engine.release import NO_RELEASE
from tanzuji.footprints import services as footprints
from tanzuji.footprints.affected import computing, reports, updating
from tanzuji.footprints.affected.comparing import between
from tanzuji.footprints.affected.tasks import KIND
from tanzuji.footprints.models import Effect, Recomputation, RecomputedProduct, Study
from tanzuji.footprints.products import recomputing
from tanzuji.footprints.services.recomputing import RECOMPUTE
from tanzuji.jobs import services as jobs
from tanzuji.jobs.messages import TOO_MANY
from tanzuji.jobs.models import Job
from tanzuji.notices.models import Notice
from tanzuji.parties.acting import Acting
from tanzuji.publications import queries
from tanzuji.publications.models import Publication
from tanzuji.site.demonstration import of_publications as story

People = dict[str, Acting]


def test_a_study_that_crosses_a_limit_says_from_which_class_into_which(people: People) -> None:
    first = story.release_of_year(people, 2023)
    owner = works()
    study = study_on(owner, first, 2023)
    footprints.set_limits(owner, study.id, [{"name": "A", "limit": 600.0}, {"name": "B", "limit": 700.0}])
    story.release_of_year(people, 2024)
    work()
    of = reports.effect_of(owner, first.library.name, 2)
    assert of is not None and of.recomputation.crossed == 1
    row = reports.products(of).get()
    assert ('"B"' in row.band_before, '"A"' in row.band_after) == (True, True)


def test_all_drafts_are_moved_at_a_click_and_a_second_click_moves_none(people: People) -> None:
    first = story.release_of_year(people, 2023)
    owner = works()
    studies = [study_on(owner, first, 2023, kwh) for kwh in (1000, 2000)]
    studies.append(study_on(owner, first, 2023, 500, version=False))
    story.release_of_year(people, 2024)
    work()
    of = reports.effect_of(owner, first.library.name, 2)
    assert of is not None and of.affected == 3
    assert updating.update_drafts(owner, of) == (3, [])
    for study, new in zip(studies, (577.7, 1155.4, 288.85), strict=True):
        study.refresh_from_db()
        assert study.total == pytest.approx(new, rel=1e-12)
    assert updating.update_drafts(owner, of) == (0, [])


def test_an_organisation_that_does_not_stand_on_the_library_is_not_told(people: People) -> None:
    story.release_of_year(people, 2023)
    owner = works()
    story.release_of_year(people, 2024)
    work()
    assert not Effect.objects.exists() and not Notice.objects.filter(organisation=owner.organisation).exists()


def test_another_organisation_finds_no_effect_but_its_own(people: People) -> None:
    first = story.release_of_year(people, 2023)
    owner, other = works(), works("o@o.example", "other")
    study_on(owner, first, 2023)
    story.release_of_year(people, 2024)
    work()
    with pytest.raises(CodedError) as refused:
        reports.effect(other, reports.effects(owner).first().id)  # type: ignore[union-attr]
    assert refused.value.code == "web.absent"
    assert not reports.effects(other).exists()


def test_a_curator_reads_counts_and_no_spread_of_a_few_organisations(people: People) -> None:
    first = story.release_of_year(people, 2023)
    for n in range(5):
        study_on(works(f"w{n}@w.example", f"works {n}"), first, 2023, 1000 + n)
    second = story.release_of_year(people, 2024)
    work()
    told = reports.overall(second.digest)
    assert told is not None
    assert (told.organisations, told.studies, told.affected, told.spread) == (5, 5, 5, None)


def _kept(owner: Acting, of: Publication, shares: list[float]) -> None:
    """An effect under which the studies of an organisation change by these parts of their footprint."""
    report = Recomputation.objects.create(
        organisation=owner.organisation, key=owner.person.email, releases="[]", follows=True, count=len(shares),
        changed=len(shares), beyond=0, crossed=0, unknown=0, left_out="[]", seconds=0.0,
    )  # fmt: skip
    for share in shares:
        study = study_on(owner, of, 2023, version=False)
        RecomputedProduct.objects.create(
            recomputation=report, study=study, number=1, old=1.0, new=1 + share, change=share, share=share
        )
    Effect.objects.create(
        organisation=owner.organisation, library=of.library.name, number=2, digest="sha256:spread",
        recomputation=report, affected=len(shares),
    )  # fmt: skip


def test_a_spread_takes_each_group_company_once_and_from_ten_of_them_on(people: People) -> None:
    """TRUST §2: by group company, percentiles from ten. Peer: scipy's Harrell–Davis quantiles of a mean a group."""
    first = story.release_of_year(people, 2023)
    for n in range(1, 10):
        _kept(works(f"w{n}@w.example", f"works {n}"), first, [-0.01 * n])
    for n, shares in enumerate(([0.5, 0.1], [0.3]), 10):
        told = reports.overall("sha256:spread")
        assert n == 11 or (told is not None and told.spread is None)
        owner = works(f"w{n}@w.example", f"works {n}")
        owner.organisation.group_code = "one group"
        owner.organisation.save()
        _kept(owner, first, shares)
    told = reports.overall("sha256:spread")
    assert told is not None and told.spread is not None and told.organisations == 11
    means = [-0.01 * n for n in range(1, 10)] + [0.3]
    peer = [float(f"{q:.1e}") for q in hdquantiles(means, (0.1, 0.5, 0.9))]
    assert [told.spread.least, told.spread.middle, told.spread.most] == pytest.approx(peer, rel=1e-9)


def test_what_cannot_be_computed_of_one_organisation_does_not_stop_the_others(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = story.release_of_year(people, 2023)
    broken, gone, whole = (works(f"{n}@w.example", n) for n in ("broken", "gone", "whole"))
    studies = {owner.organisation_id: study_on(owner, first, 2023) for owner in (broken, gone, whole)}
    draft = study_on(gone, first, 2023, version=False)
    releases = [*json.loads(draft.releases), {"name": "lost", "version": "1", "digest": "sha256:0"}]
    Study.objects.filter(id=draft.id).update(releases=json.dumps(releases))

    def recomputed(acting: Acting, *args: Any, **more: Any) -> Any:
        if acting.organisation_id == broken.organisation_id:
            raise NO_RELEASE.error(folder="lost")
        return recomputing.recomputed(acting, *args, **more)

    monkeypatch.setattr(computing, "recomputed", recomputed)
    story.release_of_year(people, 2024)
    work()
    of = {owner: reports.effect_of(owner, first.library.name, 2) for owner in (broken, gone, whole)}
    assert [(e.affected, e.recomputation.unknown) for e in of.values() if e] == [(1, 1), (1, 0), (1, 0)]
    row = reports.products(of[broken]).get()  # type: ignore[arg-type]
    assert (row.study_id, row.old, row.new) == (studies[broken.organisation_id].id, 620.5, None)
    assert json.loads(of[gone].drafts) == [{"study": str(draft.id), "old": None, "new": None}]  # type: ignore[union-attr]


def test_a_release_by_somebody_with_ten_open_jobs_is_published_and_its_effects_queued(people: People) -> None:
    story.release_of_year(people, 2023)
    for _ in range(jobs.MAX_OPEN):
        jobs.start(people[SECOND], RECOMPUTE, {}, title=Text(zh="重算", en="Recompute"), language="zh")
    made = story.release_of_year(people, 2024)
    (queued,) = (job for job in Job.objects.filter(kind=KIND) if str(made.id) in job.parameters)
    assert queued.state == "queued"


def test_effects_that_cannot_be_queued_do_not_refuse_the_release(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any, **more: Any) -> None:
        raise TOO_MANY.error(limit=10)

    monkeypatch.setattr(jobs, "start", full)
    assert story.release_of_year(people, 2023).number == 1


def test_users_of_a_dataset_that_was_withdrawn_are_told_why(people: People) -> None:
    first = story.release_of_year(people, 2023)
    owner = works()
    study_on(owner, first, 2023)
    average = next(c for c in contributions.in_library() if c.dataset_id.endswith("average"))
    contributing.withdraw(people[SECOND], average.id, "公告更正")
    notice = Notice.objects.get(organisation=owner.organisation, kind="footprints.dataset-standing")
    assert "cn-electricity-2023-average" in notice.title_zh and notice.text_zh == "公告更正"
    assert not Notice.objects.filter(
        organisation=people[CURATOR].organisation, kind="footprints.dataset-standing"
    ).exists()


def test_two_releases_are_compared_by_product_whatever_it_stands_on(people: People) -> None:
    first = story.release_of_year(people, 2023)
    owner = works()
    study_on(owner, first, 2023)
    second = story.release_of_year(people, 2024)
    (row,) = between(owner, queries.opened(first), queries.opened(second))
    assert (row.old, row.new) == (pytest.approx(620.5), pytest.approx(577.7))
    assert row.causes[0][0] == "cn-electricity-2023-average" and row.causes[0][1] == pytest.approx(-42.8)


def test_a_job_that_runs_twice_tells_once(people: People) -> None:
    first = story.release_of_year(people, 2023)
    owner = works()
    study_on(owner, first, 2023)
    second = story.release_of_year(people, 2024)
    work()
    from tanzuji.footprints.affected.keeping import keep_effects

    keep_effects(people[SECOND], queries.opened(second), title=first.library.title)
    assert Effect.objects.filter(organisation=owner.organisation, number=2).count() == 1
    assert Notice.objects.filter(organisation=owner.organisation, kind="footprints.affected").count() == 1
