const short = {
  isReal: false,
  /** What a client is created with, so that its waits are short. */
  options: { sendDelayMs: 20, retryMinMs: 50, retryMaxMs: 500 },
  /** How long a collector is away or answers 503. */
  outageMs: 1_000,
  /** `Retry-After` of a 429: whole seconds. */
  retryAfterS: 1,
  /** How long an answer is held back. */
  lateMs: 2_000,
  /** Pause after 401, 403 and 404. */
  refusedMs: 500,
  /** How long a condition may take to hold; for a machine that is busy with others. */
  patienceMs: 20_000,
  /** How long a scenario may take, with all its conditions. */
  scenarioMs: 180_000,
  /** How long something may be forgotten before a page is killed. */
  beforeKillMs: 200,
}

const real: typeof short = {
  isReal: true,
  options: { sendDelayMs: 200, retryMinMs: 1_000, retryMaxMs: 300_000 },
  outageMs: 20_000,
  retryAfterS: 5,
  lateMs: 60_000,
  refusedMs: 10_000,
  patienceMs: 200_000,
  scenarioMs: 400_000,
  beforeKillMs: 1_000,
}

/** How long everything takes: shortened by the SDK's own options, and as it is in life with `UPTAKE_FAULTS=real`. */
export const PACE: typeof short = process.env['UPTAKE_FAULTS'] === 'real' ? real : short
