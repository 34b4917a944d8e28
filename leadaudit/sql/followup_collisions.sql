-- followup_collisions: marketing mail that reached people while sales was talking to them, or from two sequences at once.
-- Reads:   evidence  one row per thing done or said (tables.EVIDENCE)
--          subjects  one row per imported piece of evidence (tables.SUBJECTS)
--          outcomes  one row per outcome and person (tables.OUTCOMES)
-- Returns: one row per send to somebody who is here, ordered by sent_on, person, campaign: person, campaign (null: not
--          named), sent_on, collides (sales was talking to them: the day of a contact, a reply or a meeting, and
--          $engaged_days after it, or from an opportunity's first day to its last), competes (another sequence wrote
--          within $apart_days)
-- Params:  $as_of, $engaged_days, $apart_days
with sends as (
    select distinct subjects.person, evidence.asset as campaign, evidence.occurred_on as sent_on
    from evidence
    join subjects using (evidence_id)
    where evidence.kind in ('mail_sent', 'mail_delivered', 'mail_delivered_catchall')
        and subjects.person is not null
        and evidence.source <> 'crm'
        and evidence.occurred_on <= $as_of
),
windows as (
    select
        person, occurred_on as starts_on,
        case
            when kind = 'opportunity' and state = 'open' then 'infinity'::date
            when kind = 'opportunity' then greatest(due_on, occurred_on)
            else occurred_on + $engaged_days::integer
        end as ends_on
    from outcomes
    where kind in ('contacted', 'replied', 'meeting_set', 'meeting_held', 'opportunity')
),
collided as (
    select distinct sends.person, sends.campaign, sends.sent_on
    from sends
    join windows on windows.person = sends.person and sends.sent_on between windows.starts_on and windows.ends_on
),
competing as (
    select distinct one.person, one.campaign, one.sent_on
    from sends as one
    join sends as other
        on other.person = one.person
        and other.campaign <> one.campaign
        and abs(other.sent_on - one.sent_on) <= $apart_days
)
select
    sends.person, sends.campaign, sends.sent_on,
    collided.person is not null as collides,
    competing.person is not null as competes
from sends
left join collided
    on collided.person = sends.person and collided.sent_on = sends.sent_on and collided.campaign is not distinct from sends.campaign
left join competing
    on competing.person = sends.person and competing.sent_on = sends.sent_on and competing.campaign = sends.campaign
order by sends.sent_on, sends.person, sends.campaign
