"""Background work: a release put under the studies of every organisation that stands on its library."""

from __future__ import annotations

from typing import Any

from tanzuji.documents.errors import Language
from tanzuji.documents.text import Text
from tanzuji.footprints.affected.keeping import keep_effects
from tanzuji.jobs.services import Progress, Result, work
from tanzuji.parties.acting import Acting
from tanzuji.publications import queries as publications

KIND = "footprints.affected"


@work(KIND, limited=False)
def affected(
    acting: Acting, parameters: dict[str, Any], progress: Progress, language: Language
) -> Result | None:
    """The effect of a publication, or of an announced draft, kept for every organisation and told; ends at its page.

    A draft that is announced no more is left alone.
    """

    def tell(done: int, of: int, step: Text) -> None:
        progress.tell(done, of, step)

    draft_id = str(parameters.get("draft") or "")
    if draft_id:
        draft = publications.announced_draft(draft_id)
        if draft is None:
            return None
        release = publications.candidate_of(draft)
        title = Text(
            zh=f"{draft.library.title.to('zh')}第 {draft.number} 版将要发布",
            en=f"Release {draft.number} of {draft.library.title.to('en')} is to come",
        )
        keep_effects(acting, release, announced=draft_id, title=title, tell=tell)
        return Result(page=f"/publications/drafts/{draft_id}/")
    publication = publications.publication_of(parameters["publication"])
    if publication is None:
        return None
    title = Text(
        zh=f"{publication.library.title.to('zh')}第 {publication.number} 版已发布",
        en=f"Release {publication.number} of {publication.library.title.to('en')} is published",
    )
    keep_effects(acting, publications.opened(publication), title=title, tell=tell)
    return Result(page=f"/publications/{publication.library.name}/{publication.number}/")
