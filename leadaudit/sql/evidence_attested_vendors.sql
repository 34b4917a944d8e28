-- evidence_attested_vendors: vendors that relayed statements, those that are doubted first.
-- Reads:   attested  one row per such vendor (tables.ATTESTED)
-- Returns: the same rows, ordered by p_too_many (highest first), vendor
select * from attested order by p_too_many desc, vendor
