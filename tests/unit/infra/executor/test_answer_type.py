"""The content type of an answer is chosen once for each pair of request headers."""

from collections.abc import Mapping

from localstack_process_executor.answer_type import REMEMBERED, remembering


class Choices:
    """Counts how often a type was chosen."""

    def __init__(self) -> None:
        self.made = 0

    def choose(self, kind: type, headers: Mapping[str, str]) -> str:
        """Return what the choice was made from."""
        self.made += 1
        return f"{kind.__name__} {sorted(headers.items())}"


class Json:
    """A serializer."""


class Xml:
    """Another one."""


def test_the_same_headers_are_read_once() -> None:
    choices = Choices()
    choose = remembering(choices.choose)

    assert {choose(Json(), {"Accept": "a", "X-Other": str(number)}) for number in range(9)} == {
        "Json [('Accept', 'a')]"
    }
    assert choices.made == 1


def test_each_kind_of_answer_and_each_header_has_a_choice_of_its_own() -> None:
    choose = remembering(Choices().choose)
    headers: list[Mapping[str, str] | None] = [{"Accept": "a"}, {"Content-Type": "a"}, {}]

    chosen = {choose(kind(), given) for kind in (Json, Xml) for given in headers}

    assert len(chosen) == 6
    assert choose(Json(), None) == choose(Json(), {})


def test_made_up_headers_do_not_fill_the_memory() -> None:
    choices = Choices()
    choose = remembering(choices.choose)
    for number in range(REMEMBERED + 1):
        choose(Json(), {"Accept": str(number)})

    choose(Json(), {"Accept": "0"})

    assert choices.made == REMEMBERED + 2
