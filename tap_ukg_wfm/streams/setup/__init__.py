"""How the tenant is set up."""
