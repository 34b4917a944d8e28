-- evidence_read: what the delivered rows say that people did or said.
-- Reads:   facts       one row per read record (tables.FACTS)
--          deliveries  one row per delivery (tables.DELIVERIES)
--          programs    one row per program: program, type
--          texts       one row per record: delivery, line, asset, activity_type, intent_topic, proof (reference that proves
--                      an answer), wording (of the buying question, or its id), is_live_event, is_automatic,
--                      asks_us (the wording names us and a buying step)
--          wordings    one row per stored wording that names us and a buying step: program, wording_key
--          answers     one row per answer to a custom question: delivery, line, column_no, question, topic, is_checklist,
--                      is_statement, said
--          kinds       one row per evidence kind: kind, category
-- Returns: one row per thing done or said, ordered by evidence_id (tables.EVIDENCE)
-- What is dated after the row was delivered, or not at all, keeps no date: it is logged and supports nothing.
with row_facts as (
    select
        facts.delivery, facts.line,
        deliveries.program,
        deliveries.received_at,
        programs.type = 'telemarketing' as is_called,
        least(coalesce(facts.delivered_row_on, deliveries.delivered_on), deliveries.delivered_on) as observed_on,
        coalesce(facts.activity_on, facts.captured_on) as done_on,
        facts.statement_on, facts.statement_answer,
        facts.intent_on,
        facts.unsubscribed is true as is_unsubscribed,
        facts.attended is true as has_attended,
        facts.is_account_only is true as is_account_only,
        texts.asset, texts.activity_type, texts.intent_topic, texts.proof, texts.wording,
        texts.is_live_event is true as is_live_event,
        case when texts.is_automatic then 'system' else 'person' end as actor,
        texts.asks_us is true
            or exists (
                select 1 from wordings
                where wordings.wording_key = texts.wording_key
                    and (wordings.program is null or wordings.program = deliveries.program)
            ) as asks_us
    from facts
    join deliveries using (delivery)
    join texts on texts.delivery = facts.delivery and texts.line = facts.line
    left join programs on programs.program = deliveries.program
),
-- A row's assets, in the order they stand in the cell.
parts as (
    select delivery, line, [part for part in regexp_split_to_array(asset, '\s*[;|\n]\s*') if part <> ''] as assets
    from row_facts
    -- nearly all cells name one thing, and need no splitting
    where contains(asset, ';') or contains(asset, '|') or contains(asset, chr(10))
),
checklist_columns as (
    -- the columns of the vendor's checklist that anybody in the delivery answered
    select
        answers.delivery,
        count(distinct answers.column_no) as columns,
        count(distinct answers.topic) as topics
    from answers
    join row_facts using (delivery, line)
    where answers.topic is not null and not answers.is_statement and (answers.is_checklist or row_facts.is_called)
    group by answers.delivery
),
checklists as (
    -- rows in which every column of the checklist is a yes
    select answers.delivery, answers.line
    from answers
    join row_facts using (delivery, line)
    join checklist_columns on checklist_columns.delivery = answers.delivery
    where answers.topic is not null and not answers.is_statement and (answers.is_checklist or row_facts.is_called)
    group by answers.delivery, answers.line, checklist_columns.columns, checklist_columns.topics, row_facts.is_called
    having count(*) filter (where answers.said in ('yes', 'something')) = checklist_columns.columns
        and (checklist_columns.topics >= 2 or row_facts.is_called)
),
statements as (
    select
        delivery, line,
        statement_answer as answer,
        asks_us and proof is not null and statement_on <= observed_on + 1 as is_complete,
        case when statement_on is not null then statement_on else done_on end as said_on,
        'statement_answer' as raw_ref
    from row_facts
    where statement_answer is not null
    union all
    -- A question that is a column's header is the wording; it was answered with the form.
    select distinct
        answers.delivery, answers.line,
        answers.said = 'yes' as answer,
        row_facts.proof is not null and coalesce(row_facts.statement_on, row_facts.done_on) <= row_facts.observed_on + 1
            as is_complete,
        coalesce(row_facts.statement_on, row_facts.done_on) as said_on,
        answers.question as raw_ref
    from answers
    join row_facts using (delivery, line)
    where answers.is_statement and answers.said in ('yes', 'no')
),
happened as (
    select
        delivery, line, 'gated_download' as kind, 'vendor' as source, done_on as occurred_on,
        coalesce(parts.assets[1], asset) as asset, 'asset' as raw_ref, actor, observed_on, received_at
    from row_facts
    left join parts using (delivery, line)
    where not is_account_only and (asset is not null or activity_type is not null)
    union all
    select delivery, line, 'second_asset', 'vendor', done_on, further.asset, 'asset', actor, observed_on, received_at
    from row_facts
    join (select delivery, line, unnest(list_distinct(assets[2:])) as asset, assets[1] as first_asset from parts) as further
        using (delivery, line)
    where not is_account_only and lower(further.asset) <> lower(further.first_asset)
    union all
    select delivery, line, 'webinar_live', 'vendor', done_on, asset, 'attended', actor, observed_on, received_at
    from row_facts
    where not is_account_only and has_attended and is_live_event
    union all
    select
        delivery, line,
        case when is_complete and answer then 'statement_via_vendor'
            when is_complete then 'statement_via_vendor_no'
            else 'vendor_bant_yes' end,
        'vendor', said_on, null, statements.raw_ref, actor, observed_on, received_at
    from statements
    join row_facts using (delivery, line)
    where is_complete or answer
    union all
    select
        row_facts.delivery, row_facts.line, 'vendor_bant_yes', 'vendor', row_facts.done_on, null, 'checklist',
        actor, observed_on, received_at
    from checklists
    join row_facts using (delivery, line)
    union all
    select distinct
        answers.delivery, answers.line, 'custom_question', 'vendor', row_facts.done_on, null, answers.question,
        actor, observed_on, received_at
    from answers
    join row_facts using (delivery, line)
    left join checklists using (delivery, line)
    where answers.topic is not null
        and not answers.is_statement
        and answers.said in ('yes', 'something')
        and (checklists.line is null or not (answers.is_checklist or row_facts.is_called))
    union all
    -- What a whole company reads was done by nobody known.
    select
        delivery, line, 'account_topic_surge', 'third', intent_on, intent_topic, 'intent_topic',
        'unknown', observed_on, received_at
    from row_facts
    where intent_on is not null or intent_topic is not null
    union all
    -- The row says that the person wants no mail, not when that was said.
    select delivery, line, 'unsubscribe', 'vendor', null, null, 'unsubscribed', actor, observed_on, received_at
    from row_facts
    where is_unsubscribed
)
select
    md5(concat_ws('|', happened.source, happened.delivery, happened.line, happened.kind,
        coalesce(happened.occurred_on::text, ''), coalesce(happened.asset, ''), happened.raw_ref)) as evidence_id,
    happened.delivery,
    happened.line,
    null::text as email,
    null::text as phone,
    null::text as crm_id,
    happened.kind,
    happened.actor,
    happened.source,
    case when happened.occurred_on <= happened.observed_on + 1 then happened.occurred_on end as occurred_on,
    happened.observed_on,
    happened.received_at as imported_at,
    kinds.category,
    happened.asset,
    happened.raw_ref,
    null::text as account,
    null::text as named_vendor
from happened
join kinds on kinds.kind = happened.kind
order by evidence_id
