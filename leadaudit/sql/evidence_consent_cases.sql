-- evidence_consent_cases: what each row says of permission, reduced to what decides.
-- Reads:   facts       one row per read record (tables.FACTS)
--          deliveries  one row per delivery (tables.DELIVERIES)
--          texts       one row per record: delivery, line, consent, consent_method, consent_channel, consent_url,
--                      source_url, asset, certificate_url, controller_named, consent_text, consent_version as given;
--                      text_key, version_key, asset_key (folded), names_us, channels (of the row's own cells and wording,
--                      comma-separated), automatic
--          wordings    one row per stored wording that is no buying question: program, wording_id, wording_key, text_key,
--                      asset_key, names_us, channels, has_source, has_method, valid_from, valid_to
-- Returns: one row per record, ordered by delivery, line: delivery, line, case_key (parts as consent.py reads them),
--          named_id (stored wording the row names by id or by its very words), covering_id (wording of the program that
--          was in use for the row's asset when it was captured)
-- A wording without a program stood on some form or other: it resolves an id, and covers no row that does not name it.
-- Of several wordings that cover a row the one for its asset stands, among equals the one that proves least.
with rows_of as (
    select
        facts.delivery, facts.line,
        -- as deliveries store it; wordings without a program hold for all
        deliveries.program,
        facts.consent_answer,
        coalesce(facts.unsubscribed, false) as unsubscribed,
        coalesce(facts.do_not_call, false) as do_not_call,
        -- nothing can have been agreed to after the row was delivered; a day's difference is a time zone
        case when facts.consent_on <= deliveries.delivered_on + 1 then facts.consent_on end as consent_on,
        case
            when coalesce(facts.captured_on, facts.activity_on) <= deliveries.delivered_on + 1
                then coalesce(facts.captured_on, facts.activity_on)
            when coalesce(facts.captured_on, facts.activity_on) is null and facts.consent_on <= deliveries.delivered_on + 1
                then facts.consent_on
        end as captured_on,
        texts.* exclude (delivery, line)
    from facts
    join deliveries using (delivery)
    join texts on texts.delivery = facts.delivery and texts.line = facts.line
),
asked as (
    select distinct program, version_key, text_key from rows_of where version_key is not null or text_key is not null
),
named as (
    select
        asked.program, asked.version_key, asked.text_key,
        first(wordings order by wordings.program is null, wordings.wording_id) as wording
    from asked
    join wordings
        on (wordings.program is null or wordings.program = asked.program)
        and (
            wordings.wording_key = asked.version_key
            or (asked.version_key is null and wordings.text_key = asked.text_key)
        )
    group by all
),
captured as (
    select distinct program, asset_key, captured_on, version_key, text_key from rows_of where captured_on is not null
),
covering as (
    select
        captured.program, captured.asset_key, captured.captured_on, captured.version_key, captured.text_key,
        first(
            wordings
            order by
                wordings.asset_key is null,
                wordings.names_us::int + wordings.has_source::int + wordings.has_method::int + (wordings.channels <> '')::int,
                wordings.wording_id
        ) as wording
    from captured
    join wordings
        on wordings.program = captured.program
        and (wordings.asset_key is null or wordings.asset_key = captured.asset_key)
        and captured.captured_on >= coalesce(wordings.valid_from, captured.captured_on)
        and captured.captured_on <= coalesce(wordings.valid_to, captured.captured_on)
        -- a row that shows other words, or names another version, was not captured under this one
        and (captured.version_key is null or captured.version_key = wordings.wording_key)
        and (captured.text_key is null or captured.text_key = wordings.text_key)
    group by all
),
known as (
    select
        rows_of.*,
        named.wording.wording_id as named_id,
        covering.wording.wording_id as covering_id,
        concat_ws(
            ',',
            case when rows_of.consent_on is not null then 'consented_at' end,
            case when rows_of.consent_text is not null or named.wording is not null then 'wording' end,
            case when rows_of.names_us or named.wording.names_us then 'our_company_named' end,
            case
                when coalesce(rows_of.consent_url, rows_of.source_url, rows_of.asset) is not null or named.wording.has_source
                    then 'source'
            end,
            case when rows_of.consent_method is not null or named.wording.has_method then 'method' end,
            case
                when rows_of.consent_channel is not null or rows_of.channels <> '' or named.wording.channels <> ''
                    then 'channel'
            end
        ) as known_fields,
        case
            when covering.wording is null then '-'
            else concat_ws(
                ',',
                'consented_at',
                'wording',
                case when covering.wording.names_us or rows_of.names_us then 'our_company_named' end,
                case
                    when covering.wording.has_source or coalesce(rows_of.consent_url, rows_of.source_url, rows_of.asset) is not null
                        then 'source'
                end,
                case when covering.wording.has_method or rows_of.consent_method is not null then 'method' end,
                case
                    when covering.wording.channels <> '' or rows_of.channels <> '' or rows_of.consent_channel is not null
                        then 'channel'
                end
            )
        end as known_by_program
    from rows_of
    left join named
        on named.program is not distinct from rows_of.program
        and named.version_key is not distinct from rows_of.version_key
        and named.text_key is not distinct from rows_of.text_key
    left join covering
        on covering.program is not distinct from rows_of.program
        and covering.asset_key is not distinct from rows_of.asset_key
        and covering.captured_on = rows_of.captured_on
        and covering.version_key is not distinct from rows_of.version_key
        and covering.text_key is not distinct from rows_of.text_key
)
select
    delivery, line,
    concat_ws(
        '|',
        case consent_answer when true then 'yes' when false then 'no' else '' end,
        concat_ws(
            ',',
            case when consent is not null and consent_answer is null then 'unclear' end,
            case when unsubscribed then 'unsubscribed' end,
            case when do_not_call then 'do_not_call' end,
            case when automatic then 'automatic' end,
            case when coalesce(consent_text, consent_version, consent_method) is not null then 'shows_wording' end,
            case
                when coalesce(consent_text, consent_version, consent_method, consent_url, consent_channel, certificate_url,
                    controller_named) is not null or consent_on is not null
                    then 'claims'
            end
        ),
        channels,
        known_fields,
        known_by_program
    ) as case_key,
    named_id,
    covering_id
from known
order by delivery, line
