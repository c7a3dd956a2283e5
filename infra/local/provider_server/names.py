"""Words of which sample companies are made."""

FIRST_WORDS = (
    "Aurora",
    "Bandeirante",
    "Cerrado",
    "Guarani",
    "Ipê",
    "Jatobá",
    "Mantiqueira",
    "Paraná",
    "Sabiá",
    "Tucano",
)
SECOND_WORDS = ("Alimentos", "Comércio", "Engenharia", "Logística", "Papelaria", "Serviços", "Tecnologia", "Têxtil")
GIVEN_NAMES = ("Ana", "Beatriz", "Caio", "Davi", "Elisa", "Fernando", "Helena", "João", "Lívia", "Otávio")
FAMILY_NAMES = (
    "Almeida",
    "Barros",
    "Cardoso",
    "Duarte",
    "Ferreira",
    "Moraes",
    "Pires",
    "Ribeiro",
    "Siqueira",
    "Teixeira",
)
STREETS = ("das Acácias", "do Comércio", "Dom Pedro II", "dos Andradas", "Quinze de Novembro", "São João")
DISTRICTS = ("Centro", "Boa Vista", "Industrial", "Jardim América", "Santa Cruz")
CITIES = (
    ("São Paulo", "SP", "3550308"),
    ("Rio de Janeiro", "RJ", "3304557"),
    ("Belo Horizonte", "MG", "3106200"),
    ("Curitiba", "PR", "4106902"),
    ("Recife", "PE", "2611606"),
    ("Manaus", "AM", "1302603"),
)
"""Name, state, and code of the IBGE."""
ACTIVITIES = (
    ("4751201", "Comércio varejista especializado de equipamentos e suprimentos de informática"),
    ("6201501", "Desenvolvimento de programas de computador sob encomenda"),
    ("0111301", "Cultivo de arroz"),
    ("4930202", "Transporte rodoviário de carga, exceto produtos perigosos e mudanças, intermunicipal"),
    ("5611201", "Restaurantes e similares"),
    ("7112000", "Serviços de engenharia"),
)
NATURES = (
    ("2062", "Sociedade Empresária Limitada"),
    ("2054", "Sociedade Anônima Fechada"),
    ("2135", "Empresário (Individual)"),
)
SIZES = (("01", "Microempresa"), ("03", "Empresa de Pequeno Porte"), ("05", "Demais"))
ROLES = ((49, "Sócio-Administrador"), (22, "Sócio"), (10, "Diretor"))
STATUSES = ((2, "ATIVA"), (2, "ATIVA"), (2, "ATIVA"), (2, "ATIVA"), (8, "BAIXADA"), (4, "INAPTA"), (3, "SUSPENSA"))
"""Most companies are active."""
