-- followup_classes_of: every record of the people of some records.
-- Reads:   wanted   one row per record: delivery, line
--          classes  one row per read record (tables.CLASSES)
-- Returns: one row per record, ordered by delivery, line (tables.CLASSES)
select *
from classes
where person in (select person from classes semi join wanted using (delivery, line))
order by delivery, line
