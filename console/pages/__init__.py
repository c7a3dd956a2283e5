"""The pages of the console, one module each; `frame` holds what they share.

It owns the cookies for language and theme.
It may use the feed, the elements, the texts and the metrics gateway; nothing but `console.app` imports it.
"""
