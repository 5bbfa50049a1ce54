// What happened between a person and a nudge, a session a row; without a session each report is a row, kept apart by its time
// (else 0). Of what was counted before, the last time alone is known: the messages that are kept make it exact. The salt of
// arms is no secret, but nobody who sends can guess it.
export const nudgeMarks = `
ALTER TABLE nudge_marks RENAME TO nudge_counts;
CREATE TABLE nudge_marks (
  person INTEGER NOT NULL, nudge TEXT NOT NULL, event TEXT NOT NULL, session TEXT NOT NULL, alone_at INTEGER NOT NULL,
  first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, days INTEGER, account INTEGER NOT NULL,
  PRIMARY KEY (person, nudge, event, session, alone_at)
) STRICT, WITHOUT ROWID;
INSERT INTO nudge_marks
SELECT person, nudge, event, '', last_at, last_at, last_at, CASE event WHEN 'nudge_snoozed' THEN 1 END, 0 FROM nudge_counts;
DROP TABLE nudge_counts;
CREATE INDEX nudge_marks_by_time ON nudge_marks (person, last_at);
CREATE INDEX nudge_marks_by_nudge ON nudge_marks (nudge, person, event, first_at, account);
INSERT INTO meta VALUES ('nudge_salt', hex(randomblob(16)));
`
