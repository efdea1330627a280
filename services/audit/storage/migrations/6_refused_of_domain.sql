-- Up Migration

-- What was refused or asked for more at a domain, among however many sign-ins that were let in. Events wait in their
-- outboxes while it is built.
create index leaf_domain_refused on leaf (domain, decision, time, index)
  where event is not null and decision <> 'ALLOW';
