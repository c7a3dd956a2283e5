"""Texts of the reports."""

from dataclasses import dataclass

from esteira.reports.report import ReportFormat, ReportKind, ReportState

from console.words.words import Language, Plural


@dataclass(frozen=True, kw_only=True)
class ReportsWords:
    """The texts of one language. `fields`: the filters by their names; `values`: what may be chosen in them."""

    new: str
    kind: str
    format: str
    start: str
    started: str
    list: str
    none: str
    cancel: str
    cancelled: str
    download: str
    downloaded: str
    requested: str
    all_rows: str
    own_rows: str
    counting: str
    written: str
    left: str
    size: str
    kept_until: str
    expired: str
    begun_again: str
    anything: str
    kinds: dict[ReportKind, str]
    states: dict[ReportState, str]
    limits: dict[ReportFormat, str]
    fields: dict[str, str]
    values: dict[str, str]
    cut: Plural
    replaced: Plural


ENGLISH = ReportsWords(
    new="New report",
    kind="Rows",
    format="Format",
    start="Start",
    started="A worker begins within seconds.",
    list="My reports",
    none="You have asked for no report yet.",
    cancel="Cancel",
    cancelled="Cancelled.",
    download="Download",
    downloaded="The download begins.",
    requested="asked for at {} UTC",
    all_rows="all rows",
    own_rows="your own rows",
    counting="The rows are being counted.",
    written="{} of {} rows",
    left="{} left",
    size="{} MB",
    kept_until="kept until {} UTC",
    expired="The file is no longer kept.",
    begun_again="start {}",
    anything="All",
    kinds={
        ReportKind.ORDERS: "Orders",
        ReportKind.ATTEMPTS: "Attempts",
        ReportKind.DEAD_LETTERS: "Dead letters",
        ReportKind.LOOKUPS: "Look-ups",
        ReportKind.FAILURES: "Errors",
        ReportKind.AUDIT: "Audit log",
    },
    states={
        ReportState.QUEUED: "waiting",
        ReportState.RUNNING: "being written",
        ReportState.DONE: "ready",
        ReportState.FAILED: "failed",
        ReportState.CANCELLED: "cancelled",
    },
    limits={
        ReportFormat.CSV: "Any number of rows. Texts that a spreadsheet would take for a formula get an apostrophe.",
        ReportFormat.XLSX: "At most 1,048,575 rows. Texts over 32,767 characters are cut, control characters replaced;"
        " how many is counted.",
    },
    fields={
        "since": "From (UTC)",
        "until": "Until (UTC)",
        "source": "Source",
        "payment_state": "Payment",
        "lane": "Lane",
        "status": "Outcome",
        "state": "State",
        "cnpj": "CNPJ",
        "kind": "Kind",
        "fingerprint": "Fingerprint",
        "by": "By whom",
        "action": "Action",
        "outcome": "Outcome",
    },
    values={},
    cut=("{count} text was cut", "{count} texts were cut"),
    replaced=("{count} text with replaced characters", "{count} texts with replaced characters"),
)

PORTUGUESE = ReportsWords(
    new="Novo relatório",
    kind="Linhas",
    format="Formato",
    start="Iniciar",
    started="Um trabalhador começa em segundos.",
    list="Meus relatórios",
    none="Você ainda não pediu nenhum relatório.",
    cancel="Cancelar",
    cancelled="Cancelado.",
    download="Baixar",
    downloaded="O download começa.",
    requested="pedido em {} UTC",
    all_rows="todas as linhas",
    own_rows="só as suas linhas",
    counting="As linhas estão sendo contadas.",
    written="{} de {} linhas",
    left="faltam {}",
    size="{} MB",
    kept_until="guardado até {} UTC",
    expired="O arquivo não está mais guardado.",
    begun_again="início {}",
    anything="Tudo",
    kinds={
        ReportKind.ORDERS: "Pedidos",
        ReportKind.ATTEMPTS: "Tentativas",
        ReportKind.DEAD_LETTERS: "Mensagens mortas",
        ReportKind.LOOKUPS: "Consultas",
        ReportKind.FAILURES: "Erros",
        ReportKind.AUDIT: "Auditoria",
    },
    states={
        ReportState.QUEUED: "em espera",
        ReportState.RUNNING: "em andamento",
        ReportState.DONE: "pronto",
        ReportState.FAILED: "falhou",
        ReportState.CANCELLED: "cancelado",
    },
    limits={
        ReportFormat.CSV: "Qualquer número de linhas. Textos que uma planilha tomaria por fórmula ganham um apóstrofo.",
        ReportFormat.XLSX: "No máximo 1.048.575 linhas. Textos com mais de 32.767 caracteres são cortados, caracteres"
        " de controle são trocados; a quantidade é contada.",
    },
    fields={
        "since": "De (UTC)",
        "until": "Até (UTC)",
        "source": "Origem",
        "payment_state": "Pagamento",
        "lane": "Fila",
        "status": "Resultado",
        "state": "Estado",
        "cnpj": "CNPJ",
        "kind": "Tipo",
        "fingerprint": "Impressão digital",
        "by": "Por quem",
        "action": "Ação",
        "outcome": "Resultado",
    },
    values={
        "orders": "pedidos",
        "payments": "pagamentos",
        "lookups": "consultas",
        "pending": "pendente",
        "authorized": "autorizado",
        "failed": "falhou",
        "paid": "pago",
        "refunded": "reembolsado",
        "charged_back": "estornado",
        "succeeded": "sucesso",
        "duplicate": "duplicada",
        "refused": "recusada",
        "deferred": "adiada",
        "queued": "na fila",
        "running": "em andamento",
        "retrying": "será repetida",
        "dead": "morta",
        "not_found": "não encontrada",
        "noted": "anotado",
        "waiting": "espera o reenvio",
        "retried": "reenviado",
        "parked": "espera alguém",
        "discarded": "descartado",
        "payload": "conteúdo",
        "database": "banco de dados",
        "queue": "fila",
        "provider": "provedor",
        "service": "serviço",
        "process": "processo",
        "simulated": "simulado",
        "bug": "não previsto",
        "done": "feita",
    },
    cut=("{count} texto foi cortado", "{count} textos foram cortados"),
    replaced=("{count} texto com caracteres trocados", "{count} textos com caracteres trocados"),
)

WORDS: dict[Language, ReportsWords] = {"en": ENGLISH, "pt": PORTUGUESE}
