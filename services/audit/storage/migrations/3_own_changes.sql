-- Up Migration

-- Finds the changes of an account without reading its sign-ins. While the index is built, events wait in their
-- outboxes.
create index leaf_account_changes on leaf (account, time, index)
  where event is not null and account is not null and type <> 'gatepost.login.v1';
