"""Records of forecasts and budgets."""
