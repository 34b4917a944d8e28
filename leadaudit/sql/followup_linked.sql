-- followup_linked: how many delivered people the CRM holds.
-- Reads:   links  one row per delivered person (tables.LINKS); empty while no CRM is loaded
-- Returns: one row: people
-- Params:  $as_of
select count(*) filter (where linked and first_delivered_on <= $as_of) as people
from links
