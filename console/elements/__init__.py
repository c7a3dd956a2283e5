"""Elements whose every second happens in the browser: ageing values, countdowns, charts that slide."""
