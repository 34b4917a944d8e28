-- identity_hashes: a number for each text, the same for the same text wherever it comes from.
-- Reads:   texts  one row per text: place, said
-- Returns: one row per text, ordered by place: place, hash
select place, hash(said) as hash
from texts
order by place
