/**
 * Loaded before everything else, in each thread: has the driver say NORMAL where the collector says FULL, which is no option
 * of the product. A file beside the store's shows that it did.
 */
import { writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { RELAXED_MARK } from './path.ts'

const say = Database.prototype.pragma
Database.prototype.pragma = function relax(source, options) {
  if (!/^\s*synchronous\s*=\s*(FULL|2)\s*$/i.test(source)) return say.call(this, source, options)
  writeFileSync(`${this.name}${RELAXED_MARK}`, '')
  return say.call(this, 'synchronous = NORMAL', options)
}
