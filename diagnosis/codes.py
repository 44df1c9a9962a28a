"""The codes that a work profile and the demands of the labour market are kept in: those of VUM, gegevensstandaard 1.5.

They are stored as they are exchanged, so that matching and exchange need no translation. What VUM leaves to CompetentNL
(competences, occupations) has names of our own until that list is there; each has a place for its address.
"""

from django.utils.translation import gettext_lazy as _

# Work and thinking level (CodeWerkEnDenkniveau).
LEVELS = {
    "1": _("geen basisopleiding"),
    "2": _("basisniveau"),
    "3": _("vmbo-niveau"),
    "4": _("mbo-, havo- of vwo-niveau"),
    "5": _("hbo-niveau"),
    "6": _("universitair niveau"),
    "7": _("nog niet bekend"),
}
# Level of an education (CodeNiveauOpleiding).
EDUCATION_LEVELS = {
    "1": _("basisonderwijs"),
    "2": _("vmbo"),
    "3": _("havo of vwo"),
    "4": _("mbo"),
    "5": _("hbo of bachelor"),
    "6": _("universiteit of master"),
    "9": _("anders"),
}
# Command of a language: reading, listening, speaking, writing (CodeNiveauTaalbeheersing).
COMMAND = {
    "0": _("niet bekend"),
    "1": _("niet"),
    "2": _("redelijk"),
    "3": _("goed"),
    "4": _("uitstekend"),
    "8": _("niet van toepassing"),
}
# How far a competence is mastered (CodeBeheersingCompetentie).
MASTERY = {
    "1": _("goed"),
    "2": _("voldoende"),
    "3": _("onvoldoende"),
    "4": _("niet"),
    "5": _("nog te onderzoeken"),
    "9": _("niet van toepassing"),
}
YES_NO = {"0": _("niet bekend"), "1": _("ja"), "2": _("nee")}  # CodeIndicatie
CONTRACTS = {"B": _("bepaalde tijd"), "O": _("onbepaalde tijd")}
AGREEMENTS = {
    "01": _("regulier werk"),
    "02": _("leerbaan"),
    "03": _("vrijwilligerswerk"),
    "04": _("werkervaringsplaats"),
}
TRANSPORT = {
    "1": _("auto"),
    "2": _("brommer"),
    "3": _("fiets"),
    "4": _("motor"),
    "5": _("bus en trein"),
    "9": _("anders"),
}
LICENCES = {
    code: code for code in ("A", "A1", "A2", "AM", "B", "B+", "BE", "C", "C1", "C1E", "CE", "D", "D1", "D1E", "DE", "T")
}
# Languages that people here speak (ISO 639-3), Dutch first; others are typed as their code.
LANGUAGES = {
    "nld": _("Nederlands"), "lim": _("Limburgs"), "ara": _("Arabisch"), "ckb": _("Koerdisch (Sorani)"),
    "kmr": _("Koerdisch (Kurmanci)"), "deu": _("Duits"), "eng": _("Engels"), "fas": _("Farsi"), "fra": _("Frans"),
    "ita": _("Italiaans"), "ind": _("Indonesisch"), "lin": _("Lingala"), "pol": _("Pools"), "por": _("Portugees"),
    "prs": _("Dari"), "pus": _("Pasjtoe"), "ron": _("Roemeens"), "rus": _("Russisch"), "som": _("Somalisch"),
    "spa": _("Spaans"), "swa": _("Swahili"), "tir": _("Tigrinya"), "amh": _("Amhaars"), "tur": _("Turks"),
    "ukr": _("Oekraïens"), "vie": _("Vietnamees"), "bul": _("Bulgaars"), "zho": _("Chinees"),
}  # fmt: skip
# What somebody likes to do, for who has no occupation in mind (GGM, SoortWerk).
INTERESTS = {
    "aanpakken": _("aanpakken"),
    "helpen": _("helpen"),
    "maken": _("maken"),
    "verkopen": _("verkopen"),
    "vervoeren": _("vervoeren"),
}
# What is asked at work, in words of our own.
COMPETENCES = {
    "appointments": _("afspraken nakomen"),
    "on-time": _("op tijd komen"),
    "instructions": _("instructies volgen"),
    "pace": _("tempo houden"),
    "accuracy": _("nauwkeurig werken"),
    "endurance": _("volhouden"),
    "independence": _("zelfstandig werken"),
    "together": _("samenwerken"),
    "asking-help": _("hulp vragen"),
    "feedback": _("omgaan met kritiek"),
    "pressure": _("omgaan met druk"),
    "change": _("omgaan met verandering"),
    "initiative": _("initiatief nemen"),
    "learning": _("leren"),
    "planning": _("plannen en ordenen"),
    "problem-solving": _("problemen oplossen"),
    "customers": _("omgaan met klanten"),
    "caring": _("zorgen voor anderen"),
    "speaking": _("zich duidelijk uitdrukken"),
    "reading-writing": _("lezen en schrijven"),
    "arithmetic": _("rekenen"),
    "digital": _("werken met computer of telefoon"),
    "manual": _("werken met de handen"),
    "strength": _("zwaar werk doen"),
    "machines": _("werken met machines"),
    "safety": _("veilig werken"),
    "hygiene": _("schoon werken"),
    "leading": _("anderen begeleiden"),
}
# Sectors of the region's labour market -> first two digits of the Standaard Bedrijfsindeling.
SECTORS = {
    "logistics": (_("logistiek en vervoer"), "52"),
    "industry": (_("industrie en techniek"), "25"),
    "construction": (_("bouw en installatie"), "43"),
    "catering": (_("horeca en toerisme"), "56"),
    "cleaning": (_("schoonmaak en facilitair"), "81"),
    "care": (_("zorg en welzijn"), "87"),
    "retail": (_("winkel en verkoop"), "47"),
    "green": (_("groen en landbouw"), "01"),
    "administration": (_("kantoor en administratie"), "82"),
    "education": (_("onderwijs en opvang"), "85"),
    "government": (_("overheid en openbare ruimte"), "84"),
    "food": (_("voeding en bakkerij"), "10"),
    "ict": (_("ICT"), "62"),
}
CHANCES = {"good": _("veel kans"), "fair": _("enige kans"), "poor": _("weinig kans")}
