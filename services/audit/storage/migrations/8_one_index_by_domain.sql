-- Up Migration

-- leaf_domain_search begins with the same columns.
drop index leaf_domain;
