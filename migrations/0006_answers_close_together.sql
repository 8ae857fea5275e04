-- Saving an answer is the hottest statement of all: on SQLite one look into a small index of running attempts and one
-- into the answers themselves, instead of two into each. Lines marked for one engine are run by that engine alone.

--sqlite CREATE TABLE answer_by_key (
--sqlite     attempt_id  TEXT   NOT NULL,
--sqlite     position    BIGINT NOT NULL,
--sqlite     seq         BIGINT NOT NULL,
--sqlite     choice      TEXT,
--sqlite     occurred_at BIGINT NOT NULL,
--sqlite     received_at BIGINT NOT NULL,
--sqlite     PRIMARY KEY (attempt_id, position)
--sqlite ) WITHOUT ROWID;
--sqlite INSERT INTO answer_by_key SELECT attempt_id, position, seq, choice, occurred_at, received_at FROM answer;
--sqlite DROP TABLE answer;
--sqlite ALTER TABLE answer_by_key RENAME TO answer;
--sqlite CREATE INDEX attempt_running ON attempt (id, deadline) WHERE submitted_at IS NULL;

-- PostgreSQL rewrites a changed answer in place when its page has room.
--postgres ALTER TABLE answer SET (fillfactor = 85);
