-- Up Migration

-- Which store a first enrolment was begun at: the primary key lets one of a decision's two tickets to enrol through.
CREATE TABLE enrolment_claim (
  decision_id     uuid PRIMARY KEY,
  account         text COLLATE "C" NOT NULL,
  store           text NOT NULL,
  claimed_at      timestamptz NOT NULL,
  -- Until then no other store finishes a first enrolment of the account.
  finishing_until timestamptz
);
CREATE INDEX enrolment_claim_account ON enrolment_claim (account);
CREATE INDEX enrolment_claim_age ON enrolment_claim (claimed_at);

-- The person disowned a sign-in: tickets that add or change a factor are refused, of logins that began at this time or
-- earlier.
CREATE TABLE tickets_not_before (
  owner text COLLATE "C" PRIMARY KEY,
  at    timestamptz NOT NULL
);
CREATE INDEX tickets_not_before_at ON tickets_not_before (at);
