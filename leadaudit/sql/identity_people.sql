-- identity_people: which human each record or CRM contact is.
-- Reads:   described  one row per node, numbered from the earliest on (identity_described and node)
--          labels     one row per node: node, root (earliest node of the person), rank (null when alone)
-- Returns: one row per node (tables.PEOPLE), ordered by delivery, line
-- Params:  $rules  the rules by rank, strongest first
select
    described.delivery,
    described.line,
    described.is_contact,
    earliest.delivery || ':' || earliest.line as person,
    $rules[labels.rank + 1] as rule
from labels
join described on described.node = labels.node
join described as earliest on earliest.node = labels.root
order by described.delivery, described.line
