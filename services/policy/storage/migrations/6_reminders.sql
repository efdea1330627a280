-- Up Migration

-- People who are reminded to set up a second factor, before their grace period ends.
CREATE TABLE reminder (
  account      text COLLATE "C" PRIMARY KEY,
  domain       text COLLATE "C" NOT NULL,
  days_before  integer NOT NULL,
  asked_at     timestamptz NOT NULL,
  actor        text NOT NULL,
  on_behalf_of text NOT NULL,
  comment      text NOT NULL,
  -- When the reminder is due, as computed when the row was last checked.
  due_at       timestamptz NOT NULL,
  -- When the row is checked next. Each row is checked at least once a day, because the document may have changed.
  look_at      timestamptz NOT NULL
);
CREATE INDEX ON reminder (look_at);
CREATE INDEX ON reminder (domain);
