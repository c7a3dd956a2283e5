"""The pages of the console, a folder each. `console.pages.directory` lists them.

A page may use frame, elements, alerts, feed and the features' use cases; nothing but the directory imports it.
"""
