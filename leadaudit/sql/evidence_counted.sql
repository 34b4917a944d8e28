-- evidence_counted: whose evidence counts for which record.
-- Reads:   flags     one row per record, as evidence_flags returns it
--          subjects  one row per imported piece of evidence (tables.SUBJECTS), for whom it is about
--          evidence  one row per thing done or said (tables.EVIDENCE)
--          kinds     one row per evidence kind: kind, role, category
-- Returns: one row per record and thing that counts for it, ordered by delivery, line, occurred_on, evidence_id:
--          delivery, line, evidence_id, kind, role, actor, source, category, occurred_on, seen_on (the later of occurred
--          and observed)
-- Params:  $as_of, $suspended (vendors whose relayed statements count as their own answers)
-- What was said to us, and what our CRM holds, counts for every record of the person; so does a statement that a vendor
-- relayed with complete proof.  What a vendor reports counts for that vendor's records of the person.  The event that
-- made a record never counts for that record, nor does the same content asked for twice.
with visible as (
    select
        evidence.* replace (coalesce(evidence.category, kinds.category) as category),
        kinds.role,
        greatest(evidence.occurred_on, coalesce(evidence.observed_on, evidence.occurred_on)) as seen_on,
        evidence.source in ('first', 'crm')
            or kinds.role in ('relayed_statement', 'explicit_no', 'hard_no', 'denial') as is_persons
    from evidence
    join kinds using (kind)
    where evidence.occurred_on <= $as_of
        and coalesce(evidence.observed_on, evidence.occurred_on) <= $as_of
        and kinds.role not in ('vanity', 'activity', 'account')
),
-- What made the records of people of whom a vendor delivered more than one.
several as (
    select person, vendor from flags group by person, vendor having count(*) > 1
),
made as (
    select
        evidence.*,
        flags.person, flags.vendor,
        nullif(regexp_replace(lower(strip_accents(evidence.asset)), '[^\pL\pN]+', ' ', 'g'), '') as asset_key
    from evidence
    join flags using (delivery, line)
    join several on several.person = flags.person and several.vendor = flags.vendor
    where evidence.kind = 'gated_download'
),
done as (
    select
        visible.* replace (
            case when distrusted.vendor is null then visible.kind else 'vendor_bant_yes' end as kind,
            case when distrusted.vendor is null then visible.role else 'vendor_explicit' end as role,
            visible.is_persons and distrusted.vendor is null as is_persons
        ),
        flags.person, flags.vendor, false as is_derived,
        nullif(regexp_replace(lower(strip_accents(visible.asset)), '[^\pL\pN]+', ' ', 'g'), '') as asset_key
    from visible
    join flags using (delivery, line)
    left join (select unnest($suspended::text[]) as vendor) as distrusted
        on distrusted.vendor = flags.vendor and visible.role = 'relayed_statement'
    where visible.evidence_id not in (select evidence_id from subjects)
    union all
    select visible.*, subjects.person, null as vendor, false as is_derived, null as asset_key
    from visible
    join subjects using (evidence_id)
    where subjects.person is not null
    union all by name
    -- Whoever asked a vendor for two different things asked for a second one.
    select
        made.* replace ('second_asset' as kind),
        'behaviour' as role,
        greatest(occurred_on, coalesce(observed_on, occurred_on)) as seen_on,
        false as is_persons,
        true as is_derived
    from made
    where occurred_on <= $as_of and coalesce(observed_on, occurred_on) <= $as_of and asset_key is not null
),
reached as (
    select
        flags.delivery, flags.line,
        done.evidence_id, done.kind, done.role, done.actor, done.source, done.category, done.occurred_on, done.seen_on,
        done.asset_key, done.raw_ref
    from done
    join flags on flags.person = done.person
    left join made on made.delivery = flags.delivery and made.line = flags.line
    where (done.is_persons or done.vendor = flags.vendor)
        and (done.role <> 'denial' or done.named_vendor is null or done.named_vendor = flags.vendor)
        and (
            done.kind not in ('second_asset', 'webinar_live')
            or done.source <> 'vendor'
            or case
                -- of the record's own row only what it names beside the content that made it
                when done.delivery = flags.delivery and done.line = flags.line
                    then done.kind = 'second_asset' and not done.is_derived
                -- of another row only content that is known to be other
                else done.asset_key <> made.asset_key
            end
        )
)
select delivery, line, evidence_id, kind, role, actor, source, category, occurred_on, seen_on
from reached
-- A repeat of a row repeats its answers; they were given once.
qualify source <> 'vendor'
    or row_number() over (
        partition by delivery, line, kind, occurred_on, coalesce(asset_key, ''), coalesce(raw_ref, '')
        order by seen_on, evidence_id
    ) = 1
order by delivery, line, occurred_on, evidence_id
