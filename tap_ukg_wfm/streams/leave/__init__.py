"""Leave cases, leave edits and their audits."""
