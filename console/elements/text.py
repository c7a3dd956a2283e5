"""Texts, metric values and plain HTML elements."""

from typing import Self

from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement


class Text(TextElement):
    """A text that can be updated by itself."""

    def __init__(self, text: str = "", *, tag: str = "span", role: str = "") -> None:
        """`role`: CSS classes."""
        super().__init__(tag=tag, text=text)
        self.classes(role)


class MetricValue(Text):
    """The value of a metric. Its `data-metric` attribute names the metric, for tests and scripts."""

    def __init__(self, metric: str, *, tag: str = "span", role: str = "") -> None:
        super().__init__("–", tag=tag, role=f"figure {role}")
        self.props["data-metric"] = metric


class HtmlElement(Element):
    """A plain HTML element with CSS classes (`role`)."""

    def __init__(self, tag: str = "div", role: str = "") -> None:
        super().__init__(tag)
        self.classes(role)

    def with_attributes(self, **attributes: str) -> Self:
        """Add HTML attributes and return the element; an underscore in a name becomes a dash."""
        self.props.update({name.replace("_", "-"): value for name, value in attributes.items()})
        return self
