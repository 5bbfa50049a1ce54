import { figuresOf } from '../workspace/figures.ts'
import type { Report } from '../workspace/types.ts'

const SHOWN = 12

/** A report's last weeks, small: decoration beside its title. */
export function SparkBars({ report }: { report: Report }) {
  const weekly = figuresOf(report).weekly.slice(-SHOWN)
  const [low, high] = [Math.min(...weekly), Math.max(...weekly)]
  return (
    <span className="spark" aria-hidden="true">
      {weekly.map((value, week) => (
        // Weeks have no identity but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <span key={week} style={{ blockSize: `${20 + (80 * (value - low)) / (high - low || 1)}%` }} />
      ))}
    </span>
  )
}
