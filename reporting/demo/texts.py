"""What people say and write in the demo. Invented; no medical facts, as it should be."""

from typing import Any

# What was said in an intake, by section; `domain`: what was opened because work asks for it.
INTAKES: list[dict[str, dict[str, Any]]] = [
    {
        "reason": {"reason": "Wil weer aan het werk nu de kinderen naar school gaan.",
                   "question": "Vraagt hulp bij het vinden van iets met vaste tijden."},
        "work": {"work": "Zes jaar in de schoonmaak gewerkt, het laatst in 2019.", "education": "Mbo verzorging, niet afgemaakt."},
        "motivation": {"words": "Ik wil mijn eigen geld verdienen en laten zien dat ik het kan. Thuiszitten maakt me niet beter.",
                       "read_back": True, "view": "Gemotiveerd, en afspraken komt zij na. Heeft vooral een eerste plek nodig om weer ritme te krijgen."},
        "market": {"occupation": "Schoonmaak of keuken", "chances": "Zorginstellingen zoeken hulp in de keuken, overdag.",
                   "asked": "Op tijd zijn en zelfstandig werken. Een diploma is niet nodig.", "view": "Vertelt helder wat zij kan. Dat is bij een werkgever genoeg."},
        "practical": {"hours": 20, "childcare_needed": True, "childcare_done": "Opvang na 15 uur: aanvraag loopt.",
                      "transport_needed": True, "transport_done": "Fiets nodig voor werk buiten de stad."},
        "domain": {"domain": "children", "why": "Een keuken begint om 7 uur, dan is er nog geen opvang.", "in_the_way": "yes",
                   "barrier": "Geen opvang vóór 8 uur.", "needed": "Een dienst die na 8.30 uur begint."},
    },
    {
        "reason": {"reason": "Was twintig jaar chauffeur. Het bedrijf stopte.", "question": "Weet niet wat nu past."},
        "work": {"work": "Veel ervaring met laden, lossen en klanten.", "education": "Rijbewijs B en C. Lager beroepsonderwijs metaal."},
        "motivation": {"words": "Als er morgen werk is, ga ik. Maar niet weer nachten maken.", "read_back": True,
                       "view": "Kan snel bemiddeld worden. Solliciteren op papier is lang geleden."},
        "market": {"occupation": "Magazijn of logistiek", "chances": "Vier magazijnen in de regio zoeken mensen voor de dagdienst.",
                   "asked": "Heftruckcertificaat is een pluspunt.", "view": "Wil meteen beginnen, en dat hoor je."},
        "practical": {"hours": 32, "phone_needed": True, "phone_done": "Geen cv. Podium24 maakt dat samen op een laptop."},
    },
    {
        "reason": {"reason": "Volgt inburgering en wil daarnaast werken.", "question": "Hoe leer ik op het werk sneller Nederlands?"},
        "work": {"work": "In het land van herkomst elektricien geweest.", "education": "Diploma wordt beoordeeld."},
        "motivation": {"words": "Ik wil iets maken met mijn handen. Op het werk leer ik meer dan op school.", "read_back": True,
                       "view": "Leergierig, komt op tijd. Taal is nu de grens: begrijpt veel, spreekt nog weinig."},
        "market": {"occupation": "Techniek of installatie", "chances": "Installateurs nemen leerlingen aan, met taal op de werkvloer.",
                   "asked": "Veilig werken, en instructies begrijpen."},
        "practical": {"hours": 24, "language_needed": True, "language_done": "Daarna taaltraining.",
                      "interpreter_needed": True, "interpreter_done": "Tolk bij het eerste gesprek."},
        "domain": {"domain": "language-digital", "why": "Instructies bij een machine moeten meteen duidelijk zijn.", "in_the_way": "yes",
                   "barrier": "Begrijpt veel, spreekt nog weinig.", "needed": "Een collega die langzaam uitlegt, en taaltraining."},
    },
    {
        "reason": {"reason": "Meldt zich omdat de regels veranderen.", "question": "Wil weten waar hij aan toe is."},
        "work": {"work": "Korte baantjes via het uitzendbureau, vaak na een paar weken gestopt.", "education": "Praktijkonderwijs."},
        "motivation": {"words": "Binnen zitten is niks voor mij. Als het buiten is probeer ik het.",
                       "view": "Weinig vertrouwen na eerdere teleurstellingen. Heeft een duidelijke dag en een vaste begeleider nodig."},
        "market": {"occupation": "Buiten werken, groen", "chances": "Het groenbedrijf heeft in het voorjaar plekken."},
        "practical": {"hours": 16, "transport_needed": True, "transport_done": "Begint met de fiets, later de bus.", "clothes_needed": True},
        "capacity": {"hours": "Begint met twee ochtenden en bouwt op.", "supervision": "Eén vaste begeleider, korte opdrachten."},
        "domain": {"domain": "mental-health", "why": "Een werkdag met veel wisselingen houdt hij nu niet vol.", "in_the_way": "yes",
                   "needed": "Een vaste plek en een rustige opbouw."},
    },
    {
        "reason": {"reason": "Doet al jaren vrijwilligerswerk in het buurthuis.", "question": "Kan dit betaald werk worden?"},
        "work": {"work": "Administratief werk tot 2012. Organiseert nu activiteiten voor ouderen.", "education": "Havo."},
        "motivation": {"words": "Ik ben goed met mensen. Betaald werk zou mooi zijn, maar ik wil het buurthuis niet laten vallen.",
                       "read_back": True, "view": "Sterk in contact. Uren rustig opbouwen."},
        "market": {"occupation": "Gastvrouw of baliewerk", "chances": "De stap naar betaald werk kan in de wijk zelf."},
        "practical": {"hours": 12, "certificate_needed": True, "certificate_done": "Is aangevraagd."},
    },
    {
        "reason": {"reason": "Is klaar met de opleiding maar vindt geen plek.", "question": "Wie helpt met solliciteren?"},
        "work": {"work": "Stage in een hotel, bijbaan in een supermarkt.", "education": "Mbo-2 horeca."},
        "motivation": {"words": "Ik wil fulltime werken, liefst in een team.", "read_back": True,
                       "view": "Direct bemiddelbaar. Sollicitatiegesprekken oefenen helpt."},
        "market": {"occupation": "Horeca of winkel", "chances": "Hotels zoeken het hele jaar door.", "view": "Enthousiast, en kan overal komen."},
        "practical": {"hours": 36},
    },
]  # fmt: skip
INTAKE_QUESTION = "Welk werk past, hoeveel uur is vol te houden, en welke begeleiding is daarbij nodig?"
CONCLUDED = {
    "placement": "Wil en kan aan het werk. Een kennismaking met werkgevers kan meteen.",
    "diagnosis": "We weten nog niet welk werk past en in welk tempo. Annex kijkt mee in de praktijk.",
    "development": "Eerst ritme en taal, dan de stap naar werk.",
    "participation": "Betaald werk is nu te ver weg. Meedoen in de buurt is een goed begin.",
    "none": "Heeft zelf werk gevonden dat volgende maand begint.",
}
NOTES = {
    "szmh": [
        ("phone", "Gebeld over de voortgang. Het gaat goed, het ritme komt terug. Volgende maand samen kijken naar de volgende stap."),
        ("talk", "Gesprek op kantoor. Doel besproken: voor de zomer drie dagdelen werken. Ziet op tegen het reizen; buskaart geregeld."),
        ("mail", "Brief gestuurd met uitleg over de afspraken en het telefoonnummer van de begeleider."),
        ("talk", "Samen het plan doorgenomen. Kiest voor groen werk. Opvang voor de ochtend is geregeld."),
        ("no-show", "Niet verschenen en niet afgemeld. Gebeld: was de afspraak vergeten. Nieuwe afspraak gemaakt."),
        ("visit", "Langs geweest op de werkplek. Leidinggevende is tevreden over inzet en omgang."),
        ("phone", "Vraagt of de uren omhoog kunnen. Met de begeleider overlegd: vanaf volgende maand een dag erbij."),
    ],
    "annex": [
        ("talk", "Voortgangsgesprek. Komt vier weken op rij en doet mee in de groep. Spreekt meer Nederlands dan bij de start."),
        ("talk", "Tussentijds besproken wat goed gaat: op tijd, helpt anderen. Oefenpunt: vragen stellen als iets niet duidelijk is."),
        ("phone", "Afgemeld voor vandaag in verband met een afspraak bij de gemeente. Komt donderdag weer."),
    ],
    "mtb": [
        ("visit", "Werkt nu zelfstandig aan de inpaktafel. Tempo ligt nog onder de norm, kwaliteit is goed."),
        ("talk", "Besproken of heftruckles past. Wil dat graag; in het voorjaar is er plek."),
        ("talk", "Drie dagen per week gaat goed. Collega's zijn blij. Vierde dag proberen na de vakantie."),
    ],
    "podium24": [
        ("phone", "Werkgever gebeld: er komt een plek vrij in de ochtendploeg. Kennismaking voorgesteld."),
        ("talk", "Cv samen gemaakt en twee functies gekozen. Sollicitatiegesprek geoefend."),
        ("visit", "Op bezoek bij de werkgever na vier weken. Werkt goed in, vraagt soms om duidelijkere instructie."),
    ],
}  # fmt: skip
OBSERVATIONS = [
    "Was alle dagen aanwezig en op tijd. Pakt nieuwe taken snel op.",
    "Werkt nauwkeurig. Tempo groeit. Vraagt zelf om uitleg.",
    "Twee keer afgemeld, steeds op tijd gebeld. Volgende week extra oefening.",
    "Doet goed mee in de groep. Durft meer te zeggen dan vorige maand.",
    "Kan nu een halve dag zelfstandig werken. Klaar voor meer uren.",
    "Vindt het nog spannend om met klanten te praten. We oefenen met een collega erbij.",
]
RESULTS = [
    "Heeft ritme en weet wat zij wil.", "Taal is goed genoeg voor de werkvloer.", "Klaar voor een werkplek bij een werkgever.",
    "Heeft een cv en drie gesprekken gevoerd.", "Kan vier dagdelen werken.", "Aansluiting bij groen en logistiek is goed.",
]  # fmt: skip
STOPPED = [
    "Past nu niet bij de situatie thuis. Opnieuw bekijken over drie maanden.",
    "Sloot niet aan bij wat hij zoekt.", "Is verhuisd naar een andere regio.",
]  # fmt: skip
TASKS = {"annex": "training en begeleiding", "mtb": "leerwerkplek", "podium24": "werkgevers"}
JOBS = [
    "medewerker keuken", "magazijnmedewerker", "schoonmaker", "hulp in het groen", "inpakker", "winkelmedewerker",
    "assistent installatie", "gastvrouw", "chauffeur bestelbus", "productiemedewerker",
]  # fmt: skip
# What is asked of a partner, by its function, and what comes back.
QUESTIONS = {
    "practical-diagnosis": "Welk werk past, in welk tempo, en wat is daarvoor nodig op de werkplek? Graag een proef van enkele weken.",
    "basic-development": "Kan deze inwoner bij jullie ritme opbouwen en oefenen met de taal? Doel: drie ochtenden per week volhouden.",
    "activation-place": "Zoekt een plek om weer onder de mensen te komen. Hebben jullie iets in de buurt, twee dagdelen om mee te beginnen?",
    "learning-by-working": "Wil leren door te werken. Is er plek bij inpakken of groen, en kan de leidinggevende wennen aan wat meer uitleg?",
    "trial-placement": "Klaar om te laten zien wat zij kan. Welke werkgever wil een proefplaatsing van twee maanden?",
    "job-coaching": "Werkt nu vier dagdelen. Wie komt de eerste maanden op de werkvloer langs?",
    "employer-services": "Welke werkgevers in de regio staan open voor iemand met deze ervaring?",
}
QUESTION = "Past dit bij wat deze inwoner wil en kan, en wanneer kan het beginnen?"
ANSWERS = [
    "Kan dit werk aan: zittend en staand afgewisseld, vier dagdelen. Nodig: een vaste begeleider en korte uitleg. Advies: leren door te werken.",
    "Is erg gegroeid in tempo en omgang. Klaar voor een plek bij een werkgever, bij voorkeur in de ochtend.",
    "Heeft de training afgerond. Taal is voldoende voor de werkvloer. Ons advies: nu kennismaken met werkgevers.",
    "Houdt drie ochtenden goed vol. Meer uren is over twee maanden te proberen.",
]  # fmt: skip
QUERIED = "Op welke dagen is er opvang voor de kinderen? Dan weten we of de ochtendgroep kan."
RETURNED = "De groep past nu niet bij wat deze inwoner zoekt. We denken graag mee over iets anders."
PLANS = [
    {
        "words": "Ik wil een baan waar ik iets maak en om drie uur thuis ben als de kinderen uit school komen.",
        "limits": "U werkt mee aan wat in dit plan staat. Wij betalen de opvang en de reiskosten. Komt u zonder bericht niet, dan praten we daarover; het kan gevolgen hebben voor uw uitkering.",
        "goals": [
            ("Vaste ochtenden werken", "Dan heb ik mijn eigen geld en een ritme.", "Werkplaats van MTB\nActiveringsplek in de buurt\nVrijwilligerswerk op school", "Werkplaats van MTB"),
            ("Beter Nederlands spreken op het werk", "Dan snap ik de uitleg meteen.", "Taalgroep bij Annex\nTaalmaatje", "Taalgroep bij Annex"),
        ],
        "mine": "Elke week twee ochtenden meedoen", "ours": "Belt na twee weken hoe het gaat",
    },
    {
        "words": "Ik ben twintig jaar chauffeur geweest. Ik wil weer rijden of iets in het magazijn, maar geen nachten.",
        "limits": "U solliciteert minstens twee keer per maand. Podium24 helpt met het cv en met werkgevers. Wij vergoeden de code 95.",
        "goals": [
            ("Werk in de logistiek, overdag", "Daar ken ik het werk en de mensen.", "Chauffeur bestelbus\nMagazijn\nPlanning", "Magazijn"),
        ],
        "mine": "Cv afmaken met Podium24", "ours": "Zoekt drie werkgevers die overdag rijden",
    },
    {
        "words": "Ik wil onder de mensen zijn. Betaald werk is nog te veel, maar stil zitten ook.",
        "limits": "Meedoen is vrijwillig. We kijken elk half jaar samen of er meer kan.",
        "goals": [
            ("Twee dagdelen per week iets doen met anderen", "Dan kom ik de deur uit en leer ik mensen kennen.", "Buurthuis\nKringloop\nTuin van de wijk", "Buurthuis"),
        ],
        "mine": "Gaat kennismaken bij het buurthuis", "ours": "Gaat de eerste keer mee",
    },
    {
        "words": "Buiten werken. Binnen houd ik het niet vol. Als het goed gaat wil ik een papiertje halen.",
        "limits": "U komt op de afgesproken dagen. MTB zorgt voor werkkleding en een vaste voorman.",
        "goals": [
            ("Werken in het groen", "Buiten kan ik denken.", "Project Openbare Ruimte\nLeerwerktraject groen\nHovenier", "Leerwerktraject groen"),
            ("Een certificaat halen", "Dan heb ik iets in handen.", "VCA\nBosmaaien\nHeftruck", "Bosmaaien"),
        ],
        "mine": "Op tijd bellen als ik niet kan", "ours": "Regelt de werkkleding",
    },
]  # fmt: skip
EVALUATED = [
    ("Het gaat goed, ik ben minder moe dan eerst.", "Komt vrijwel altijd. We houden de doelen en kijken in het voorjaar naar meer uren."),
    ("Ik vind het nog zwaar maar ik wil door.", "Rustiger opbouwen: eerst een maand zo doorgaan, dan samen kijken."),
]  # fmt: skip
GROUNDS = {
    "yes": "Komt al zes weken op de afgesproken dagen en vraagt zelf om meer.",
    "not-yet": "Begint net; valt nu nog na twee uur stil. Over drie maanden opnieuw.",
    "short": "Heeft recente ervaring, er is vraag naar dit werk en vervoer is geregeld.",
    "long": "Eerst ritme en taal; werk binnen een jaar is niet te verwachten.",
}
NEXT = [
    "Bellen hoe de eerste week ging",
    "Afspraak maken met Podium24",
    "Buskaart aanvragen",
    "Kennismaken op de werkplek",
]
# What the duo of a screening noted with its decision; often nothing.
SCREENED = {
    "potential": ["Wil graag meer uren, de oefenplek ging goed.", "Eerst de rijtijd oplossen, dan solliciteren.", ""],
    "candidate": ["Past bij de vacatures in de logistiek. Iris belt deze week.", "Heeft een cv klaar.", ""],
    "perspective": ["Er is lang niet gesproken over werk. Samen opnieuw beginnen.", "", ""],
    "deeper": ["Wat lukt in een werkweek? Vraag aan Annex.", ""],
    "not-now": ["Verhuist deze maand.", "Zorgt nu thuis voor een ouder, daarna weer verder.", ""],
}
