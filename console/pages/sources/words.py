"""Texts of the sources."""

from collections.abc import Mapping
from dataclasses import dataclass

from esteira.orders.handover import RowKind

from console.words.words import Language


@dataclass(frozen=True, kw_only=True)
class SourcesWords:
    """The texts of one language. `{}` stands for a name or a number."""

    sources: str
    none: str
    source: str
    state: str
    well: str
    behind: str
    began_anew: str
    away: str
    mode: str
    rows: str
    lag: str
    cursor: str
    checkpoint: str
    horizon: str
    held_by: str
    nobody: str
    more_holders: str
    holders: str
    no_holders: str
    pid: str
    application: str
    database: str
    since: str
    transaction: str
    statement: str
    hidden: str
    transactions: Mapping[str, str]

    fill: str
    count: str
    false_share: str
    fill_action: str
    filled: str
    publish: str
    published: str
    endings: Mapping[str, str]

    handover: str
    handover_hint: str
    first_id: str
    last_id: str
    which: str
    only_new: str
    all_rows: str
    preview: str
    previewed: str
    kinds: Mapping[RowKind, str]
    hand_over: str
    nothing_to_send: str
    ask_title: str
    ask: str
    ask_different: str
    handed_over: str
    go_on: str
    refused: str


ENGLISH = SourcesWords(
    sources="Sources",
    none="No source is configured.",
    source="Source",
    state="State",
    well="read",
    behind="rows wait",
    began_anew="began anew",
    away="cannot be read",
    mode="Cursor mode",
    rows="Rows",
    lag="Not read yet",
    cursor="Cursor",
    checkpoint="Checkpoint",
    horizon="Horizon held for",
    held_by="Held by",
    nobody="nobody",
    more_holders="There are more than are shown.",
    holders="Who holds the horizon",
    no_holders="No open transaction holds it up: everything that is committed can be read.",
    pid="Process",
    application="Application",
    database="Database",
    since="Open since",
    transaction="State",
    statement="Last statement, without values",
    hidden="hidden from the source's user",
    transactions={
        "active": "active",
        "idle": "idle",
        "idle in transaction": "idle in its transaction",
        "idle in transaction (aborted)": "failed, and still open",
        "prepared": "prepared",
        "hidden": "hidden",
    },
    fill="Fill",
    count="Orders",
    false_share="Share that fails the security check",
    fill_action="Create orders",
    filled="Orders created: {}, with ids {} to {}.",
    publish="Publish now",
    published="Published: {}. Rejected: {}. Ending: {}.",
    endings={
        "caught_up": "everything is read",
        "out_of_time": "the time was used up; publish again",
        "busy": "another producer is publishing it",
        "overtaken": "another producer was faster",
    },
    handover="Hand over again",
    handover_hint="Rows that the producer has read are sent once more. What is equal in the target changes nothing.",
    first_id="First id",
    last_id="Last id",
    which="Rows",
    only_new="only what the target lacks",
    all_rows="all",
    preview="Preview",
    previewed="Rows from {1} to {2}: {0}. To be sent: {3}.",
    kinds={
        RowKind.NEW: "new to the target: under way, or lost",
        RowKind.RETRYING: "retrying",
        RowKind.DEAD: "dead",
        RowKind.REJECTED: "rejected before",
        RowKind.EQUAL: "in the target, equal",
        RowKind.DIFFERENT: "in the target, different: would become conflicts",
        RowKind.NOT_READ: "not read yet: the producer will send them",
    },
    hand_over="Hand over again ({})",
    nothing_to_send="Nothing to send",
    ask_title="Hand these rows over again?",
    ask="Messages of the source {1} that are sent to the lane orders: {0}.",
    ask_different="Of these, messages that differ from the target and become conflicts: {}.",
    handed_over="Sent: {}. Rejected: {}.",
    go_on="The time was used up. Go on from id {}.",
    refused="Not previewed: {}",
)

PORTUGUESE = SourcesWords(
    sources="Fontes",
    none="Nenhuma fonte está configurada.",
    source="Fonte",
    state="Estado",
    well="lida",
    behind="há linhas à espera",
    began_anew="começou de novo",
    away="não pode ser lida",
    mode="Modo do cursor",
    rows="Linhas",
    lag="Ainda não lidas",
    cursor="Cursor",
    checkpoint="Checkpoint",
    horizon="Horizonte retido há",
    held_by="Retido por",
    nobody="ninguém",
    more_holders="Há mais do que os mostrados.",
    holders="Quem retém o horizonte",
    no_holders="Nenhuma transação aberta o retém: tudo o que foi confirmado pode ser lido.",
    pid="Processo",
    application="Aplicação",
    database="Banco",
    since="Aberta desde",
    transaction="Estado",
    statement="Último comando, sem valores",
    hidden="oculto ao usuário da fonte",
    transactions={
        "active": "ativa",
        "idle": "ociosa",
        "idle in transaction": "ociosa na transação",
        "idle in transaction (aborted)": "falhou e continua aberta",
        "prepared": "preparada",
        "hidden": "oculta",
    },
    fill="Encher",
    count="Pedidos",
    false_share="Parte que falha na verificação de segurança",
    fill_action="Criar pedidos",
    filled="Pedidos criados: {}, com ids de {} a {}.",
    publish="Publicar agora",
    published="Publicados: {}. Rejeitados: {}. Fim: {}.",
    endings={
        "caught_up": "tudo foi lido",
        "out_of_time": "o tempo acabou; publique de novo",
        "busy": "outro produtor está publicando",
        "overtaken": "outro produtor foi mais rápido",
    },
    handover="Entregar de novo",
    handover_hint="Linhas que o produtor já leu são enviadas mais uma vez. O que é igual no destino não muda nada.",
    first_id="Primeiro id",
    last_id="Último id",
    which="Linhas",
    only_new="só o que falta no destino",
    all_rows="todas",
    preview="Prévia",
    previewed="Linhas de {1} a {2}: {0}. A enviar: {3}.",
    kinds={
        RowKind.NEW: "novas para o destino: a caminho, ou perdidas",
        RowKind.RETRYING: "em nova tentativa",
        RowKind.DEAD: "mortas",
        RowKind.REJECTED: "rejeitadas antes",
        RowKind.EQUAL: "no destino, iguais",
        RowKind.DIFFERENT: "no destino, diferentes: virariam conflitos",
        RowKind.NOT_READ: "ainda não lidas: o produtor as enviará",
    },
    hand_over="Entregar de novo ({})",
    nothing_to_send="Nada a enviar",
    ask_title="Entregar estas linhas de novo?",
    ask="Mensagens da fonte {1} que são enviadas à fila pedidos: {0}.",
    ask_different="Entre elas, mensagens que diferem do destino e viram conflitos: {}.",
    handed_over="Enviadas: {}. Rejeitadas: {}.",
    go_on="O tempo acabou. Continue a partir do id {}.",
    refused="Sem prévia: {}",
)

WORDS: dict[Language, SourcesWords] = {"en": ENGLISH, "pt": PORTUGUESE}
