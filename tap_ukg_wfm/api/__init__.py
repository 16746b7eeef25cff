"""Calling UKG: hosts, tokens, requests, retries, refusals."""
