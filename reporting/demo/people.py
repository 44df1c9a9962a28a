"""Invented names, places and employers. Every BSN passes the eleven-test and lies in a range that is not given out."""

import itertools
import random
from collections.abc import Iterator

from clients import bsn as bsn_rules

FIRST_NAMES = (
    "Aïcha Ahmet Anja Annelies Bas Bert Birgit Bram Carla Chantal Cor Daan Dawit Demi Dirk Ed Els Emine Erik Esra Fatma "
    "Femke Frans Geert Germaine Giel Guus Hamza Hanneke Harrie Huub Ilse Ine Irena Ivo Jacqueline Jan Jef Jo Joep John "
    "Jolanda Karin Kees Kevin Khadija Kim Leon Lieke Lies Loes Luc Maaike Marleen Mehdi Merhawi Mia Michel Mo Monique "
    "Nadia Noor Olga Omar Pascal Peggy Petra Piet Ria Rob Roel Rosa Roy Sami Samira Sandra Selam Sjef Sjra Sonja Stef "
    "Tanja Theo Tiny Truus Wendy Wiel Wim Yusuf Zeynep Zoë Ömer"
).split()
LAST_NAMES = (
    "Achten|Bemelmans|Berghs|Bertrand|Bollen|Boosten|Brouwers|Claessens|Coenen|Cremers|Curfs|Daemen|Debie|Dohmen|"
    "Duijsens|El Amrani|Erens|Essers|Franssen|Gelissen|Gielen|Habets|Haddad|Haile|Hendrikx|Heynen|Houben|Huijnen|"
    "Jacobs|Janssen|Kerckhoffs|Kessels|Kicken|Kleijnen|Kowalczyk|Kurvers|Lardinois|Lemmens|Lenaerts|Loozen|Mertens|"
    "Meijers|Moonen|Mulkens|Nowak|Offermans|Ortmans|Penders|Peeters|Pluijmen|Prevoo|Quaedvlieg|Ramaekers|Reijnders|"
    "Roijen|Şahin|Savelberg|Schoenmaekers|Simons|Smeets|Spronken|Tesfay|Theunissen|Thewissen|Ummels|Ünal|Vaessen|"
    "Vanderbroeck|Vliegen|Vrancken|Wiertz|Willems|Wiśniewska|Wolfs|Xhofleer|Yildiz"
).split("|")
WITH_PREFIX = [
    ("van den", "Berg"), ("van der", "Meer"), ("de", "Vries"), ("van", "Dijk"), ("de", "Jong"), ("van den", "Bosch"),
    ("van de", "Weijer"), ("van", "Hoof"), ("de", "Graaf"), ("van der", "Linden"), ("van", "Eijsden"), ("te", "Riele"),
]  # fmt: skip
LANGUAGES = ["nld"] * 14 + ["ara", "tir", "tur", "pol", "eng", "fra"]
POSTCODES = {  # the first four digits, by municipality
    "GM0935": range(6211, 6230), "GM1903": (6245, 6247, 6251, 6265), "GM1729": (6271, 6281, 6286),
    "GM0938": (6231, 6235, 6237, 6241), "GM0981": (6291, 6294, 6295), "GM0994": (6301, 6305, 6342),
}  # fmt: skip
MUNICIPALITIES = {  # by the share of people on benefit, about
    "GM0935": 0.70, "GM1903": 0.07, "GM1729": 0.04, "GM0938": 0.08, "GM0981": 0.05, "GM0994": 0.06,
}  # fmt: skip
ELSEWHERE = ["GM0928", "GM0917", "GM0363"]
EMPLOYERS = (
    "Bakkerij De Maaskorst|Hotel Op de Vrijthof|Schoonmaak Heuvelrug|Zorggroep Jekerdal|Logistiek Centrum Beatrix|"
    "Groenvoorziening Mergelland|Metaalwerk Eijsderhof|Wasserij Geuldal|Distributie Aachenstraat|Keukenfabriek Sint Pieter|"
    "Tuincentrum Savelsbos|Restaurant De Kluis|Fietsenmakerij Jekerkwartier|Callcenter Céramique|Drukkerij Wyck|"
    "Supermarkt Scharn|Bouwbedrijf Ransdaal|Thuiszorg Vijf Kernen|Kringloop Maas en Geul|Magazijn Borgharen|"
    "Brouwerij De Zwarte Os|Camping Gulperberg|Kabelfabriek Limmel|Vervoer Drielandenpunt|Parkbeheer Frontenpark"
).split("|")  # fmt: skip
TARGET_GROUPS = ["45plus", "status-holder", "wajong", "vso-pro", "jobs-agreement", "single-parent"]


def bsns(first: int) -> Iterator[str]:
    """Numbers that pass the eleven-test, upward from `first` (900 million and more are not given out)."""
    return (str(number) for number in itertools.count(first) if bsn_rules.is_valid(str(number)))


def surname(rng: random.Random) -> tuple[str, str]:
    """Prefix (mostly none) and last name."""
    return rng.choice(WITH_PREFIX) if rng.random() < 0.14 else ("", rng.choice(LAST_NAMES))


def municipality(rng: random.Random) -> str:
    """A CBS code of the chain, by its share."""
    return rng.choices(list(MUNICIPALITIES), list(MUNICIPALITIES.values()))[0]
