-- identity_block_keys: the keys under which nodes are looked at together.
-- Reads:   coded   one row per node: node, is_right, and a number for every value (null: nothing is said)
-- Returns: one row per node and key that more than one node holds, not ordered (the pairs are): rule (name in
--          identity/pairs/blocking.py), key, node, is_right; a key is a hash that lives for one run only
with written as (
    select 'everybody' as rule, 0::ubigint as key, node, is_right from coded
    union all select 'email', hash(email), node, is_right from coded where email is not null
    union all select 'local_part', hash(local_part), node, is_right from coded where local_part is not null
    union all select 'phone', hash(line), node, is_right from coded where line is not null
    union all select 'profile', hash(profile), node, is_right from coded where profile is not null
    union all select 'person_id', hash(person_id), node, is_right from coded where person_id is not null
    union all
    select 'name', hash(least(first, last), greatest(first, last)), node, is_right
    from coded where first is not null and last is not null
    union all
    select 'name_sound', hash(least(first_sound, last_sound), greatest(first_sound, last_sound)), node, is_right
    from coded where first_sound is not null and last_sound is not null
    union all
    select 'last_company', hash(last, company), node, is_right from coded where last is not null and company is not null
    union all
    select 'first_company', hash(first, company), node, is_right from coded where first is not null and company is not null
    union all
    select 'last_domain', hash(last, domain), node, is_right from coded where last is not null and domain is not null
    union all
    select 'first_domain', hash(first, domain), node, is_right from coded where first is not null and domain is not null
    union all
    select 'starts_company', hash(first_start, last_start, company_start), node, is_right
    from coded where first_start is not null and last_start is not null and company_start is not null
    union all
    select 'title_company', hash(title, company), node, is_right
    from coded where title is not null and company is not null
    union all
    select 'title_company_start', hash(title, company_start, country), node, is_right
    from coded where title is not null and company_start is not null and country is not null
    union all
    select 'title_name', hash(title, last_start), node, is_right
    from coded where title is not null and last_start is not null
    union all
    select 'title_first', hash(title, first_start, country), node, is_right
    from coded where title is not null and first_start is not null and country is not null
    union all
    select 'street', hash(street), node, is_right from coded where street is not null
    union all
    select 'first_street', hash(first, street), node, is_right from coded where first is not null and street is not null
    union all
    select 'first_postcode', hash(first, postcode), node, is_right
    from coded where first is not null and postcode is not null
    union all
    select 'last_postcode', hash(last, postcode), node, is_right
    from coded where last is not null and postcode is not null
    union all
    select 'born', hash(born), node, is_right from coded where born is not null
    union all
    select 'last_born', hash(last, born_year), node, is_right from coded where last is not null and born_year is not null
    union all
    select 'first_born', hash(first, born), node, is_right from coded where first is not null and born is not null
    union all
    select 'born_postcode', hash(born, postcode), node, is_right
    from coded where born is not null and postcode is not null
    union all
    select 'last_city', hash(last_sound, first_start, city), node, is_right
    from coded where last_sound is not null and first_start is not null and city is not null
    union all
    select 'ends', hash(first, last_end), node, is_right from coded where first is not null and last_end is not null
    union all
    select 'postcode', hash(postcode), node, is_right from coded where postcode is not null
    union all
    select 'last', hash(last), node, is_right from coded where last is not null
    union all
    select 'first_born_year', hash(first, born_year, city), node, is_right
    from coded where first is not null and born_year is not null and city is not null
    union all
    select 'city_born', hash(city, born), node, is_right from coded where city is not null and born is not null
    union all
    select 'starts_postcode', hash(first_start, postcode), node, is_right
    from coded where first_start is not null and postcode is not null
    union all
    select 'title_country', hash(title, country), node, is_right
    from coded where title is not null and country is not null
)

select rule, key, node, is_right
from written
