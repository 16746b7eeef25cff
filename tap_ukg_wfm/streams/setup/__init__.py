"""The tenant's setup: rules, profiles and lists of codes."""
