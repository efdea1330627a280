-- Up Migration

-- The store at which a first enrolment was begun. The primary key accepts one of a decision's two tickets to enrol.
CREATE TABLE enrolment_claim (
  decision_id     uuid PRIMARY KEY,
  account         text COLLATE "C" NOT NULL,
  store           text NOT NULL,
  claimed_at      timestamptz NOT NULL,
  -- Until then, no other store finishes a first enrolment of the account.
  finishing_until timestamptz
);
CREATE INDEX enrolment_claim_account ON enrolment_claim (account);
CREATE INDEX enrolment_claim_age ON enrolment_claim (claimed_at);

-- The person disowned a sign-in. Tickets that add or change a factor are refused if their login began at this time or
-- earlier.
CREATE TABLE tickets_not_before (
  owner text COLLATE "C" PRIMARY KEY,
  at    timestamptz NOT NULL
);
CREATE INDEX tickets_not_before_at ON tickets_not_before (at);
