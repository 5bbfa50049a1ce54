import type { NudgeReport } from '@uptake/shared/wire'
import { describe, expect, it } from 'vitest'
import { reportLines } from './report-lines.ts'

const arm = (units: number, reached: number) => ({
  units,
  people: units,
  reached,
  share: units === 0 ? null : reached / units,
})
const report: NudgeReport = {
  nudge: 'share-a-report',
  deliver: 'app',
  shown: 420,
  held: 60,
  clicked: 84,
  dismissed: 31,
  snoozed: 2,
  completed: 17,
  outcome: { action: 'report_shared', withinDays: 7, shown: arm(400, 100), held: arm(55, 11), waiting: 25 },
  lift: 0.05,
  interval: [0.012, 0.081],
  verdict: 'better',
  subscore: null,
}
const textOf = (...reports: Partial<NudgeReport>[]): string =>
  [...reportLines(reports.map((more) => ({ ...report, ...more })))].join('\n')

describe('a report of nudges on a terminal', () => {
  it('R19: shows who saw which, what they did, and what it lifts', () => {
    expect(textOf({}, { nudge: 'hello', outcome: null, lift: null, interval: null, verdict: null })).toBe(
      `
                            shown  held  clicked  dismissed  snoozed  completed
share-a-report                420    60       84         31        2         17
  goal      report_shared within 7 days; 25 have time left
  reached   25.0 % of 400 shown, 20.0 % of 55 held out
  lift      better: +5.0 points, from +1.2 to +8.1
hello                         420    60       84         31        2         17
  goal      none`.slice(1),
    )
  })

  it.each<[Partial<NudgeReport>, string]>([
    [{ verdict: 'worse', lift: -0.05, interval: [-0.08, -0.01] }, 'worse: −5.0 points, from −8.0 to −1.0'],
    [{ verdict: 'unclear', lift: 0.05, interval: [-0.08, 0.1] }, 'unclear: +5.0 points, from −8.0 to +10.0'],
    [
      { verdict: 'no_effect', lift: 0, interval: [-0.04, 0.03] },
      'no effect: this nudge can go (0.0 points, from −4.0 to +3.0)',
    ],
  ])('says the verdict in words: %o', (more, text) => {
    expect(textOf(more)).toContain(`lift      ${text}`)
  })

  it.each([
    [400, 12, '12 of 50 held out'],
    [49, 50, '49 of 50 shown'],
    [0, 0, '0 of 50 shown, 0 of 50 held out'],
  ])('with %d shown and %d held out says what is missing', (shown, held, text) => {
    const outcome = { action: 'a', withinDays: 1, shown: arm(shown, 0), held: arm(held, 0), waiting: 0 }
    const found = textOf({ outcome, lift: null, interval: null, verdict: 'not_enough_data' })
    expect(found).toContain(`not enough data: ${text}`)
    expect(found).toContain('goal      a within 1 day\n')
    expect(found).not.toMatch(/NaN|null/)
    if (shown === 0) expect(found).toContain('reached   none shown, none held out')
  })

  it('shows how the weakest subscore moved', () => {
    const arms = { shown: { units: 60, people: 60, change: 4.25 }, held: { units: 0, people: 0, change: null } }
    const few = { afterDays: 14, ...arms, difference: null, interval: null }
    expect(textOf({ subscore: few })).toMatch(/subscore {2}in 14 days \+4\.3 shown, – held out$/m)
    const enough = { ...few, difference: 3, interval: [-0.51, 6.5] } as const
    expect(textOf({ subscore: enough })).toContain('held out: +3.0, from −0.5 to +6.5')
  })

  it('fits 80 columns, and says where there are none', () => {
    const outcome = {
      action: 'a'.repeat(255),
      withinDays: 365,
      shown: arm(99_999, 1),
      held: arm(99_999, 1),
      waiting: 9_999,
    }
    const lines = [...reportLines([{ ...report, nudge: 'n'.repeat(255), outcome }])]
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(textOf()).toBe('The configuration has no nudges')
  })
})
