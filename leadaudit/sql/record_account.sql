-- record_account: the account a record's person works for, what else it is called, and who delivered people there.
-- Reads:   accounts       one row per read record (tables.ACCOUNTS)
--          account_names  one row per name or domain that stands for another (tables.ACCOUNT_NAMES)
--          facts          one row per read record (tables.FACTS): company_key
--          people         one row per record or CRM contact (tables.PEOPLE)
--          classes        one row per read record (tables.CLASSES): vendor
-- Returns: one row when the record is at an account, ordered by it: account, also (names and domains it goes by beside the
--          record's own, ordered; never null), people, vendors (who delivered them)
-- Params:  $delivery, $line
with this as (
    select accounts.account, facts.company_key
    from accounts
    join facts on facts.delivery = accounts.delivery and facts.line = accounts.line
    where accounts.delivery = $delivery and accounts.line = $line and accounts.account is not null
),

called as (
    select list(distinct account_names.name order by account_names.name) as also
    from account_names
    join this on this.account = account_names.account
    where account_names.name is distinct from this.company_key and account_names.name <> this.account
),

there as (
    select count(distinct people.person) as people, count(distinct classes.vendor) as vendors
    from accounts
    join this on this.account = accounts.account
    join people on people.delivery = accounts.delivery and people.line = accounts.line
    join classes on classes.delivery = accounts.delivery and classes.line = accounts.line
)

select this.account, coalesce(called.also, []) as also, there.people, there.vendors
from this
cross join called
cross join there
order by this.account
