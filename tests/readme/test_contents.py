"""Every document is found, and a translation keeps step with its original."""

from pathlib import Path

from infra.checks.contents import misplaced, out_of_step
from infra.checks.markdown import anchors
from infra.site.contents import groups

ORIGINAL = "# Run\n\n```sh\nmake run  # starts all\n```\n\n## Stop\n"


def test_a_document_is_listed_in_exactly_one_group() -> None:
    lists = groups(
        "# Documents\n\n## Reference\n\n* [A](a.md): see\n  [B](b.md#part).\n\n## Explanation\n\n* [A](a.md)\n"
    )
    listed = [Path(entry) for entries in lists.values() for entry in entries]

    assert list(lists) == ["Reference", "Explanation"]
    assert [sentence.split(" stands")[0] for sentence in misplaced(listed, map(Path, ("a.md", "b.md")))] == [
        "a.md",
        "b.md",
    ]


def test_a_translation_may_differ_in_prose_and_comments_only() -> None:
    assert list(out_of_step(ORIGINAL, "# Rodar\n\n```sh\nmake run  # inicia tudo\n```\n\n## Parar\n")) == []


def test_a_translation_with_another_command_or_chapter_is_reported() -> None:
    assert list(out_of_step(ORIGINAL, "# Rodar\n\n```sh\nmake test\n```\n")) == [
        "has other chapters than its original",
        "has another block 1 than its original",
    ]


def test_a_chapter_is_named_as_github_names_it() -> None:
    text = '# What to do when …\n\n<a id="r1"></a>\n## A `name`, twice\n\n## A `name`, twice\n'

    assert anchors(text) == {"what-to-do-when-", "r1", "a-name-twice", "a-name-twice-1"}
