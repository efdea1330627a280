-- Up Migration

-- What was refused or asked for more at a domain, among however many sign-ins that were let in. Events are recorded while
-- it is built.
CREATE INDEX CONCURRENTLY leaf_domain_refused ON leaf (domain, decision, time, index)
  WHERE event IS NOT NULL AND decision <> 'ALLOW';
