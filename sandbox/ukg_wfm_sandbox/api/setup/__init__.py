"""Setup lists: codes, rules, profiles, types."""

from __future__ import annotations

from ukg_wfm_sandbox.api.setup import lists

OPERATIONS = (*lists.OPERATIONS,)
