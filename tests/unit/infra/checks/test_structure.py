"""The structure's check finds what it is there for."""

from pathlib import Path

from infra.checks.structure import StructureFigures, measure

RANKS = {"core": 0, "producer": 1, "consumer": 2}
TWO_FUNCTIONS = "def one(): ...\ndef two(): ...\n"


def figures(root: Path, **modules: str) -> StructureFigures:
    for name, text in {"core__errors": TWO_FUNCTIONS, **modules}.items():
        path = root / "functions" / "esteira" / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return measure(root, RANKS)


def test_imports_inside_a_feature_and_of_the_core_stay_at_home(tmp_path: Path) -> None:
    found = figures(
        tmp_path,
        producer__cursor="from esteira.core import errors\n",
        producer__publish="from esteira.producer.cursor import Cursor\n",
        consumer__process="from esteira.producer.cursor import Cursor\n",
    )

    assert (found.edges, found.share_at_home) == (3, 2 / 3)


def test_an_import_of_a_later_feature_is_named(tmp_path: Path) -> None:
    found = figures(tmp_path, consumer__retry="", producer__publish="import esteira.consumer.retry\n")

    assert found.forward == [("esteira.producer.publish", "esteira.consumer.retry")]


def test_modules_that_import_each_other_are_named_also_where_the_import_is_inside_a_function(tmp_path: Path) -> None:
    found = figures(
        tmp_path,
        producer__one="from esteira.producer import two\n",
        producer__two="def late():\n    from esteira.producer.one import x\n",
    )

    assert found.circles == [["esteira.producer.one", "esteira.producer.two"]]


def test_a_crowded_package_is_named_with_its_number_of_modules(tmp_path: Path) -> None:
    found = figures(tmp_path, **{f"producer__m{number}": "" for number in range(26)})

    assert found.crowded == {"esteira.producer": 26}


def test_each_fault_is_a_sentence(tmp_path: Path) -> None:
    long = "def long():\n" + "    x = 1\n" * 30

    found = figures(tmp_path, producer__one=f"from esteira.consumer import two\n{long}", consumer__two=long)

    assert len(found.faults) == 4
