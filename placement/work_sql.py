"""What a placement has to know of a person that not all who place may read: a yes or no, and nothing else."""

from chain.rowrules import DEFINER, any_of, sees_client, shows, writes

FUNCTIONS = {
    # Whether somebody is too young for a participation place that begins on the day (Participatiewet, article 7, paragraph
    # 8), by the chain's term; null where no birth date is known or the term is not there. For who may place the person.
    "snoer_too_young(wanted bigint, day date)": f"""returns bool {DEFINER} as $$
        select case when t."offset" is null then false
            else (i.birth_date + make_interval(months => t."offset"))::date > day end
        from clients_client c left join clients_identity i on i.client_id = c.id
          left join lateral (select k."offset" from clients_term k where k.chain_id = c.chain_id and k.key = 'pp-age'
            and k.started_on <= day and (k.ended_on is null or k.ended_on >= day) limit 1) t on true
        where c.id = wanted and {writes("placements")} and {shows("'placements'")}
          and ({any_of("c.chain_id", "snoer_wide_chains")} or {sees_client("c.")}) $$""",
}
