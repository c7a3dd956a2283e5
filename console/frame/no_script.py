"""What the overview shows where scripts are not allowed."""

from html import escape
from string import Template

from console.words.words import Words

# NiceGUI's own notice about modules appears without scripts too, and is in English.
NO_SCRIPT = Template("""<noscript>
<style>#esm-fallback { display: none !important; }</style>
<main class="page" lang="$locale"><section class="card message">
<h1>$no_script_title</h1>
<p>$no_script</p>
<p><a href="/metrics">$no_script_metrics (/metrics)</a></p>
<p>$no_script_commands</p>
<form method="post" action="/sign-out"><button class="plain" type="submit">$sign_out</button></form>
</section></main>
</noscript>""")


def no_script(words: Words) -> str:
    """Return the notice: what is needed, and where the figures are without it."""
    names = ("locale", "no_script_title", "no_script", "no_script_metrics", "no_script_commands", "sign_out")
    return NO_SCRIPT.substitute({name: escape(getattr(words, name)) for name in names})
