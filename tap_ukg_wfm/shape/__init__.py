"""The shape report: how a tenant answers, without a word of what it answers."""
