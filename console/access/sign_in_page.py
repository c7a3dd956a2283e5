"""The sign-in page: plain HTML forms, so that password managers recognise them and anonymous requests cost nothing."""

from enum import StrEnum
from html import escape
from string import Template

from console.frame.plain import plain_page
from console.frame.preferences import Preferences
from console.frame.words import WORDS


class Refusal(StrEnum):
    """Why a sign-in was refused."""

    PERSON = "person"
    MACHINE = "machine"
    NOT_CONFIRMED = "not_confirmed"
    TOO_MANY = "too_many"
    AWAY = "away"


# Password managers need a user name, also for a token.
FORMS = Template("""
<div class="card sign-in">
<h2>$sign_in</h2>
$alert
<form method="post" action="/sign-in">
<h3>$person</h3>
<input type="hidden" name="to" value="$to">
<label for="email">$email</label>
<input id="email" name="email" type="email" required autofocus autocomplete="username" aria-invalid="$wrong_person">
<label for="password">$password</label>
<input id="password" name="password" type="password" required autocomplete="current-password"
 aria-invalid="$wrong_person">
<button class="primary" type="submit">$sign_in</button>
</form>
<form method="post" action="/sign-in">
<h3>$machine</h3>
<input type="hidden" name="to" value="$to">
<input class="away" name="username" value="operator" autocomplete="username" aria-hidden="true" tabindex="-1">
<label for="token">$token</label>
<input id="token" name="token" type="password" required autocomplete="current-password" aria-describedby="token-note"
 aria-invalid="$wrong_machine">
<p id="token-note" class="note">$hint</p>
<button class="primary" type="submit">$sign_in</button>
</form>
</div>
""")
ALERT = Template('<p class="note warning" role="alert">$text</p>')


def sign_in_page(preferences: Preferences, *, refusal: Refusal | None, to: str) -> str:
    """Return the page; `refusal`: with the reason why the last try failed. `to`: the path that the visitor wanted."""
    words, frame_words = preferences.words, WORDS[preferences.language]
    reasons = {
        Refusal.PERSON: frame_words.wrong_password,
        Refusal.MACHINE: frame_words.wrong_token,
        Refusal.NOT_CONFIRMED: frame_words.not_confirmed,
        Refusal.TOO_MANY: frame_words.too_many,
        Refusal.AWAY: frame_words.accounts_away,
    }
    forms = FORMS.substitute(
        alert=ALERT.substitute(text=escape(reasons[refusal])) if refusal else "",
        sign_in=escape(words.sign_in),
        person=escape(frame_words.person),
        email=escape(frame_words.email),
        password=escape(frame_words.password),
        machine=escape(frame_words.machine),
        token=escape(frame_words.token),
        hint=escape(words.sign_in_hint),
        to=escape(to),
        wrong_person=str(refusal is Refusal.PERSON).lower(),
        wrong_machine=str(refusal is Refusal.MACHINE).lower(),
    )
    return plain_page(preferences, title=words.sign_in, content=forms)
