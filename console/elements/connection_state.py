"""The state of the feed as the browser sees it."""

from nicegui.element import Element


class ConnectionState(Element, component="connection_state.js"):
    """Shows a state, and instead of it the text `lost` (`{}` is the time) while the browser has no connection."""

    def __init__(self, *, lost: str, locale: str) -> None:
        super().__init__()
        self._props.update({"state": "starting", "label": "", "lost": lost, "locale": locale})

    def show(self, state: str, label: str) -> None:
        """Show the state, which is the CSS class too, with this label."""
        self._props.update({"state": state, "label": label})
        self.update()
