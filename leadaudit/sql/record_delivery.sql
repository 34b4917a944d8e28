-- record_delivery: the delivery one record came in.
-- Reads:   deliveries  one row per delivery (tables.DELIVERIES)
-- Returns: its row (tables.DELIVERIES)
-- Params:  $delivery, $line (not read: a delivery is asked for as its records are)
select deliveries.*
from deliveries
where delivery = $delivery and $line is not null
