"""Leave: cases and audit records whenever they are, leave edits by date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tap_ukg_wfm.sandbox.company import times
from tap_ukg_wfm.sandbox.records import leave
from tap_ukg_wfm.sandbox.tables import flat

if TYPE_CHECKING:
    from collections.abc import Callable

    from tap_ukg_wfm.sandbox.api.tenant import Tenant
    from tap_ukg_wfm.sandbox.company.company import Company
    from tap_ukg_wfm.sandbox.company.people import Person

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
