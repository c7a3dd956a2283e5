"""What the errors say that pages show, in Brazilian Portuguese. Causes come from `esteira.core.redis_trouble`."""

from collections.abc import Mapping

from esteira.core import errors, redis_trouble
from esteira.costs import emulator
from esteira.reports import report

BY_ERROR: Mapping[type[errors.Unavailable], str] = {
    errors.TargetUnavailable: "O banco de dados de destino não está disponível (ESTEIRA_TARGET_DSN).",
    errors.SourceUnavailable: "Um banco de dados de origem não está disponível (ESTEIRA_SOURCES).",
    errors.CursorUnavailable: "O Redis, que guarda os cursores, não pode ser usado (ESTEIRA_REDIS_URL).",
    errors.AttemptLogUnavailable: "O MongoDB, que guarda o registro de tentativas, não responde (ESTEIRA_MONGO_URL).",
    errors.AuditLogUnavailable: "O MongoDB, que guarda o registro de auditoria, não responde (ESTEIRA_MONGO_URL).",
    errors.AccountsUnavailable: "O MongoDB, que guarda contas e sessões, não responde (ESTEIRA_MONGO_URL).",
    errors.MailsUnavailable: (
        "O SES, que envia os e-mails, não aceita nenhum agora (AWS_ENDPOINT_URL, ou os limites da conta)."
    ),
    errors.QueueUnavailable: "A fila não responde (AWS_ENDPOINT_URL, ou a URL da fila).",
    errors.MetricsUnavailable: "O Redis, que guarda as métricas, não pode ser usado (ESTEIRA_REDIS_URL).",
    errors.FlowUnavailable: "O Redis, que guarda plano e heartbeats, não pode ser usado (ESTEIRA_REDIS_URL).",
    errors.TurnsUnavailable: "O Redis, que guarda o ritmo das consultas, não pode ser usado (ESTEIRA_REDIS_URL).",
    errors.FilesUnavailable: "O S3, que guarda os arquivos dos relatórios, não responde (AWS_ENDPOINT_URL).",
    errors.RowsChanged: "As linhas mudaram enquanto eram lidas.",
    errors.UsageUnavailable: "O que foi usado não pode ser lido (AWS_ENDPOINT_URL).",
    errors.StackUnavailable: (
        "As funções e os agendamentos implantados não podem ser lidos nem invocados agora (AWS_ENDPOINT_URL)."
    ),
    errors.MappingsUnavailable: "O Lambda, que guarda os event source mappings, não responde (AWS_ENDPOINT_URL).",
}

REASONS: dict[str, str] = {
    **{str(error()): text for error, text in BY_ERROR.items()},
    emulator.ON_AWS: "Só o LocalStack é medido; para a AWS veja o Cost Explorer.",
    emulator.NOT_METERED: "Este emulador não conta; inicie o LocalStack com o nosso plug-in.",
    emulator.OTHER_VERSION: "O plug-in é de outra versão; execute `make setup` e depois `esteira up`.",
    report.TOO_OFTEN_LOST: f"Seu trabalhador se perdeu {report.MOST_STARTS} vezes, sem dizer nada.",
    report.BUG: "O trabalhador encontrou um erro no próprio código, que foi informado.",
    report.BEGUN_OFTEN: f"Foi iniciado {report.MOST_STARTS} vezes.",
    str(errors.NotFound()): "Não encontrado.",
    errors.Outdated(0).public_message.partition(" (")[0]: "O registro foi alterado enquanto isso.",
    "(the current version is": "(a versão atual é",
    report.CHOOSE_CSV: "escolha CSV, ou restrinja os filtros",
    "A sheet of XLSX holds": "Uma planilha XLSX comporta",
    redis_trouble.READ_ONLY: (
        "É uma réplica somente leitura e recusa gravações: informe a primária, ou desfaça com REPLICAOF NO ONE."
    ),
    redis_trouble.FULL: (
        "A memória está cheia e ele recusa gravações: aumente maxmemory, ou apague chaves que não são do Esteira."
    ),
    redis_trouble.DISK: "Ele não consegue gravar em disco e recusa gravações (MISCONF): o log dele diz por quê.",
    redis_trouble.FEW_REPLICAS: "Ele tem menos réplicas do que o exigido e recusa gravações (NOREPLICAS).",
    redis_trouble.LOADING: "Ele ainda está carregando os dados; isso termina sozinho.",
    redis_trouble.STALE: "É uma réplica sem primária e não responde nada (MASTERDOWN): informe a primária.",
    redis_trouble.REFUSED: "Ele recusa o usuário ou a senha.",
    redis_trouble.FORBIDDEN: "O usuário não tem uma permissão necessária (NOPERM).",
    redis_trouble.CLIENTS: "Não há mais conexões livres: aumente maxclients, ou feche conexões.",
    redis_trouble.SLOW: "Ele não responde a tempo.",
    redis_trouble.AWAY: "Ele não responde: a conexão foi recusada ou perdida.",
}
