-- outcomes_unnamed: opportunities that no person can be credited for.
-- Reads:   opportunities  one row per opportunity, as outcomes_opportunities returns it
--          roles          one row per opportunity and name, as outcomes_roles returns it
--          names          one row per name that stands for somebody, as outcomes_names returns it
-- Returns: one row per opportunity without a person, ordered by source, opportunity_id: source, opportunity_id, name,
--          account, opened_on, closed_on, state, amount_minor, currency, why (no_name, nobody_here, several)
with named as (
    select
        roles.source, roles.opportunity_id,
        bool_or(names.person is not null) as has_person,
        bool_or(names.persons > 1) as is_shared
    from roles
    left join names using (source, ref_kind, ref)
    group by roles.source, roles.opportunity_id
)
select
    opportunities.source, opportunities.opportunity_id, opportunities.name, opportunities.account_key as account,
    opportunities.opened_on, opportunities.closed_on, coalesce(opportunities.state, 'open') as state,
    opportunities.amount_minor, opportunities.currency,
    case when named.opportunity_id is null then 'no_name' when named.is_shared then 'several' else 'nobody_here' end as why
from opportunities
left join named using (source, opportunity_id)
where opportunities.is_loaded and named.has_person is not true
order by opportunities.source, opportunities.opportunity_id
