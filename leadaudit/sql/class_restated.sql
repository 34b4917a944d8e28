-- class_restated: records whose class was published and would be another one today, for the same day.
-- Reads:   published  classes as they were published (tables.CLASSES)
--          again      classes computed anew for the day of the publication (tables.CLASSES)
-- Returns: one row per such record, ordered by delivery, line: delivery, line, vendor, published, restated (null: the record
--          was taken out since)
select
    published.delivery, published.line, published.vendor,
    published.class as published,
    again.class as restated
from published
left join again on again.delivery = published.delivery and again.line = published.line
where again.class is distinct from published.class
order by published.delivery, published.line
