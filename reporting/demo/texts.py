"""What people say and write in the demo. Invented; no medical facts, as it should be."""

INTAKES = [
    {
        "question": "Wil weer aan het werk nu de kinderen naar school gaan. Vraagt hulp bij het vinden van iets met vaste tijden.",
        "work": "Mbo verzorging niet afgemaakt. Zes jaar in de schoonmaak gewerkt, het laatst in 2019.",
        "wish": "Schoonmaak of keuken", "hours": 20,
        "motivation": "Ik wil mijn eigen geld verdienen en laten zien dat ik het kan. Thuiszitten maakt me niet beter.",
        "view": "Gemotiveerd en afspraken komt zij na. Heeft vooral een eerste plek nodig om weer ritme te krijgen.",
        "obstacles": "Opvang na 15 uur: aanvraag loopt. Heeft een fiets nodig voor werk buiten de stad.",
    },
    {
        "question": "Was twintig jaar chauffeur. Het bedrijf stopte. Weet niet wat nu past.",
        "work": "Rijbewijs B en C. Lager beroepsonderwijs metaal. Veel ervaring met laden, lossen en klanten.",
        "wish": "Magazijn of logistiek", "hours": 32,
        "motivation": "Als er morgen werk is, ga ik. Maar niet weer nachten maken.",
        "view": "Kan snel bemiddeld worden. Solliciteren op papier is lang geleden.",
        "obstacles": "Geen cv. Podium24 helpt daarbij.",
    },
    {
        "question": "Volgt inburgering en wil daarnaast werken om de taal sneller te leren.",
        "work": "In het land van herkomst elektricien geweest. Diploma wordt beoordeeld.",
        "wish": "Techniek of installatie", "hours": 24,
        "motivation": "Ik wil iets maken met mijn handen. Op het werk leer ik meer dan op school.",
        "view": "Leergierig, komt op tijd. Taal is nu de grens: begrijpt veel, spreekt nog weinig.",
        "obstacles": "Taal op de werkvloer. Tolk bij het eerste gesprek, daarna taaltraining.",
    },
    {
        "question": "Meldt zich omdat de regels veranderen. Wil weten waar hij aan toe is.",
        "work": "Praktijkonderwijs. Korte baantjes via het uitzendbureau, vaak na een paar weken gestopt.",
        "wish": "Buiten werken, groen", "hours": 16,
        "motivation": "Binnen zitten is niks voor mij. Als het buiten is probeer ik het.",
        "view": "Weinig vertrouwen na eerdere teleurstellingen. Heeft een duidelijke dag en een vaste begeleider nodig.",
        "obstacles": "Vroeg opstaan en vervoer. Begint met twee ochtenden en bouwt op.",
    },
    {
        "question": "Doet al jaren vrijwilligerswerk in het buurthuis en denkt na over betaald werk.",
        "work": "Havo. Administratief werk tot 2012. Organiseert nu activiteiten voor ouderen.",
        "wish": "Gastvrouw of baliewerk", "hours": 12,
        "motivation": "Ik ben goed met mensen. Betaald werk zou mooi zijn, maar ik wil het buurthuis niet laten vallen.",
        "view": "Sterk in contact. Uren rustig opbouwen; de stap naar betaald werk kan in de wijk zelf.",
        "obstacles": "Zoekt werk op loopafstand. Verklaring van goed gedrag is aangevraagd.",
    },
    {
        "question": "Is klaar met de opleiding maar vindt geen plek.",
        "work": "Mbo-2 horeca, stage in een hotel. Bijbaan in een supermarkt.",
        "wish": "Horeca of winkel", "hours": 36,
        "motivation": "Ik wil fulltime werken, liefst in een team.",
        "view": "Direct bemiddelbaar. Sollicitatiegesprekken oefenen helpt.",
        "obstacles": "Geen. Kan met de bus of de fiets overal komen.",
    },
]  # fmt: skip
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
