-- Who wrote a wording, who brought it to review, and every step a question has gone.

-- Of a wording: the person who wrote it, or the release that shipped it; both unknown when the import did not say.
ALTER TABLE question_revision ADD COLUMN written_by TEXT;
ALTER TABLE question_revision ADD COLUMN shipped_with TEXT;

-- Earlier releases left their name as the approver only.
UPDATE question_revision SET shipped_with =
    (SELECT q.approved_by FROM question AS q
     WHERE q.current_revision = question_revision.id AND q.approved_by LIKE 'bản phát hành %');

ALTER TABLE question ADD COLUMN submitted_by TEXT;

-- Append-only. from_status is missing where the question was not known before.
CREATE TABLE question_step (
    question_id TEXT   NOT NULL,
    ordinal     BIGINT NOT NULL,
    revision_id TEXT   NOT NULL,
    step        TEXT   NOT NULL,
    from_status TEXT,
    to_status   TEXT   NOT NULL,
    by_whom     TEXT,
    reason      TEXT,
    at          BIGINT NOT NULL,
    PRIMARY KEY (question_id, ordinal)
);
