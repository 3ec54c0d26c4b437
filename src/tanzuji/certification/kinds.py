"""Words of the certification room."""

from __future__ import annotations

from typing import Literal

from tanzuji.documents.text import Text
from tanzuji.rules.schemes import Step

Task = Literal["lead", "inspector", "expert"]
TASKS: dict[Task, Text] = {
    "lead": Text(zh="组长", en="Team leader"),
    "inspector": Text(zh="检查员", en="Inspector"),
    "expert": Text(zh="技术专家", en="Technical expert"),
}

Verdict = Literal["conforms", "not", "na"]
VERDICTS: dict[Verdict, Text] = {
    "conforms": Text(zh="符合", en="Conforms"),
    "not": Text(zh="不符合", en="Does not conform"),
    "na": Text(zh="不适用", en="Not applicable"),
}

Severity = Literal["major", "minor"]
SEVERITIES: dict[Severity, Text] = {
    "major": Text(zh="严重不符合", en="Major"),
    "minor": Text(zh="轻微不符合", en="Minor"),
}

CORRECTION_STATES: dict[str, Text] = {
    "open": Text(zh="待整改", en="Open"),
    "corrected": Text(zh="已整改，待验证", en="Corrected, to be checked"),
    "closed": Text(zh="已关闭", en="Closed"),
}

QUALIFICATION_STATES: dict[str, Text] = {
    "declared": Text(zh="待主管部门确认", en="Waits for the authority"),
    "confirmed": Text(zh="已确认", en="Confirmed"),
    "refused": Text(zh="未确认", en="Not confirmed"),
    "ended": Text(zh="已失效", en="Ended"),
    "left": Text(zh="已离任", en="Left"),
}

SURVEILLANCE_STATES: dict[str, Text] = {
    "planned": Text(zh="已安排", en="Planned"),
    "under_way": Text(zh="进行中", en="Under way"),
    "concluded": Text(zh="已完成", en="Concluded"),
    "dropped": Text(zh="不再进行", en="Dropped"),
}

OUTCOMES: dict[str, Text] = {
    "kept": Text(zh="证书保持有效", en="Certificate kept"),
    "suspended": Text(zh="暂停证书", en="Certificate suspended"),
    "revoked": Text(zh="撤销证书", en="Certificate revoked"),
}

STEP_OF_STATE: dict[str, Step] = {
    "applied": "acceptance",
    "planning": "planning",
    "document_review": "document_review",
    "onsite": "onsite",
    "footprint_check": "footprint_check",
    "evaluation": "evaluation",
    "decision": "decision",
}
"""The step of the scheme's process that runs in a state, and so the days it may take."""
