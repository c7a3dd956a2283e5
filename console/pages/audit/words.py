"""Texts of the audit log."""

from dataclasses import dataclass

from esteira.core.auditing.audited import Outcome

from console.words.words import Language


@dataclass(frozen=True, kw_only=True)
class AuditWords:
    """The texts of one language. `{}` stands for a number."""

    entries: str
    none: str
    entry: str
    at: str
    by: str
    role: str
    action: str
    subject: str
    outcome: str
    any_outcome: str
    reason: str
    address: str
    search: str
    changes: str
    no_changes: str
    field: str
    before: str
    after: str
    export_csv: str
    export_json: str
    exported: str
    exported_newest: str
    outcomes: dict[Outcome, str]


ENGLISH = AuditWords(
    entries="What was done",
    none="Nothing of that kind in the chosen time range.",
    entry="Entry",
    at="When",
    by="Who",
    role="Role",
    action="Action",
    subject="Subject",
    outcome="Outcome",
    any_outcome="All outcomes",
    reason="Why not",
    address="From",
    search="Search",
    changes="What it changed",
    no_changes="The action says nothing of before and after.",
    field="Field",
    before="Before",
    after="After",
    export_csv="Export CSV",
    export_json="Export JSON lines",
    exported="{} entries exported.",
    exported_newest="The newest {} entries exported; there are more.",
    outcomes={Outcome.DONE: "done", Outcome.REFUSED: "refused", Outcome.FAILED: "failed"},
)

PORTUGUESE = AuditWords(
    entries="O que foi feito",
    none="Nada desse tipo no período escolhido.",
    entry="Registro",
    at="Quando",
    by="Quem",
    role="Papel",
    action="Ação",
    subject="Objeto",
    outcome="Resultado",
    any_outcome="Todos os resultados",
    reason="Por que não",
    address="De onde",
    search="Buscar",
    changes="O que mudou",
    no_changes="A ação não diz o que era antes nem depois.",
    field="Campo",
    before="Antes",
    after="Depois",
    export_csv="Exportar CSV",
    export_json="Exportar JSON por linhas",
    exported="{} registros exportados.",
    exported_newest="Os {} registros mais novos foram exportados; há mais.",
    outcomes={Outcome.DONE: "feito", Outcome.REFUSED: "recusado", Outcome.FAILED: "falhou"},
)

WORDS: dict[Language, AuditWords] = {"en": ENGLISH, "pt": PORTUGUESE}
