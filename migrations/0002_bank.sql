-- Pictures of questions, exposure in the draw, item statistics.

-- Bytes as base64: the one spelling both engines share. The name is the hash of the bytes, so a picture is stored once.
CREATE TABLE media (
    name       TEXT   NOT NULL PRIMARY KEY,
    width      BIGINT NOT NULL,
    height     BIGINT NOT NULL,
    content    TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);

-- Tickets in the lottery of the draw, frozen with the pool: a question that was dealt often before the round opened
-- holds fewer. Frozen, because the same seed must give the same paper for ever.
ALTER TABLE round_pool ADD COLUMN tickets BIGINT NOT NULL DEFAULT 1;

-- Sums over ended attempts, per wording and audience ('' = all). The document holds whole numbers only, so adding an
-- attempt later gives exactly what counting everything anew would.
CREATE TABLE item_tally (
    revision_id TEXT   NOT NULL,
    audience    TEXT   NOT NULL,
    document    TEXT   NOT NULL,
    PRIMARY KEY (revision_id, audience)
);

-- Attempts that are in the sums, each once.
CREATE TABLE item_tallied (
    attempt_id TEXT   NOT NULL PRIMARY KEY,
    tallied_at BIGINT NOT NULL
);
