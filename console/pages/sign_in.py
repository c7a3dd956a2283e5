"""The sign-in page: a plain HTML form, so that password managers recognise it and anonymous requests cost nothing."""

from html import escape
from string import Template

from console.pages.plain import plain_page
from console.pages.preferences import Preferences

# Password managers need a user name.
FORM = Template("""
<form class="card sign-in" method="post" action="/sign-in">
<h2>$sign_in</h2>
<input class="away" name="username" value="operator" autocomplete="username" aria-hidden="true" tabindex="-1">
<label for="token">$operator_label</label>
<input id="token" name="token" type="password" required autofocus autocomplete="current-password"
 aria-describedby="token-note" aria-invalid="$refused">
<p id="token-note" $note_attributes>$note</p>
<button class="primary" type="submit">$sign_in</button>
</form>
""")
HINT, ALERT = 'class="note"', 'class="note warning" role="alert"'


def sign_in_page(preferences: Preferences, *, refused: bool) -> str:
    """Return the page; `refused`: with the message that the token was wrong."""
    words = preferences.words
    form = FORM.substitute(
        sign_in=escape(words.sign_in),
        operator_label=escape(words.operator_label),
        refused=str(refused).lower(),
        note_attributes=ALERT if refused else HINT,
        note=escape(words.refused if refused else words.sign_in_hint),
    )
    return plain_page(preferences, title=words.sign_in, content=form)
