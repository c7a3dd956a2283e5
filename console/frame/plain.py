"""Pages of plain HTML: they need no connection, and the process keeps nothing for them."""

from html import escape
from string import Template

from nicegui import __version__ as nicegui_version

from console.frame.frame import ASSETS
from console.frame.preferences import COOKIE_ATTRIBUTES, LANGUAGE_COOKIE, THEME_COOKIE, Preferences
from console.words.words import LANGUAGES, Language, Words

PAGE = Template("""<!doctype html>
<html lang="$locale" data-theme="$theme" data-theme-cookie="$theme_cookie"
 data-language-cookie="$language_cookie" data-cookie-attributes="$cookie_attributes">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title · Esteira</title>
<link rel="icon" href="$assets/mark.svg">
<link rel="stylesheet" href="/_nicegui/$nicegui/static/fonts.css">
<link rel="stylesheet" href="$assets/console.css">
<link rel="stylesheet" href="$assets/pages.css">
<link rel="stylesheet" href="$assets/plain.css">
</head>
<body>
<script src="$assets/plain.js"></script>
<a class="skip" href="#main">$skip</a>
<header class="bar">
<div class="brand"><img src="$assets/mark.svg" alt="" width="22" height="22"><h1>Esteira</h1></div>
<div class="grow"></div>
<div class="languages" role="group" aria-label="$language_label">$languages</div>
<button class="plain theme" type="button" aria-label="$switch_theme" title="$switch_theme">
<span class="theme-icon" aria-hidden="true"></span></button>
</header>
<main class="page" id="main" tabindex="-1">$content</main>
</body>
</html>
""")
LANGUAGE_BUTTON = Template(
    '<button class="plain" type="button" aria-pressed="$pressed" data-language="$language">$label</button>'
)


def plain_page(preferences: Preferences, *, title: str, content: str) -> str:
    """Return a page around `content`, which is HTML."""
    words = preferences.words
    return PAGE.substitute(
        _texts(words),
        theme=preferences.theme,
        theme_cookie=THEME_COOKIE,
        language_cookie=LANGUAGE_COOKIE,
        cookie_attributes=COOKIE_ATTRIBUTES,
        title=escape(title),
        assets=ASSETS,
        nicegui=nicegui_version,
        languages="".join(_button(language, preferences.language) for language in LANGUAGES),
        content=content,
    )


def _texts(words: Words) -> dict[str, str]:
    texts = {
        "locale": words.locale,
        "skip": words.skip_to_content,
        "language_label": words.language_label,
        "switch_theme": words.switch_theme,
    }
    return {name: escape(text) for name, text in texts.items()}


def _button(language: Language, current: Language) -> str:
    pressed = str(language == current).lower()
    return LANGUAGE_BUTTON.substitute(pressed=pressed, language=language, label=language.upper())
