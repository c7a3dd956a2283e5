"""What operators look at before and after a change: workers with their usage, the next plan, versions compared."""
