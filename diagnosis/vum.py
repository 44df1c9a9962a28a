"""A work profile as VUM's job seeker (WerkzoekendeProfielen 3.0): names and codes of that contract.

There is no table of translation: the profile is kept in these codes. What the contract has and the profile does not know
is left out. Who it is stands not in it; search profile and detail profile are parts of it.
"""

from typing import TYPE_CHECKING, Any

from diagnosis.codes import SECTORS

if TYPE_CHECKING:
    from diagnosis.profile import Profile


def profile(found: "Profile") -> dict[str, Any]:
    """The profile under VUM's names; empty is left out."""
    work = found.work
    return _filled({
        "persoonlijkePresentatie": work.presentation,
        "bemiddelingsberoep": [_occupation(each.occupation) for each in found.targets],
        "contractvorm": [{"codeTypeArbeidscontract": code} for code in work.contracts]
        + [{"codeTypeOvereenkomst": code} for code in work.agreements],
        "sector": [{"codeSbi": int(SECTORS[key][1])} for key in work.sectors],
        "mobiliteit": found.postcode and {
            "bemiddelingspostcode": found.postcode.replace(" ", ""),
            "maximaleReisafstand": work.distance_km,
            "maximaleReistijd": work.travel_minutes,
        },
        "vervoermiddel": [{"codeVervoermiddel": int(code)} for code in work.transport],
        "flexibiliteit": {
            "datumAanvangBeschikbaarVoorWerk": work.available_from and work.available_from.isoformat(),
            "datumEindeBeschikbaarVoorWerk": work.available_until and work.available_until.isoformat(),
            "indicatieOnregelmatigWerkOfPloegendienst": int(work.irregular) or None,
        },
        "werktijden": {
            "aantalWerkurenPerWeekMinimaal": work.hours_min,
            "aantalWerkurenPerWeekMaximaal": work.hours_max,
            "indicatieKantoortijden": int(work.office_hours) or None,
        },
        "eisAanWerk": {
            "indicatieAanpassingWerkomgeving": _known(work.adapted_workplace),
            "indicatieBegeleiding": _known(work.guidance),
            "indicatieWerkvariatie": _known(work.variation),
        },
        "arbeidsmarktkwalificatie": {
            "codeWerkEnDenkniveauWerkzoekende": int(work.level) if work.level else None,
            "interesse": [{"naamInteresse": key} for key in work.interests],
            "rijbewijs": [{"codeSoortRijbewijs": code} for code in work.licences],
            "opleiding": [
                {"codeNiveauOpleiding": int(each.level), "indicatieDiploma": int(each.diploma) or None,
                 "toelichtingOpleiding": each.name}
                for each in found.educations
            ],
            "cursus": [{"naamCursus": each.name} for each in found.courses],
            "werkervaring": [
                {"beroep": each.occupation and _occupation(each.occupation), "naamOrganisatie": each.employer[:70],
                 "toelichtingWerkervaring": each.job}
                for each in found.experiences
            ],
            "taalbeheersing": [
                {"codeTaal": each.code, "codeNiveauTaalbeheersingMondeling": int(each.speaking) or None,
                 "codeNiveauTaalbeheersingLuisteren": int(each.listening) or None,
                 "codeNiveauTaalbeheersingLezen": int(each.reading) or None,
                 "codeNiveauTaalbeheersingSchriftelijk": int(each.writing) or None}
                for each in found.languages
            ],
            "competentiebeheersing": [
                {"codeCompetentie": f"urn:snoer:competentie:{each.code}"}
                for each in found.competences if each.mastery in ("1", "2")
            ],
        },
    })  # fmt: skip


def _occupation(occupation: Any) -> dict[str, str]:
    """By the address that others know: CompetentNL's, else ESCO's, else our own."""
    return {"codeBeroepsnaam": occupation.competentnl_uri or occupation.esco_uri or occupation.uri}


def _known(text: str) -> int | None:
    """That something is needed at work, as yes; that nothing stands there says nothing."""
    return 1 if text else None


def _filled(value: dict[str, Any]) -> dict[str, Any]:
    there = {}
    for name, each in value.items():
        if isinstance(each, dict):
            each = _filled(each)
        elif isinstance(each, list):
            each = [_filled(one) for one in each]
        if each not in (None, "", [], {}):
            there[name] = each
    return there
