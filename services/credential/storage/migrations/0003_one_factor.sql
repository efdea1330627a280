-- Up Migration

-- True: the app password was created by a sign-in with one factor. It ends when the account enrols its first second
-- factor, unless the person keeps it.
ALTER TABLE app_password ADD COLUMN on_one_factor boolean NOT NULL DEFAULT false;
