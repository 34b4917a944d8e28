-- followup_people: everybody delivered, once, by the record that speaks best for them, with what bars them from a list.
-- Reads:   classes    one row per read record (tables.CLASSES)
--          usable     one row per delivered line (tables.USABLE)
--          freshness  one row per record (tables.FRESHNESS)
--          facts      one row per read record (tables.FACTS): delivery, line, email_norm, phone_e164, country_code
--          said       one row per person who said something: person, asks, last_ask_on, answered_on, last_no_on, newest_on
--                     (of what speaks for a purchase)
--          engaged    one row per person sales tried to reach: person, touched_on (last), is_open (an opportunity is)
--          owners     one row per person with an owner in the CRM: person, owner
--          routed     one row per person given out before, as followup_routed_before returns it
-- Returns: one row per person, ordered by person: person, delivery, line, vendor, class, tier, attested, rule, category,
--          consent, may_call, may_market, may_mail (an address and a permission, proven or, where the policy takes
--          it, claimed), may_ask_by_phone, has_email, p_employer, email_domain, country, owner, asks, last_ask_on, touched_on, is_engaged,
--          newest_on, routed_on, bar (why the person is on no list; null: nothing bars), ask_bar (why not asked)
-- Params:  $as_of, $engaged_days, $min_employer_p, $claimed_too, $ask_limit, $ask_stop_days, $ask_again_days,
--          $cooloff_days, $holdout_seed, $holdout_share, $med_holdout_share
with barred as (
    select
        person,
        bool_or(list_contains(flags, 'suppressed') or excluded_reason = 'suppressed') as is_suppressed,
        bool_or(excluded_reason = 'denied_engagement') as denied,
        bool_or(consent = 'contradicted') as is_contradicted,
        bool_or(list_contains(flags, 'own_employee')) as is_own,
        bool_or(list_contains(flags, 'competitor')) as is_competitor,
        bool_or(list_contains(flags, 'non_human')) as is_machine
    from classes
    group by person
),
best as (
    select classes.*, usable.usable, freshness.employer_label
    from classes
    join usable using (delivery, line)
    left join freshness using (delivery, line)
    where classes.class <> 'excluded' and not list_contains(classes.flags, 'account_only')
    qualify row_number() over (
        partition by classes.person
        order by
            case classes.class when 'lead' then 1 when 'signal' then 2 when 'opt_in' then 3 else 4 end,
            classes.attested,
            case classes.tier when 'high' then 1 when 'med' then 2 when 'low' then 3 else 4 end,
            usable.usable desc,
            classes.may_call desc,
            classes.delivered_on desc, classes.delivery, classes.line
    ) = 1
),
person_said as (
    select best.person, said.* exclude (person)
    from best
    left join said on said.person = best.person
),
judged as (
    select
        best.person, best.delivery, best.line, best.vendor, best.class, best.tier, best.attested, best.rule, best.category,
        best.consent, best.may_call, best.usable, best.p_employer, best.employer_label, best.delivered_on,
        facts.email_norm is not null and best.may_market as may_market,
        facts.email_norm is not null
            and (
                (best.may_market and best.consent in ('proven', 'proven_by_program'))
                or ($claimed_too and best.consent = 'asserted')
            ) as may_mail,
        best.may_call
            and (best.consent in ('proven', 'proven_by_program') or ($claimed_too and best.consent = 'asserted')) as may_ask_by_phone,
        facts.email_norm is not null as has_email,
        facts.email_domain, facts.country_code as country,
        owners.owner,
        -- what was given out counts as asked until somebody says otherwise, and answers end the count
        greatest(
            coalesce(person_said.asks, 0),
            coalesce(len(list_filter(
                routed.ask_days, lambda asked_on: person_said.answered_on is null or asked_on > person_said.answered_on
            )), 0)
        ) as asks,
        greatest(person_said.last_ask_on, routed.asked_on) as last_ask_on,
        routed.held_on,
        person_said.last_no_on, person_said.newest_on,
        engaged.touched_on,
        coalesce(engaged.is_open or engaged.touched_on >= $as_of - $engaged_days::integer, false) as is_engaged,
        routed.routed_on, routed.held_back_on,
        -- drawn by the person alone, so that the same people are left out each time
        ('0x' || left(md5(concat($holdout_seed, ':', best.person)), 8))::bigint / 4294967296.0 < $holdout_share as is_held_out,
        -- another draw than that of asking, or the one would say something of the other
        ('0x' || left(md5(concat($holdout_seed, ':med:', best.person)), 8))::bigint / 4294967296.0 < $med_holdout_share as is_held_back,
        case
            when barred.is_suppressed then 'suppressed'
            when barred.denied then 'denied'
            when barred.is_own then 'own_employee'
            when barred.is_competitor then 'competitor'
            when barred.is_machine then 'non_human'
            when best.rule = 'cooling-off' then 'said_no'
        end as bar,
        barred.is_contradicted
    from best
    join barred using (person)
    join facts using (delivery, line)
    left join person_said using (person)
    left join engaged using (person)
    left join owners using (person)
    left join routed using (person)
)
select
    * exclude (is_contradicted, last_no_on, held_on, usable, employer_label, delivered_on),
    case
        when bar is not null then bar
        when is_contradicted then 'contradicted'
        when class = 'lead' or tier = 'high' then 'is_lead'
        when not usable then 'not_usable'
        when employer_label = 'stale' or p_employer < $min_employer_p then 'employer'
        when not may_mail and not may_ask_by_phone then 'no_permission'
        when is_engaged then 'sales_engaged'
        when last_no_on >= $as_of - $cooloff_days::integer then 'said_no'
        when asks >= $ask_limit and last_ask_on >= $as_of - $ask_stop_days::integer then 'asked_enough'
        when last_ask_on > $as_of - $ask_again_days::integer then 'asked_lately'
        when held_on > $as_of - $ask_again_days::integer then 'held_out'
    end as ask_bar
from judged
order by person
