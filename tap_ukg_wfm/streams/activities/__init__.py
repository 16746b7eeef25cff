"""Activities (UKG Work)."""
