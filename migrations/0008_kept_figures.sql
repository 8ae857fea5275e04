-- What published figures and ranks rest on, kept where neither correcting nor erasing reaches it.

-- What a person told when they registered, noted by the first change of it; missing = still what the row says.
ALTER TABLE participant ADD COLUMN registered_scheme TEXT;
ALTER TABLE participant ADD COLUMN registered_code TEXT;
ALTER TABLE participant ADD COLUMN registered_audience TEXT;
ALTER TABLE participant ADD COLUMN registered_flags TEXT;
ALTER TABLE participant ADD COLUMN registered_grade TEXT;
-- The year in which they turn 18, as told then. When somebody is erased it stays only where the age band does not say it:
-- of those who were under 18 when they registered and are not the year after.
ALTER TABLE participant ADD COLUMN adult_from BIGINT;

-- What decided about ranking when a person was erased or took their contact back: that there was a contact, that there
-- was a group, that the contact was barred. Never which one.
ALTER TABLE participant ADD COLUMN had_contact BIGINT NOT NULL DEFAULT 0;
ALTER TABLE membership ADD COLUMN had_group BIGINT NOT NULL DEFAULT 0;
ALTER TABLE membership ADD COLUMN barred BIGINT NOT NULL DEFAULT 0;

-- Earlier releases ranked everybody who was erased: published ranks stay.
UPDATE participant SET had_contact = 1 WHERE erased_at IS NOT NULL;
UPDATE membership SET had_group = 1
    WHERE participant_id IN (SELECT id FROM participant WHERE erased_at IS NOT NULL);

-- Counts changes of a contest's barred list and roster, which are no part of its versions: boards follow it.
ALTER TABLE contest ADD COLUMN lists BIGINT NOT NULL DEFAULT 0;
