-- ui_records: one page of the delivered lines that a page of the app is narrowed to.
-- Reads:   lines (tables.LINES), usable (tables.USABLE); facts, classes, verdicts, consent: one row per read record
-- Returns: one row per delivered line, ordered by delivery, line; what needs a read line is null for an
--          unreadable one; matching: how many lines there are on all pages
-- Params:  $vendor, $delivery, $class, $usable (yes, no), $reason, $verdict, $consent, $q (null: not narrowed by it),
--          $limit (null: all), $offset
with found as (
    select
        lines.delivery,
        lines.line,
        usable.vendor,
        lines.status,
        lines.before,
        facts.first_name,
        facts.last_name,
        facts.title,
        facts.company,
        facts.email_norm as email,
        classes.class,
        classes.delivered_on,
        usable.usable,
        usable.not_usable_reason,
        usable.amount_minor,
        verdicts.verdict,
        verdicts.code,
        verdicts.sentence,
        consent.state as consent
    from lines
    join usable on usable.delivery = lines.delivery and usable.line = lines.line
    left join facts on facts.delivery = lines.delivery and facts.line = lines.line
    left join classes on classes.delivery = lines.delivery and classes.line = lines.line
    left join verdicts on verdicts.delivery = lines.delivery and verdicts.line = lines.line
    left join consent on consent.delivery = lines.delivery and consent.line = lines.line
)

select *, count(*) over () as matching
from found
where ($vendor is null or vendor = $vendor)
    and ($delivery is null or delivery = $delivery)
    and ($class is null or class = $class)
    and ($usable is null or usable = ($usable = 'yes'))
    and ($reason is null or not_usable_reason = $reason)
    and ($verdict is null or verdict = $verdict)
    and ($consent is null or consent = $consent)
    and (
        $q is null
        or contains(lower(concat_ws(' ', first_name, last_name, email, company, title, before)), lower($q))
    )
order by delivery, line
limit $limit
offset $offset
