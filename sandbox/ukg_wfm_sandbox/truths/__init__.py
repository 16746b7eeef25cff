"""What a perfect extraction would hold, domain by domain."""
