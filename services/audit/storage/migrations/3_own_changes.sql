-- Up Migration

-- What changed about an account, among however many sign-ins. Events wait in their outboxes while it is built.
create index leaf_account_changes on leaf (account, time, index)
  where event is not null and account is not null and type <> 'gatepost.login.v1';
