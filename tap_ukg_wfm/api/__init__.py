"""Calls to UKG: hosts, tokens, requests, retries, errors."""
