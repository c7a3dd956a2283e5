"""Texts of the frame."""

from dataclasses import dataclass

from console.words.words import Language


@dataclass(frozen=True, kw_only=True)
class FrameWords:
    """The texts of one language. `{}` stands for a name or a number."""

    navigation: str
    open_navigation: str
    groups: dict[str, str]
    pages: dict[str, str]
    links: dict[str, str]
    breadcrumbs: str

    palette: str
    palette_hint: str
    palette_empty: str
    find_order: str
    keys_title: str
    keys: dict[str, str]

    bell: str
    nothing_urgent: str

    range_label: str
    ranges: dict[str, str]

    roles: dict[str, str]
    signed_in_as: str

    loading: str
    failed: str
    retry: str
    as_of: str
    more: str
    select_row: str
    select_all: str
    sorted_by: str

    cancel: str
    close: str
    type_to_confirm: str
    needs_role: str
    refused: str
    signed_out: str
    done: str
    unexpected: str

    person: str
    email: str
    password: str
    machine: str
    token: str
    wrong_password: str
    wrong_token: str
    not_confirmed: str
    too_many: str
    accounts_away: str


ENGLISH = FrameWords(
    navigation="Pages",
    open_navigation="Open the list of pages",
    groups={"flow": "Flow", "work": "Work", "system": "System", "people": "People"},
    pages={
        "overview": "Overview",
        "queues": "Queues",
        "dead_letters": "Dead letters",
        "orders": "Orders",
        "sources": "Sources",
        "workers": "Workers",
        "lookups": "Look-ups",
        "reports": "Reports",
        "errors": "Errors",
        "mails": "Mails",
        "callbacks": "Callbacks",
        "tokens": "Tokens",
        "functions": "Functions",
        "schedules": "Schedules",
        "cost": "Cost",
        "me": "My account",
        "accounts": "Accounts",
        "audit": "Audit log",
    },
    links={"flower": "Flower", "grafana": "Grafana", "api": "API"},
    breadcrumbs="You are here",
    palette="Go to or do …",
    palette_hint="A page, an action, or an order such as source1:42",
    palette_empty="Nothing of that name.",
    find_order="Order {}",
    keys_title="Keys",
    keys={
        "Ctrl K": "go to a page or do something",
        "?": "show these keys",
        "g o": "overview",
        "g d": "dead letters",
        "g q": "queues",
        "Esc": "close what is open",
    },
    bell="What needs attention",
    nothing_urgent="Nothing needs attention.",
    range_label="Time range",
    ranges={
        "15m": "15 minutes",
        "1h": "1 hour",
        "6h": "6 hours",
        "24h": "24 hours",
        "7d": "7 days",
        "all": "All time",
    },
    roles={"viewer": "viewer", "operator": "operator", "admin": "administrator"},
    signed_in_as="Signed in as {}",
    loading="Loading …",
    failed="This cannot be shown now.",
    retry="Try again",
    as_of="As of {}",
    more="Show more",
    select_row="Select {}",
    select_all="Select all shown",
    sorted_by="Sort by {}",
    cancel="Cancel",
    close="Close",
    type_to_confirm="Type {} to confirm",
    needs_role="Needs the role {}.",
    refused="Refused: {}",
    signed_out="Your session has ended. Sign in again.",
    done="Done.",
    unexpected="It failed for a reason that was not foreseen; the log has it.",
    person="With an account",
    email="E-mail address",
    password="Password",
    machine="With a token",
    token="Token",
    wrong_password="That address and password do not belong together.",
    wrong_token="That token is not valid.",
    not_confirmed="This account is not confirmed yet: its code is in the mail.",
    too_many="Too many tries. Wait a little, then try again.",
    accounts_away="The accounts cannot be reached now. The installation's own token still works.",
)

PORTUGUESE = FrameWords(
    navigation="Páginas",
    open_navigation="Abrir a lista de páginas",
    groups={"flow": "Fluxo", "work": "Trabalho", "system": "Sistema", "people": "Pessoas"},
    pages={
        "overview": "Visão geral",
        "queues": "Filas",
        "dead_letters": "Mensagens mortas",
        "orders": "Pedidos",
        "sources": "Fontes",
        "workers": "Workers",
        "lookups": "Consultas",
        "reports": "Relatórios",
        "errors": "Erros",
        "mails": "E-mails",
        "callbacks": "Notificações",
        "tokens": "Tokens",
        "functions": "Funções",
        "schedules": "Agendamentos",
        "cost": "Custo",
        "me": "Minha conta",
        "accounts": "Contas",
        "audit": "Auditoria",
    },
    links={"flower": "Flower", "grafana": "Grafana", "api": "API"},
    breadcrumbs="Você está aqui",
    palette="Ir para ou fazer …",
    palette_hint="Uma página, uma ação ou um pedido, como source1:42",
    palette_empty="Nada com esse nome.",
    find_order="Pedido {}",
    keys_title="Teclas",
    keys={
        "Ctrl K": "ir para uma página ou fazer algo",
        "?": "mostrar estas teclas",
        "g o": "visão geral",
        "g d": "mensagens mortas",
        "g q": "filas",
        "Esc": "fechar o que está aberto",
    },
    bell="O que precisa de atenção",
    nothing_urgent="Nada precisa de atenção.",
    range_label="Período",
    ranges={
        "15m": "15 minutos",
        "1h": "1 hora",
        "6h": "6 horas",
        "24h": "24 horas",
        "7d": "7 dias",
        "all": "Todo o tempo",
    },
    roles={"viewer": "leitor", "operator": "operador", "admin": "administrador"},
    signed_in_as="Entrou como {}",
    loading="Carregando …",
    failed="Não é possível mostrar isto agora.",
    retry="Tentar de novo",
    as_of="De {}",
    more="Mostrar mais",
    select_row="Selecionar {}",
    select_all="Selecionar tudo o que é mostrado",
    sorted_by="Ordenar por {}",
    cancel="Cancelar",
    close="Fechar",
    type_to_confirm="Digite {} para confirmar",
    needs_role="Exige o papel {}.",
    refused="Recusado: {}",
    signed_out="Sua sessão terminou. Entre de novo.",
    done="Feito.",
    unexpected="Falhou por um motivo não previsto; está no log.",
    person="Com uma conta",
    email="Endereço de e-mail",
    password="Senha",
    machine="Com um token",
    token="Token",
    wrong_password="Esse endereço e essa senha não conferem.",
    wrong_token="Esse token não é válido.",
    not_confirmed="Esta conta ainda não foi confirmada: o código está no e-mail.",
    too_many="Tentativas demais. Espere um pouco e tente de novo.",
    accounts_away="As contas não podem ser lidas agora. O token da própria instalação ainda funciona.",
)

WORDS: dict[Language, FrameWords] = {"en": ENGLISH, "pt": PORTUGUESE}
