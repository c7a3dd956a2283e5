"""Texts of the import of dead letters."""

from collections.abc import Mapping
from dataclasses import dataclass

from esteira.workbench.plan_import import ARRIVED, ON_ITS_WAY, OTHER_LETTER, SAME_LETTER

from console.words.words import Language


@dataclass(frozen=True, kw_only=True)
class ImportWords:
    """The texts of one language. `{}` stands for a number. `reasons`: why lines are refused, in this language."""

    button: str
    title: str
    choose: str
    choose_hint: str
    too_large: str
    restored: str
    sent: str
    unchanged: str
    refused: str
    none: str
    more: str
    nothing: str
    line: str
    why: str
    submit: str
    done: str
    reasons: Mapping[str, str]


ENGLISH = ImportWords(
    button="Import …",
    title="Import dead letters",
    choose="Exported file",
    choose_hint="Of up to 1,000 letters and 900 kB. Nothing is done before you confirm.",
    too_large="The file has more than 900 kB. Larger ones are imported through the API.",
    restored="New: dead letters again",
    sent="Mended: sent back with the body of the file",
    unchanged="Already there: nothing is done",
    refused="Refused",
    none="No line is refused.",
    more="{} more lines are refused.",
    nothing="There is nothing to import.",
    line="Line",
    why="Why",
    submit="Import",
    done="{} are dead letters again, {} were sent back, {} were refused.",
    reasons={},
)

PORTUGUESE = ImportWords(
    button="Importar …",
    title="Importar mensagens mortas",
    choose="Arquivo exportado",
    choose_hint="De até 1.000 mensagens e 900 kB. Nada é feito antes de confirmar.",
    too_large="O arquivo tem mais de 900 kB. Maiores são importados pela API.",
    restored="Novas: mensagens mortas de novo",
    sent="Corrigidas: reenviadas com o corpo do arquivo",
    unchanged="Já estão lá: nada é feito",
    refused="Recusadas",
    none="Nenhuma linha é recusada.",
    more="Mais {} linhas são recusadas.",
    nothing="Não há nada a importar.",
    line="Linha",
    why="Por quê",
    submit="Importar",
    done="{} são mensagens mortas de novo, {} foram reenviadas, {} foram recusadas.",
    reasons={
        ARRIVED: "o destino tem a mensagem, então ela não está mais morta",
        ON_ITS_WAY: "a mensagem foi reenviada ou é tentada de novo, então não está morta agora",
        SAME_LETTER: "uma linha anterior tem a mesma mensagem",
        OTHER_LETTER: "outra mensagem morta trata do mesmo; exporte essa",
    },
)

WORDS: dict[Language, ImportWords] = {"en": ENGLISH, "pt": PORTUGUESE}
