-- followup_lists: who is called now, whose answers are confirmed, who is asked; each person on one list at most.
-- Reads:   people   one row per person, as followup_people returns it
--          answers  one row per person whose vendor reports an answer that still counts, as followup_answers returns it
--          given    one row per person with an owner by our own table: person, owner (the CRM's comes first)
-- Returns: one row per person on a list, ordered by list, state, place, person: the columns of people but its bars, owner
--          (null: nobody), list (vocabulary.FollowUpList), channel (call, mail), state (now, waits: behind what one
--          owner is given or what is done in a day; with_sales: tried after the newest evidence; routed: given out after
--          it), place (1 is first, among those of the list or of its owner), answered_in and answered_line (record whose
--          vendor answer is to be confirmed), answered_on, raw_ref
-- Params:  $alerts_per_owner_day, $confirm_per_day, $asks_per_day
with known as (
    select
        people.* replace (coalesce(people.owner, given.owner) as owner),
        answers.delivery as answered_in, answers.line as answered_line, answers.answered_on, answers.raw_ref,
        case
            when people.class = 'lead' or (people.class = 'signal' and people.tier = 'high') then 'call_now'
            when (answers.person is not null and people.class = 'signal') or people.rule = 'signal.confirm-employer' then 'confirm'
            else 'ask'
        end as list,
        -- only what a vendor reports is held back: whoever told us so themselves is never left waiting
        answers.person is not null and people.class = 'signal' and people.tier = 'med'
            and people.rule <> 'signal.confirm-employer' and people.is_held_back as stays_back
    from people
    left join answers using (person)
    left join given using (person)
    where people.bar is null
),
wanted as (
    select
        *,
        case list
            -- whoever asked us may be answered by mail; everybody else needs a permission for it
            when 'call_now' then case when may_call then 'call' when may_mail or (class = 'lead' and has_email) then 'mail' end
            when 'confirm' then case when may_call then 'call' when may_mail then 'mail' end
            else case when may_mail then 'mail' when may_ask_by_phone then 'call' end
        end as channel,
        case
            when list = 'ask' then 'now'
            when touched_on >= newest_on then 'with_sales'
            when list = 'confirm' and is_engaged then 'with_sales'
            when stays_back and held_back_on >= newest_on then 'routed'
            when routed_on >= newest_on then 'routed'
            else 'now'
        end as first_state
    from known
    where list <> 'ask' or ask_bar is null
),
placed as (
    select
        -- those held out are drawn among the same people, so they take their places among them
        * exclude (first_state, stays_back) replace (
            case
                when list = 'ask' and is_held_out then 'held_out'
                when list = 'confirm' and stays_back then 'held_back'
                else list
            end as list
        ),
        row_number() over (
            partition by list, first_state, case when list = 'call_now' then coalesce(owner, '') end
            order by
                case class when 'lead' then 1 when 'signal' then 2 when 'opt_in' then 3 else 4 end,
                coalesce(attested, false),
                case tier when 'high' then 1 when 'med' then 2 when 'low' then 3 else 4 end,
                newest_on desc nulls last, p_employer desc nulls last, person
        ) as place,
        first_state
    from wanted
    where channel is not null
)
select
    * exclude (first_state, bar, ask_bar),
    case
        when first_state <> 'now' then first_state
        when list = 'call_now' and place > $alerts_per_owner_day then 'waits'
        when list in ('confirm', 'held_back') and place > $confirm_per_day then 'waits'
        when list in ('ask', 'held_out') and place > $asks_per_day then 'waits'
        else 'now'
    end as state
from placed
order by list, state, place, person
