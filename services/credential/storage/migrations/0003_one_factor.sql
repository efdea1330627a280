-- Up Migration

-- Made by a sign-in with one factor: ends when the account's first second factor is enrolled, unless the person keeps it.
ALTER TABLE app_password ADD COLUMN on_one_factor boolean NOT NULL DEFAULT false;
