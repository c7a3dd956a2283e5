"""Texts of the page of one's own account."""

from dataclasses import dataclass

from console.words.words import Language


@dataclass(frozen=True, kw_only=True)
class MeWords:
    """The texts of one language. `{}` stands for a number."""

    account: str
    name: str
    role: str
    id: str
    sessions: str
    none: str
    browser: str
    where: str
    here: str
    elsewhere: str
    since: str
    expires: str
    end_chosen: str
    choose_first: str
    ended: str
    end_all: str
    end_all_title: str
    end_all_sentence: str
    ended_all: str


ENGLISH = MeWords(
    account="You are signed in as",
    name="Name",
    role="Role",
    id="Identifier",
    sessions="Your sessions",
    none="You have no sessions: you signed in with the token of a machine.",
    browser="Browser",
    where="Where",
    here="this browser",
    elsewhere="elsewhere",
    since="Signed in",
    expires="Ends at the latest",
    end_chosen="End the selected ones",
    choose_first="Select a session first.",
    ended="Ended.",
    end_all="Sign out everywhere …",
    end_all_title="Sign out everywhere?",
    end_all_sentence="All your sessions end, also this one.",
    ended_all="{} sessions ended.",
)

PORTUGUESE = MeWords(
    account="Você entrou como",
    name="Nome",
    role="Papel",
    id="Identificador",
    sessions="Suas sessões",
    none="Você não tem sessões: entrou com o token de uma máquina.",
    browser="Navegador",
    where="Onde",
    here="este navegador",
    elsewhere="outro lugar",
    since="Entrou",
    expires="Termina no máximo",
    end_chosen="Encerrar as selecionadas",
    choose_first="Selecione uma sessão primeiro.",
    ended="Encerrada.",
    end_all="Sair de todas …",
    end_all_title="Sair de todas as sessões?",
    end_all_sentence="Todas as suas sessões terminam, inclusive esta.",
    ended_all="{} sessões encerradas.",
)

WORDS: dict[Language, MeWords] = {"en": ENGLISH, "pt": PORTUGUESE}
