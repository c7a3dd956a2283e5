"""Texts of the orders."""

from collections.abc import Mapping
from dataclasses import dataclass

from console.words.words import Language


@dataclass(frozen=True, kw_only=True)
class OrdersWords:
    """The texts of one language. `{}` stands for a name or a number."""

    found: str
    none_found: str
    search: str
    any_source: str
    any_state: str
    id_label: str
    message_id_label: str
    order: str
    source: str
    state: str
    since: str
    attempts: str
    product: str
    price: str
    security_check: str
    yes_no: Mapping[bool, str]
    payment: str
    reason: str
    states: Mapping[str, str]
    payments: Mapping[str, str]

    story: str
    path: str
    message: str
    same: str
    differs: str
    source_row: str
    no_source_row: str
    created: str
    target_row: str
    no_target_row: str
    processed: str
    payment_changed: str
    attempts_title: str
    no_attempts: str
    number: str
    status: str
    statuses: Mapping[str, str]
    ended: str
    gap: str
    error: str
    copy: str
    letters_title: str
    no_letters: str
    kind: str
    letter_kinds: Mapping[str, str]
    body: str
    redrives_title: str
    no_redrives: str
    by: str
    requested: str
    ending: str
    endings: Mapping[str, str]
    selection: str
    named: str
    all_letters: str
    callbacks_title: str
    no_callbacks: str
    more_callbacks: str
    provider: str
    event: str
    amount: str
    received: str
    callback_processed: str
    not_read: Mapping[str, str]

    steps: Mapping[str, str]
    save: str
    open_file: str
    open_title: str
    open_hint: str
    choose: str
    from_file: str
    told_at: str
    file_too_large: str
    file_refused: str
    back: str


ENGLISH = OrdersWords(
    found="Orders in the target",
    none_found="No order of the chosen time is found. An order that is still under way is not in the target: "
    "search for its id with its source to see where it is.",
    search="Search",
    any_source="All sources",
    any_state="All states",
    id_label="Id",
    message_id_label="Message id",
    order="Order",
    source="Source",
    state="State",
    since="Since",
    attempts="Attempts",
    product="Product",
    price="Price",
    security_check="Security check",
    yes_no={True: "passed", False: "not passed"},
    payment="Payment",
    reason="Why",
    states={
        "not_read": "not read yet",
        "moving": "under way",
        "persisted": "persisted",
        "conflict": "in conflict",
        "rejected": "rejected",
        "retrying": "retrying",
        "dead": "dead",
    },
    payments={
        "pending": "pending",
        "authorized": "authorized",
        "failed": "failed",
        "paid": "paid",
        "refunded": "refunded",
        "charged_back": "charged back",
    },
    story="Order {}",
    path="From the source to the target",
    message="Message id",
    same="Source and target hold the same order.",
    differs="The row in the source differs from the row in the target.",
    source_row="Row in the source",
    no_source_row="The source has no such row.",
    created="Created",
    target_row="Row in the target",
    no_target_row="The target has no such row.",
    processed="Persisted",
    payment_changed="Payment changed",
    attempts_title="Attempts",
    no_attempts="No attempt is recorded.",
    number="Attempt",
    status="Result",
    statuses={"succeeded": "succeeded", "failed": "failed"},
    ended="Ended",
    gap="After",
    error="Error",
    copy="Copy (SQS id)",
    letters_title="Letters",
    no_letters="It has no dead letter and no conflict.",
    kind="Kind",
    letter_kinds={"dead": "dead letter", "conflict": "other contents"},
    body="Body",
    redrives_title="Redrives",
    no_redrives="No redrive took it.",
    by="By",
    requested="Requested",
    ending="Ended",
    endings={"finished": "finished", "failed": "failed", "interrupted": "interrupted"},
    selection="Selection",
    named="this one",
    all_letters="all letters",
    callbacks_title="Payment callbacks",
    no_callbacks="No callback of a provider is known.",
    more_callbacks="There are more callbacks than are shown.",
    provider="Provider",
    event="Event",
    amount="Amount",
    received="Received",
    callback_processed="Processed",
    not_read={"source": "The source was not read.", "attempt_log": "The attempt log was not read."},
    steps={
        "created": "Created in {}",
        "not_read": "Waits for the producer",
        "rejected": "Rejected: no message can carry it",
        "published": "Published",
        "sent_again": "Sent again from its row",
        "failed": "Attempt {} failed",
        "succeeded": "Attempt {} succeeded",
        "dead": "Dead letter",
        "conflict": "A message with other contents",
        "redriven": "Sent back by {}",
        "persisted": "In the target",
        "under_way": "Under way",
        "lost": "Not in the target",
        "callback": "{}: {}",
        "callback_waits": "{}: {}, not processed yet",
    },
    save="Save as file",
    open_file="Open a saved story",
    open_title="Open a saved story",
    open_hint="A file of “Save as file” or of esteira story. It is shown as it was saved; no store is asked.",
    choose="File",
    from_file="From a file, not from the stores",
    told_at="As it was on {}.",
    file_too_large="This file is too large for a story.",
    file_refused="This file cannot be opened: {}",
    back="All orders",
)

PORTUGUESE = OrdersWords(
    found="Pedidos no destino",
    none_found="Nenhum pedido do período escolhido foi encontrado. Um pedido ainda a caminho não está no destino: "
    "busque o id com a fonte para ver onde ele está.",
    search="Buscar",
    any_source="Todas as fontes",
    any_state="Todos os estados",
    id_label="Id",
    message_id_label="Id da mensagem",
    order="Pedido",
    source="Fonte",
    state="Estado",
    since="Desde",
    attempts="Tentativas",
    product="Produto",
    price="Preço",
    security_check="Verificação",
    yes_no={True: "aprovada", False: "não aprovada"},
    payment="Pagamento",
    reason="Por quê",
    states={
        "not_read": "ainda não lido",
        "moving": "a caminho",
        "persisted": "gravado",
        "conflict": "em conflito",
        "rejected": "rejeitado",
        "retrying": "em nova tentativa",
        "dead": "morto",
    },
    payments={
        "pending": "pendente",
        "authorized": "autorizado",
        "failed": "recusado",
        "paid": "pago",
        "refunded": "devolvido",
        "charged_back": "contestado",
    },
    story="Pedido {}",
    path="Da fonte ao destino",
    message="Id da mensagem",
    same="A fonte e o destino têm o mesmo pedido.",
    differs="A linha na fonte difere da linha no destino.",
    source_row="Linha na fonte",
    no_source_row="A fonte não tem essa linha.",
    created="Criado",
    target_row="Linha no destino",
    no_target_row="O destino não tem essa linha.",
    processed="Gravado",
    payment_changed="Pagamento alterado",
    attempts_title="Tentativas",
    no_attempts="Nenhuma tentativa está registrada.",
    number="Tentativa",
    status="Resultado",
    statuses={"succeeded": "bem-sucedida", "failed": "falhou"},
    ended="Fim",
    gap="Após",
    error="Erro",
    copy="Cópia (id do SQS)",
    letters_title="Mensagens mortas",
    no_letters="Não há mensagem morta nem conflito.",
    kind="Tipo",
    letter_kinds={"dead": "mensagem morta", "conflict": "outro conteúdo"},
    body="Corpo",
    redrives_title="Reenvios",
    no_redrives="Nenhum reenvio a levou.",
    by="Por",
    requested="Pedido em",
    ending="Fim",
    endings={"finished": "concluído", "failed": "falhou", "interrupted": "interrompido"},
    selection="Seleção",
    named="esta",
    all_letters="todas as mensagens",
    callbacks_title="Notificações de pagamento",
    no_callbacks="Nenhuma notificação de um provedor é conhecida.",
    more_callbacks="Há mais notificações do que as mostradas.",
    provider="Provedor",
    event="Evento",
    amount="Valor",
    received="Recebida",
    callback_processed="Processada",
    not_read={"source": "A fonte não foi lida.", "attempt_log": "O registro de tentativas não foi lido."},
    steps={
        "created": "Criado em {}",
        "not_read": "Espera o produtor",
        "rejected": "Rejeitado: nenhuma mensagem pode levá-lo",
        "published": "Publicado",
        "sent_again": "Enviado de novo a partir da linha",
        "failed": "Tentativa {} falhou",
        "succeeded": "Tentativa {} bem-sucedida",
        "dead": "Mensagem morta",
        "conflict": "Mensagem com outro conteúdo",
        "redriven": "Devolvido à fila por {}",
        "persisted": "No destino",
        "under_way": "A caminho",
        "lost": "Não está no destino",
        "callback": "{}: {}",
        "callback_waits": "{}: {}, ainda não processada",
    },
    save="Salvar em arquivo",
    open_file="Abrir uma história salva",
    open_title="Abrir uma história salva",
    open_hint="Um arquivo de “Salvar em arquivo” ou de esteira story. É mostrado como foi salvo; nada é consultado.",
    choose="Arquivo",
    from_file="De um arquivo, não dos bancos de dados",
    told_at="Como era em {}.",
    file_too_large="Este arquivo é grande demais para uma história.",
    file_refused="Este arquivo não pode ser aberto: {}",
    back="Todos os pedidos",
)

WORDS: dict[Language, OrdersWords] = {"en": ENGLISH, "pt": PORTUGUESE}
