"""How live tenants differ: one switch per question whose answer a tenant has to give.

A default is what was seen on a live tenant, or else what the vendor documents. Handlers read a
value as `tenant.live["key"]`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Switch:
    """A switch.

    Args:
        key: Its name.
        values: What it can be set to; the first is the default.
        question: What it answers, in one sentence.
    """

    key: str
    values: tuple[str, ...]
    question: str

    @property
    def default(self) -> str:
        """The value without a choice.

        >>> SWITCHES[0].default
        'page'
        """
        return self.values[0]


SWITCHES = (
    # People
    Switch(
        "persons_total",
        ("page", "all"),
        "Does totalElements of persons count the people on the page, or all people?",
    ),
    Switch(
        "persons_listed",
        ("everyone", "active"),
        "Does a request for persons with an empty where list terminated people, too?",
    ),
    # Partial success
    Switch(
        "partial_success",
        ("silent", "results", "flat"),
        "How does an answer show people who cannot be read: left out with status 200, as "
        "details.results with status 207, or as error objects among the items with status 207?",
    ),
    # Timekeeping
    Switch(
        "totals_rollup",
        ("honored", "ignored"),
        "Do timecard totals follow totalsRollupBy, or do they sum up the whole range?",
    ),
    Switch(
        "attestation_dates",
        ("local", "utc"),
        "Does the date range of attestations select by local dates, or by UTC dates?",
    ),
    # Scheduling and forecasting
    Switch(
        "schedule_form",
        ("both", "recorded", "openapi"),
        "Which request body do schedules take: the one recorded on a live tenant "
        "(employeeRefs), the one of the OpenAPI (dateRange), or both?",
    ),
    Switch(
        "activities_select",
        ("both", "list", "text"),
        "Does the operation on activities take select as a list, as a text, or as both?",
    ),
    Switch(
        "location_type",
        ("Site", "Store", "Facility"),
        "What is the name of the location type that carries actual volumes?",
    ),
    Switch(
        "optional_properties",
        ("accepted", "refused"),
        "Are optional body properties, such as leaveEditSearchTypeEnum, accepted?",
    ),
    # The whole tenant
    Switch(
        "reference_names",
        ("beside", "absent"),
        "Do references have a name beside id and qualifier, as many responses that were seen live, or "
        "only id and qualifier, as documented?",
    ),
    Switch(
        "appkey",
        ("ignored", "required"),
        "Does the tenant want the header appkey on every call, as old tenants do?",
    ),
    Switch(
        "locale",
        ("en-US", "de-DE"),
        "Which locale policy formats the dates in texts, such as reportingPeriod?",
    ),
    Switch(
        "business_structure",
        ("classic", "simplified"),
        "Does the tenant have the Simplified Business Structure, which closes the older "
        "operation on locations and opens generic_locations?",
    ),
)
_BY_KEY = {switch.key: switch for switch in SWITCHES}


def chosen(given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give the value of every switch: what was given, or else the default.

    Raises:
        ValueError: A key or a value is unknown.

    >>> chosen({"locale": "de-DE"})["locale"]
    'de-DE'
    >>> chosen({"locale": "fr-FR"})
    Traceback (most recent call last):
    ...
    ValueError: The live switch locale cannot be fr-FR. Choose one of: en-US, de-DE.
    """
    for key, value in (given or {}).items():
        if key not in _BY_KEY:
            raise ValueError(
                f"There is no live switch {key}. Choose one of: {', '.join(sorted(_BY_KEY))}."
            )
        values = _BY_KEY[key].values
        if value not in values:
            raise ValueError(
                f"The live switch {key} cannot be {value}. Choose one of: {', '.join(values)}."
            )
    return {**{switch.key: switch.default for switch in SWITCHES}, **(given or {})}
