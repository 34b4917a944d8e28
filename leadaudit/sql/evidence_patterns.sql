-- evidence_patterns: figures of each delivery that tell made-up records from those of people.
-- Reads:   facts     one row per read record (tables.FACTS)
--          texts     one row per record: delivery, line, ip (of the form)
--          answers   one row per answer to a custom question (tables.ANSWERS)
--          evidence  one row per thing done or said (tables.EVIDENCE)
--          mail      one row per kind of evidence about a mail of ours: kind, is_bounce, is_reply
-- Returns: one row per delivery, ordered by delivery: delivery, records, timed (captured to the second), same_second (most that
--          share one), same_minute, gaps (between captures), gap_cv (spread of the gaps over their mean; 1 where people come
--          by chance), with_ip, same_block (most from one block of addresses), block, answered, same_answer (most that give
--          one answer to one question), question, answer, mailed, bounced, replied; null where there is nothing to count
-- Params:  $delivery (null: all)
with chosen as (
    select facts.delivery, facts.line, facts.captured_at, facts.email_norm
    from facts
    where $delivery is null or facts.delivery = $delivery
),
sizes as (
    select delivery, count(*) as records, count(captured_at) as timed from chosen group by delivery
),
seconds as (
    select delivery, max(records) as same_second
    from (select delivery, captured_at, count(*) as records from chosen where captured_at is not null group by all)
    group by delivery
),
minutes as (
    select delivery, max(records) as same_minute
    from (
        select delivery, date_trunc('minute', captured_at) as minute, count(*) as records
        from chosen
        where captured_at is not null
        group by all
    )
    group by delivery
),
gaps as (
    select
        delivery,
        count(gap) as gaps,
        case when avg(gap) > 0 then stddev_pop(gap) / avg(gap) end as gap_cv
    from (
        select delivery, epoch(captured_at - lag(captured_at) over (partition by delivery order by captured_at)) as gap
        from chosen
        where captured_at is not null
    )
    group by delivery
),
addressed as (
    select
        chosen.delivery,
        -- a block: the first three parts of an IPv4 address, the first three groups of an IPv6 one
        case
            when contains(texts.ip, ':') then array_to_string(string_split(texts.ip, ':')[1:3], ':')
            else array_to_string(string_split(texts.ip, '.')[1:3], '.')
        end as block
    from chosen
    join texts on texts.delivery = chosen.delivery and texts.line = chosen.line
    where texts.ip is not null
),
blocks as (
    select delivery, sum(records)::bigint as with_ip, max(records) as same_block, arg_max(block, (records, block)) as block
    from (select delivery, block, count(*) as records from addressed group by all)
    group by delivery
),
said as (
    select
        delivery, column_no, any_value(question) as question, lower(trim(answer)) as answer, count(*) as records,
        sum(count(*)) over (partition by delivery, column_no) as answered,
        count(*) over (partition by delivery, column_no) as different
    from answers
    where ($delivery is null or delivery = $delivery) and answer is not null
    group by delivery, column_no, lower(trim(answer))
),
same as (
    select
        delivery,
        arg_max(answered, (records / answered, answered, -column_no))::bigint as answered,
        arg_max(records, (records / answered, answered, -column_no)) as same_answer,
        arg_max(question, (records / answered, answered, -column_no)) as question,
        arg_max(answer, (records / answered, answered, -column_no)) as answer
    from said
    group by delivery
),
mails as (
    select evidence.email, bool_or(mail.is_bounce) as bounced, bool_or(mail.is_reply) as replied
    from evidence
    join mail using (kind)
    where evidence.email is not null
    group by evidence.email
),
mailed as (
    select
        chosen.delivery,
        count(*) as mailed,
        count(*) filter (where mails.bounced) as bounced,
        count(*) filter (where mails.replied) as replied
    from chosen
    join mails on mails.email = chosen.email_norm
    group by chosen.delivery
)
select
    sizes.delivery, sizes.records, sizes.timed, seconds.same_second, minutes.same_minute, gaps.gaps, gaps.gap_cv,
    blocks.with_ip, blocks.same_block, blocks.block,
    same.answered, same.same_answer, same.question, same.answer,
    mailed.mailed, mailed.bounced, mailed.replied
from sizes
left join seconds using (delivery)
left join minutes using (delivery)
left join gaps using (delivery)
left join blocks using (delivery)
left join same using (delivery)
left join mailed using (delivery)
order by sizes.delivery
