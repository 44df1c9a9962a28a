"""Rows of the bench about who fits a vacancy, on the database's clock."""

import statistics
from typing import Any

from bench.frame import Bench, Row


def matched(bench: Bench, name: str, number: int) -> Row:
    """The first 25 cards for a vacancy that names an occupation, against so many, on the database's clock: planning too."""
    from django.db import connection

    from bench.cards import cards
    from bench.fill import CHAIN
    from chain.acting import acting_as
    from placement.matching import cards_for
    from placement.models import Vacancy

    ((chain, membership, there),) = bench.asked(
        "select c.id, m.id, (select count(*) from placement_workcard k where k.chain_id = c.id) from chain_chain c"
        " join chain_membership m on m.chain_id = c.id join chain_user u on u.id = m.user_id"
        " where c.slug = %s and u.username = 'bench-adviser-1'", CHAIN,
    )  # fmt: skip
    if there < number:
        cards(bench.super_url, chain, number - there, after=there)
    taken: list[float] = []

    def clock(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "best as materialized" in sql:
            with connection.connection.cursor() as cursor:
                cursor.execute("explain (analyze, timing off, format json) " + sql, params)
                ((plan,),) = cursor.fetchone()
                taken.append(plan["Planning Time"] + plan["Execution Time"])
        return execute(sql, params, many, context)

    with acting_as(membership, "bench"):
        wanted = list(Vacancy.objects.filter(status="open", occupation__isnull=False).order_by("-opened_on", "pk")[:80])
        for each in wanted[:5]:
            cards_for(each)
        with connection.execute_wrapper(clock):
            for each in wanted[5:]:
                cards_for(each)
    taken.sort()
    return Row(
        name, p50=statistics.median(taken), p95=taken[int(0.95 * len(taken))], note=f"{max(there, number):,} cards"
    )


def match(bench: Bench) -> Row:
    return matched(bench, "match", 12_000)


def match_nation(bench: Bench) -> Row:
    return matched(bench, "match nation", 100_000)
