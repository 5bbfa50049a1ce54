// A session's id is a UUID nearly always: as bytes it takes 20 less with every message. What is there already stays as it is.
const uuidText = (key: string) =>
  [1, 9, 13, 17, 21]
    .map((from, place) => `substr(lower(hex(${key})), ${from}, ${[8, 4, 4, 4, 12][place]})`)
    .join(` || '-' || `)
const timeText = (time: string) => `strftime('%Y-%m-%dT%H:%M:%fZ', ${time} / 1000.0, 'unixepoch')`

export const sessions = `
ALTER TABLE messages ADD COLUMN session_key BLOB;
DROP VIEW events;
CREATE VIEW events AS
SELECT coalesce(message_id, ${uuidText('key')}) AS message_id,
  CASE type WHEN 0 THEN 'track' WHEN 1 THEN 'identify' WHEN 2 THEN 'group' WHEN 3 THEN 'page' WHEN 4 THEN 'screen'
    WHEN 5 THEN 'alias' END AS type,
  names.name AS event, user_id, account_id,
  ${timeText('occurred_at')} AS occurred_at, ${timeText('received_at')} AS received_at,
  CASE WHEN session_key IS NULL THEN session_id ELSE ${uuidText('session_key')} END AS session_id, body AS properties
FROM messages JOIN people ON people.id = person LEFT JOIN accounts ON accounts.id = account
LEFT JOIN names ON names.id = event;
`
