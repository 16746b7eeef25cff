"""What people attested as they punched."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Dated, Table
from tap_ukg_wfm.streams.fields import DATES
from tap_ukg_wfm.tables.columns import (
    BOOLEAN,
    DATE,
    INTEGER,
    LOCAL,
    STRING,
    Column,
    column,
    either,
    person,
    ref,
    table,
)

ATTESTATION = Operation(
    "/v1/timekeeping/attestation/multi_read",
    body={"where": {"employees": "$person_refs", "dateRange": DATES}, "select": "$select"},
    batch=500,
    # Tenants may select by UTC dates, and rows have local ones.
    margin=1,
)
UNIQUE_ID = Column(
    "unique_id", ("uniqueId",), INTEGER, "Number of the answer, another one for each; 0 without.", 0
)


class Attestations(Table):
    """Questions that people were asked as they punched, and what they answered."""

    name = "attestations"
    operation = ATTESTATION
    select = "attestationDailyDetail"
    records = "attestationDailyDetail"
    primary_keys = ("person_id", "id", "unique_id")
    reads = Dated("attestation_date")
    columns = table(
        person(),
        column("id", INTEGER, "Id of the answer."),
        (UNIQUE_ID,),
        either(
            "attestation_date",
            DATE,
            "Local date of the answer; the UTC date of the transaction where UKG answers no local "
            "time.",
            "questionAnsweredDtm",
            "punchDtm",
            "punchTransactionStartDtm",
        ),
        column("question", STRING, "Question, as the person saw it."),
        column("shortQuestion", STRING, "Question in short."),
        column("answer", STRING, "Answer that the person chose."),
        column("questionAnsweredDtm", LOCAL, "When the person answered, in local time."),
        column("questionDuration", INTEGER, "Time that the answer took, in UKG's unit."),
        column("punchTransactionStartDtm", LOCAL, "When the attestation began, in UTC."),
        column("punchTransactionEndDtm", LOCAL, "When the attestation ended, in UTC."),
        column(
            "punchDtm",
            LOCAL,
            "When the person punched, in local time; null where no punch came of it.",
        ),
        column("punchDuration", INTEGER, "Time that the attestation took, in UKG's unit."),
        column("isPunchSubmitted", BOOLEAN, "Whether the punch was submitted."),
        ref("createdByUser", "the user who created the attestation"),
        ref("punchButton", "the button that the person chose"),
        ref("punchOverride", "the kind of punch that was chosen"),
        column("manualTimeEntryWorkflow", BOOLEAN, "Whether time was entered by hand."),
        column("manualTimeEntryStatus", STRING, "Status of time that was entered by hand."),
        column("deviceId", STRING, "Id of the device."),
        ref("job", "the job", to="locations"),
        ref("laborCategory", "the labor category", to="labor_categories"),
        ref("position", "the position"),
        column("userEnteredPosition", BOOLEAN, "Whether a user chose the position."),
    )
