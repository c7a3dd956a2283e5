"""The sign-in page."""

from console.elements.text import HtmlElement, Text
from console.pages.frame import frame, header
from console.pages.preferences import Preferences
from console.words.words import Words


def sign_in_page(preferences: Preferences, *, refused: bool) -> None:
    """Build the sign-in form. It is a plain HTML form, so that password managers recognise it."""
    words = preferences.words
    with header(preferences):
        HtmlElement(role="grow")
    with frame(preferences, title=words.sign_in):
        form = HtmlElement("form", "card sign-in").with_attributes(method="post", action="/sign-in")
    with form:
        Text(words.sign_in, tag="h2")
        _token_field(words, refused=refused)
        Text(words.sign_in, tag="button", role="primary").props["type"] = "submit"


def _token_field(words: Words, *, refused: bool) -> None:
    # Password managers need a user name.
    HtmlElement("input", "away").with_attributes(
        name="username", value="operator", autocomplete="username", aria_hidden="true", tabindex="-1"
    )
    Text(words.operator_label, tag="label").props["for"] = "token"
    HtmlElement("input").with_attributes(
        id="token",
        name="token",
        type="password",
        required="required",
        autofocus="autofocus",
        autocomplete="current-password",
        aria_describedby="token-note",
        aria_invalid=str(refused).lower(),
    )
    note = Text(words.refused if refused else words.sign_in_hint, tag="p", role="note warning" if refused else "note")
    note.props.update({"id": "token-note", **({"role": "alert"} if refused else {})})
