"""Singer tap for UKG Pro Workforce Management."""
