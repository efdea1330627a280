-- Used tickets (libs/ticket). The primary key makes each ticket one-time.
CREATE TABLE used_ticket (
  jti uuid PRIMARY KEY,
  expires_at timestamptz NOT NULL
);
CREATE INDEX used_ticket_by_expiry ON used_ticket (expires_at);
