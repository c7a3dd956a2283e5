"""Texts of the cost."""

from dataclasses import dataclass

from console.words.words import Language


@dataclass(frozen=True, kw_only=True)
class CostWords:
    """The texts of one language. `{}` stands for a number or a date."""

    title: str
    none: str
    lane: str
    shared: str
    settled: str
    attempts: str
    per_1000: str
    moving: str
    retries: str
    empty: str
    services: str
    service: str
    all: str
    waste: str
    quiet_day: str
    quiet_unknown: str
    prices: str
    stale: str
    assumed: str
    not_counted: str


ENGLISH = CostWords(
    title="Cost on AWS",
    none="Nothing was used.",
    lane="Lane",
    shared="shared",
    settled="Settled",
    attempts="Attempts",
    per_1000="US$ per 1,000",
    moving="Moving alone",
    retries="Wasted by retries",
    empty="Wasted by empty receives",
    services="US$ by service",
    service="Service",
    all="all",
    waste="Wasted of all: {} by retries, {} by empty receives.",
    quiet_day="A quiet day: US$ {}, of it US$ {} for empty receives; Lambda's own pollers would cost US$ {}.",
    quiet_unknown="A quiet day: unknown, since no minute was quiet.",
    prices="Prices of {}, dated {}, without free tiers.",
    stale="The prices are more than 180 days old.",
    assumed="Prices without a dated source: {}.",
    not_counted="Not in the sum: {}.",
)

PORTUGUESE = CostWords(
    title="Custo na AWS",
    none="Nada foi usado.",
    lane="Faixa",
    shared="comum",
    settled="Concluídas",
    attempts="Tentativas",
    per_1000="US$ por 1.000",
    moving="Só o movimento",
    retries="Perdido em novas tentativas",
    empty="Perdido em recebimentos vazios",
    services="US$ por serviço",
    service="Serviço",
    all="tudo",
    waste="Perdido de tudo: {} em novas tentativas, {} em recebimentos vazios.",
    quiet_day="Um dia parado: US$ {}, dos quais US$ {} de recebimentos vazios; os da própria Lambda custariam US$ {}.",
    quiet_unknown="Um dia parado: desconhecido, pois nenhum minuto foi parado.",
    prices="Preços de {}, de {}, sem faixas gratuitas.",
    stale="Os preços têm mais de 180 dias.",
    assumed="Preços sem fonte datada: {}.",
    not_counted="Fora da soma: {}.",
)

WORDS: dict[Language, CostWords] = {"en": ENGLISH, "pt": PORTUGUESE}
