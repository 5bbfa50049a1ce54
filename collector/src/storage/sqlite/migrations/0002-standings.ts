// What a subject's touch and standing are is said at `Transaction` and `StoredStanding`. The views are for people: their
// names and columns stay.
const NEWEST_MEDIAN_CHANGE =
  'SELECT median_change FROM snapshots WHERE snapshots.of = standings.of ORDER BY day DESC LIMIT 1'
const dayText = (day: string) => `date(${day} * 86400, 'unixepoch')`
const timeText = (time: string) => `strftime('%Y-%m-%dT%H:%M:%fZ', ${time} / 1000.0, 'unixepoch')`
const keyText = [1, 9, 13, 17, 21]
  .map((from, place) => `substr(hex(key), ${from}, ${[8, 4, 4, 4, 12][place]})`)
  .join(` || '-' || `)

/** The columns of `user_scores` and `account_scores` behind the id. A flag is 0 or 1. */
const SCORE_COLUMNS = `
  status, score, band,
  json_extract(document, '$.interval[0]') AS low,
  json_extract(document, '$.interval[1]') AS high,
  change, adjusted, declining,
  coalesce(json_extract(document, '$.trend.persistentlyLow'), 0) AS persistently_low,
  coalesce(json_extract(document, '$.trend.neverHealthy'), 0) AS never_healthy,
  json_extract(document, '$.trend.quiet.days') AS quiet_days,
  json_extract(document, '$.trend.quiet.probability') AS quiet_probability,
  json_extract(document, '$.model.profile') AS profile,
  ${dayText('first_day')} AS first_seen,
  json_extract(document, '$.subscores') AS subscores,
  traits, model,
  ${timeText('as_of')} AS as_of`

export const standings = `
ALTER TABLE people ADD COLUMN touched_at INTEGER;
ALTER TABLE people ADD COLUMN touched_seq INTEGER;
UPDATE people SET touched_at = first_at, touched_seq = (SELECT coalesce(max(seq), 0) FROM messages);
CREATE INDEX people_touched ON people (id) WHERE touched_at IS NOT NULL AND user_id IS NOT NULL;
ALTER TABLE accounts ADD COLUMN touched_at INTEGER;
ALTER TABLE accounts ADD COLUMN touched_seq INTEGER;
UPDATE accounts SET touched_at = first_at, touched_seq = (SELECT coalesce(max(seq), 0) FROM messages);
CREATE INDEX accounts_touched ON accounts (id) WHERE touched_at IS NOT NULL;

CREATE TABLE standings (
  of TEXT NOT NULL, subject INTEGER NOT NULL, id TEXT NOT NULL, day INTEGER NOT NULL, as_of INTEGER NOT NULL,
  model INTEGER NOT NULL, status TEXT NOT NULL, score REAL, band TEXT, change REAL, noise REAL, quiet REAL,
  first_day INTEGER NOT NULL, traits TEXT NOT NULL, usage TEXT NOT NULL, document TEXT NOT NULL,
  PRIMARY KEY (of, subject)
) STRICT;
CREATE INDEX standings_by_day ON standings (of, subject, day, model);
CREATE INDEX standings_by_id ON standings (of, id, subject);
CREATE INDEX standings_by_score ON standings (of, score, id, subject);
CREATE INDEX standings_by_change ON standings (of, change, id, subject);
CREATE TABLE history (
  of TEXT NOT NULL, subject INTEGER NOT NULL, day INTEGER NOT NULL, model INTEGER NOT NULL, status TEXT NOT NULL,
  score REAL, band TEXT, change REAL, subscores TEXT,
  PRIMARY KEY (of, subject, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX history_by_day ON history (of, day, score, change);
CREATE TABLE snapshots (
  of TEXT NOT NULL, day INTEGER NOT NULL, model INTEGER NOT NULL, made_at INTEGER NOT NULL,
  subjects INTEGER NOT NULL, scored INTEGER NOT NULL, mean REAL, median_change REAL,
  PRIMARY KEY (of, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE refold (
  of TEXT NOT NULL, subject INTEGER NOT NULL, until INTEGER, after_at INTEGER, after_seq INTEGER,
  PRIMARY KEY (of, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX messages_with_account_traits ON messages (account, occurred_at) WHERE type = 2 AND body IS NOT NULL;

CREATE VIEW adjusted_standings AS
SELECT *, coalesce(coalesce(adjusted, change) <= -10 AND -coalesce(adjusted, change) > noise, 0) AS declining
FROM (SELECT *, change - (${NEWEST_MEDIAN_CHANGE}) AS adjusted FROM standings);
CREATE VIEW user_scores AS SELECT id AS user_id, ${SCORE_COLUMNS}
FROM adjusted_standings WHERE of = 'person';
CREATE VIEW account_scores AS SELECT id AS account_id, ${SCORE_COLUMNS},
  coalesce(json_extract(document, '$.singleThreaded'), 0) AS single_threaded
FROM adjusted_standings WHERE of = 'account';
CREATE VIEW score_history AS
SELECT 'user' AS kind, user_id AS id, ${dayText('day')} AS day, status, score, band, change, subscores, model
FROM history JOIN people ON people.id = subject WHERE of = 'person'
UNION ALL
SELECT 'account', account_id, ${dayText('day')}, status, score, band, change, subscores, model
FROM history JOIN accounts ON accounts.id = subject WHERE of = 'account';
CREATE VIEW events AS
SELECT coalesce(message_id, lower(${keyText})) AS message_id,
  CASE type WHEN 0 THEN 'track' WHEN 1 THEN 'identify' WHEN 2 THEN 'group' WHEN 3 THEN 'page' WHEN 4 THEN 'screen'
    WHEN 5 THEN 'alias' END AS type,
  names.name AS event, user_id, account_id,
  ${timeText('occurred_at')} AS occurred_at, ${timeText('received_at')} AS received_at,
  session_id, body AS properties
FROM messages JOIN people ON people.id = person LEFT JOIN accounts ON accounts.id = account
LEFT JOIN names ON names.id = event;
`
