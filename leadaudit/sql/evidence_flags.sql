-- evidence_flags: what is known of each record besides its evidence.
-- Reads:   facts       one row per read record (tables.FACTS)
--          deliveries  one row per delivery (tables.DELIVERIES)
--          people      one row per record or contact (tables.PEOPLE)
--          repeats     one row per record (tables.REPEATS)
--          list_hits   one row per record and list (tables.LIST_HITS)
--          reasons     one row per clause broken or not judged (tables.REASONS)
--          consent     one row per record (tables.CONSENT)
--          texts       one row per record: delivery, line, ip (of the form)
--          reach       one row per record of whose address something is known, as evidence_reach returns it
--          outcomes    one row per outcome and person (tables.OUTCOMES)
--          returned    one row per record its vendor took back: delivery, line
--          numbers     one row per record whose number was found to be wrong: delivery, line, known_on
-- Returns: one row per record, ordered by delivery, line: delivery, line, vendor, delivered_on (t0), person,
--          consent (state), flags (ids of vocabulary.Flag, sorted, comma-separated), email_works, phone_works, do_not_call,
--          unsubscribed, never_mail, email_stands (whatever bounced since), phone_stands (whatever a call found since),
--          number_gone_on (the day a call found it; null: none did)
-- Params:  $same_second_min_records, $same_second_share, $same_ip_people, $forms_per_minute, $min_patterns,
--          $spec_codes (reasons that put a record out of specification as a class), $as_of
with row_facts as (
    select
        facts.delivery, facts.line,
        deliveries.vendor,
        least(coalesce(facts.delivered_row_on, deliveries.delivered_on), deliveries.delivered_on) as delivered_on,
        coalesce(people.person, concat(facts.delivery, ':', facts.line)) as person,
        texts.ip,
        facts.captured_at,
        facts.is_test is true as is_test,
        facts.is_account_only is true as is_account_only,
        facts.email_norm is not null and facts.email_status in ('ok', 'doubtful') and reach.email_gone is not true
            as email_works,
        facts.email_norm is not null and facts.email_status in ('ok', 'doubtful') as email_stands,
        reach.never_mail is true as never_mail,
        reach.wrong_person is true as is_wrong_person,
        facts.phone_e164 is not null and facts.phone_status in ('ok', 'doubtful') as phone_stands,
        numbers.known_on as number_gone_on,
        phone_stands and numbers.known_on is null as phone_works,
        facts.email_is_role is true and facts.first_name is null and facts.last_name is null as is_role_mailbox,
        facts.email_is_free is true as is_free,
        -- an academic address alone makes no learner of somebody with a function that companies have
        facts.is_learner_title is true
            or (
                facts.email_is_academic is true
                and coalesce(facts.function, 'unknown') in ('unknown', 'education', 'research')
            ) as is_learner,
        facts.do_not_call is true as do_not_call,
        facts.unsubscribed is true as unsubscribed
    from facts
    join deliveries using (delivery)
    left join people on people.delivery = facts.delivery and people.line = facts.line
    left join texts on texts.delivery = facts.delivery and texts.line = facts.line
    left join reach on reach.delivery = facts.delivery and reach.line = facts.line
    left join numbers on numbers.delivery = facts.delivery and numbers.line = facts.line
),
sizes as (
    select delivery, count(*) as records from row_facts group by delivery
),
same_second as (
    select captured.delivery, captured.captured_at
    from (select delivery, captured_at, count(*) as records from row_facts where captured_at is not null group by all) as captured
    join sizes using (delivery)
    where captured.records >= $same_second_min_records
        and captured.records >= $same_second_share * sizes.records
),
same_ip as (
    select delivery, ip
    from row_facts
    where ip is not null
    group by delivery, ip
    having count(distinct person) >= $same_ip_people
),
same_minute as (
    select delivery, ip, date_trunc('minute', captured_at) as minute
    from row_facts
    where ip is not null and captured_at is not null
    group by all
    having count(*) >= $forms_per_minute
),
machines as (
    select row_facts.person
    from row_facts
    left join same_second
        on same_second.delivery = row_facts.delivery and same_second.captured_at = row_facts.captured_at
    left join same_ip on same_ip.delivery = row_facts.delivery and same_ip.ip = row_facts.ip
    left join same_minute
        on same_minute.delivery = row_facts.delivery
        and same_minute.ip = row_facts.ip
        and same_minute.minute = date_trunc('minute', row_facts.captured_at)
    where row_facts.is_test
        or (same_second.delivery is not null)::int + (same_ip.delivery is not null)::int
            + (same_minute.delivery is not null)::int >= $min_patterns
),
non_human as (
    select distinct person from machines
),
listed as (
    select
        delivery, line,
        bool_or(list = 'own_domains') as is_own,
        bool_or(list = 'competitors') as is_competitor,
        bool_or(list = 'suppression') as is_suppressed
    from list_hits
    group by delivery, line
),
suppressed as (
    select distinct row_facts.person
    from listed
    join row_facts using (delivery, line)
    where listed.is_suppressed
),
-- An opportunity that is won or lost is no longer active.
active as (
    select distinct person
    from outcomes
    where kind = 'opportunity' and occurred_on <= $as_of and (state = 'open' or due_on > $as_of)
),
off_spec as (
    select distinct delivery, line
    from reasons
    where status = 'violated' and list_contains($spec_codes, code)
)
select
    row_facts.delivery, row_facts.line, row_facts.vendor, row_facts.delivered_on, row_facts.person,
    consent.state as consent,
    -- in the order of the alphabet, so that equal sets are equal texts
    concat_ws(
        ',',
        case when is_account_only then 'account_only' end,
        case when active.person is not null then 'active_opportunity' end,
        case when listed.is_competitor then 'competitor' end,
        case when consent.state in ('proven', 'proven_by_program') then 'consent_valid' end,
        case when repeats.earlier_delivery is not null then 'duplicate' end,
        case when is_free then 'employer_unverifiable' end,
        case when is_learner then 'learner' end,
        case when non_human.person is not null then 'non_human' end,
        case when off_spec.line is not null then 'out_of_spec' end,
        case when listed.is_own then 'own_employee' end,
        case when returned.line is not null then 'returned' end,
        case when is_role_mailbox then 'role_mailbox' end,
        case when suppressed.person is not null then 'suppressed' end,
        case
            when is_wrong_person or (not is_account_only and not email_works and not phone_works) then 'unreachable'
        end
    ) as flags,
    row_facts.email_works, row_facts.phone_works, row_facts.do_not_call, row_facts.unsubscribed,
    row_facts.never_mail, row_facts.email_stands, row_facts.phone_stands, row_facts.number_gone_on
from row_facts
left join repeats using (delivery, line)
left join consent using (delivery, line)
left join listed using (delivery, line)
left join off_spec using (delivery, line)
left join returned using (delivery, line)
left join non_human on non_human.person = row_facts.person
left join suppressed on suppressed.person = row_facts.person
left join active on active.person = row_facts.person
order by row_facts.delivery, row_facts.line
