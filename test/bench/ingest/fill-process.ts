/**
 * Puts events into a store whose members are known, and rows as they would have been folded, by SQL: through the whole path it
 * would take many times as long. The longer ago, the more: each does the same each day.
 *
 * node fill-process.ts FOLDER v7|v4 EVENTS
 */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { DAY_MS } from '../moment.ts'

const PER_DAY = 11
const [folder = '', ids = 'v7', events = '0'] = process.argv.slice(2)
const count = Number(events)

const db = new Database(join(folder, 'uptake.db'))
db.pragma('journal_mode = OFF')
db.pragma('synchronous = OFF')
db.pragma('cache_size = -4000000')
db.exec(`
  CREATE TEMP TABLE who (i INTEGER PRIMARY KEY, person INTEGER, account INTEGER);
  INSERT INTO who (person, account) SELECT person, account FROM members ORDER BY random();
  CREATE TEMP TABLE what (i INTEGER PRIMARY KEY, event INTEGER, feature INTEGER);
  INSERT INTO what (event, feature) SELECT DISTINCT action, feature FROM rows;`)
const members = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM who').get()?.n ?? 0
const actions = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM what').get()?.n ?? 0
const days = Math.max(1, Math.round(count / members / PER_DAY))
const end = Date.now() - DAY_MS
const start = end - days * DAY_MS
// Version 7 has the time first, then a counter; version 4 falls anywhere.
const time = ids === 'v7' ? 'at' : 'abs(random()) >> 16'
const key = `unhex(printf('%012x%s%03x8f', ${time}, '${ids[1]}', moment.i & 4095) || hex(randomblob(7)))`
db.exec(
  `INSERT INTO messages (key, type, person, account, event, occurred_at, received_at, session_key, body)
   WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${count}),
     moment AS (SELECT i, ${start} + i * ${end - start} / ${count} AS at,
       1 + abs(random()) % ${members} AS somebody, 1 + i % ${actions} AS something FROM n)
   SELECT ${key}, 0, person, account, event, at, at + 1000, unhex(printf('01a2027d764577208d66%012x', moment.i >> 5)),
     json_object('report', 'r_' || (moment.i % 500), 'with', 'user-' || (moment.i % 20))
   FROM moment CROSS JOIN who ON who.i = somebody CROSS JOIN what ON what.i = something;
   INSERT INTO rows
   WITH RECURSIVE d (day) AS (SELECT ${Math.floor(start / DAY_MS)}
     UNION ALL SELECT day + 1 FROM d WHERE day < ${Math.floor(end / DAY_MS)})
   SELECT person, account, event, feature, day, 2, 2.0 FROM who CROSS JOIN what CROSS JOIN d
   ORDER BY person, account, event, feature, day;`,
)
db.pragma('journal_mode = WAL')
db.close()
