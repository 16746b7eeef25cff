"""Live switches: how tenants differ, or may differ, from each other.

The default is what was seen on a live tenant, or else what UKG documents. Handlers read a value
as `tenant.live["key"]`.
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
        values: The possible values; the first is the default.
        question: The question that its value answers, in one sentence.
    """

    key: str
    values: tuple[str, ...]
    question: str

    @property
    def default(self) -> str:
        """The default value.

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
        "Does a request for persons with an empty where also return terminated people?",
    ),
    # Partial success
    Switch(
        "partial_success",
        ("silent", "results", "flat"),
        "How does a response show people who cannot be read: left out (status 200), as "
        "details.results (status 207), or as error objects among the items (status 207)?",
    ),
    # Timekeeping
    Switch(
        "totals_rollup",
        ("honored", "ignored"),
        "Do timecard totals follow totalsRollupBy, or do they always cover the whole range?",
    ),
    Switch(
        "attestation_dates",
        ("local", "utc"),
        "Does the date range of attestations mean local dates or UTC dates?",
    ),
    # Scheduling and forecasting
    Switch(
        "schedule_form",
        ("both", "recorded", "openapi"),
        "Which request body does the schedule accept: the one seen on a live tenant "
        "(employeeRefs), the one in the OpenAPI (dateRange), or both?",
    ),
    Switch(
        "activities_select",
        ("both", "list", "text"),
        "Is the select of activity operations a list, a string, or either?",
    ),
    Switch(
        "location_type",
        ("Site", "Store", "Facility"),
        "Which location type has actual volumes?",
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
        "Do references have a name in addition to id and qualifier, as on live tenants, or only "
        "id and qualifier, as documented?",
    ),
    Switch(
        "appkey",
        ("ignored", "required"),
        "Does every request need the header appkey, as on old tenants?",
    ),
    Switch(
        "locale",
        ("en-US", "de-DE"),
        "Which locale policy formats dates inside texts, such as reportingPeriod?",
    ),
    Switch(
        "business_structure",
        ("classic", "simplified"),
        "Does the tenant have the Simplified Business Structure, which replaces the operation "
        "locations with generic_locations?",
    ),
)
_BY_KEY = {switch.key: switch for switch in SWITCHES}


def chosen(given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the value of every switch: the given one, or else the default.

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
