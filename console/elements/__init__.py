"""NiceGUI elements that update every second in the browser: ages, countdowns and sliding charts.

It owns the Vue components (`*.js`) next to the Python classes.
It may use NiceGUI and the metric points of `esteira`, and nothing else of the console.
"""
