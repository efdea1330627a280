-- Up Migration

-- A search in one domain reads the rows that it finds, and of all others only their entries here. Without, it read every
-- event of the domain, or every event of the wanted reason in all domains. Two values are cut, because an entry has a
-- largest size.
CREATE INDEX CONCURRENTLY leaf_domain_search ON leaf (domain, time, index, decision, client_ip, left(service, 32), left(reason, 64))
  WHERE event IS NOT NULL;
