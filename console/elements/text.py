"""Words and figures on the page, in the HTML element that says what they are."""

from typing import Self

from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement


class Text(TextElement):
    """A text that changes without touching its neighbours."""

    def __init__(self, text: str = "", *, tag: str = "span", role: str = "") -> None:
        """`role` is its class in the stylesheet."""
        super().__init__(tag=tag, text=text)
        self.classes(role)


class MetricValue(Text):
    """A number, named for tests and for screen readers by the metric that it shows."""

    def __init__(self, metric: str, *, tag: str = "span", role: str = "") -> None:
        super().__init__("–", tag=tag, role=f"figure {role}")
        self.props["data-metric"] = metric


class HtmlElement(Element):
    """A plain HTML element with a class."""

    def __init__(self, tag: str = "div", role: str = "") -> None:
        super().__init__(tag)
        self.classes(role)

    def with_attributes(self, **attributes: str) -> Self:
        """The same with attributes; an underscore is a dash."""
        self.props.update({name.replace("_", "-"): value for name, value in attributes.items()})
        return self
