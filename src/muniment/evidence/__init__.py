"""What the case shows: quotes, who said what, claims and their evidence, and how many sources stand behind them."""
