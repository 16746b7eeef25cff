"""The skills and certifications of people."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Table
from tap_ukg_wfm.streams.people.assignments import EMPLOYEES
from tap_ukg_wfm.tables.columns import BOOLEAN, DATE, INTEGER, STRING, column, ref, table

# People without any are included, so that the response accounts for everybody who was asked for.
_BODY = {"where": {"employees": EMPLOYEES}, "returnUnassignedEmployees": True}
_PERSON = table(
    column(
        "^.personIdentity.personKey",
        INTEGER,
        "Id of the person; the same in all streams.",
        name="person_id",
        to="persons",
    ),
    column(
        "^.personIdentity.personNumber",
        STRING,
        "Person number: the person's id as people see it in UKG.",
        name="person_number",
    ),
)
_LEVEL = table(
    ref("proficiencyLevel", "the proficiency level"),
    column(
        "proficiencyLevel.localizedQualifier",
        STRING,
        "Name of the proficiency level in the API user's language, if it differs.",
    ),
)


class PersonSkills(Table):
    """The skills of each person, a row per skill and effective date."""

    name = "person_skills"
    operation = Operation("/v1/commons/persons/skills/multi_read", body=_BODY, batch=1000)
    records = "assignments"
    primary_keys = ("person_id", "skill_id", "effective_date")
    columns = table(
        _PERSON,
        ref("skill", "the skill", to="skills"),
        column(
            "skill.localizedQualifier",
            STRING,
            "Name of the skill in the API user's language, if it differs.",
        ),
        column("effectiveDate", DATE, "First date on which the person has the skill."),
        column("active", BOOLEAN, "Whether the assignment is active."),
        _LEVEL,
    )


class PersonCertifications(Table):
    """The certifications of each person, a row per certification and effective date."""

    name = "person_certifications"
    operation = Operation("/v1/commons/persons/certifications/multi_read", body=_BODY, batch=1000)
    records = "assignments"
    primary_keys = ("person_id", "certification_id", "effective_date")
    columns = table(
        _PERSON,
        ref("certification", "the certification", to="certifications"),
        column(
            "certification.localizedQualifier",
            STRING,
            "Name of the certification in the API user's language, if it differs.",
        ),
        column("certificationNumber", STRING, "Number of the certificate."),
        column("effectiveDate", DATE, "First date on which the certification is valid."),
        column("expirationDate", DATE, "Date on which the certification expires."),
        _LEVEL,
    )
