"""Leave: all cases and audit records, leave edits by date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ukg_wfm_sandbox.company import times
from ukg_wfm_sandbox.records import leave
from ukg_wfm_sandbox.tables import flat

if TYPE_CHECKING:
    from collections.abc import Callable

    from ukg_wfm_sandbox.api.tenant import Tenant
    from ukg_wfm_sandbox.company.company import Company
    from ukg_wfm_sandbox.company.people import Person

Row = dict[str, Any]


def _always(
    read: Callable[[Company, Person, int, int], list[Row]],
) -> Callable[[Company, Person], list[Row]]:
    return lambda company, person: [
        flat(row) for row in read(company, person, times.EVER, times.FOREVER)
    ]


PERSONAL: dict[str, Callable[[Company, Person], list[Row]]] = {
    "leave_cases": _always(leave.cases),
    "leave_audits": _always(leave.audits),
}
WINDOWED: dict[str, Callable[[Tenant, Person, int, int], list[Row]]] = {
    "leave_edits": lambda tenant, person, first, last: leave.edits(
        tenant.company, person, first, last
    ),
}
