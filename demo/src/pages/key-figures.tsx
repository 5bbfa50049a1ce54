import type { Figures } from '../workspace/figures.ts'

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)

/** Three numbers that answer the first questions: now, usually, and which way it goes. */
export function KeyFigures({ figures: { weekly, format, label } }: { figures: Figures }) {
  const half = Math.floor(weekly.length / 2)
  const [before, since] = [mean(weekly.slice(0, half)), mean(weekly.slice(half))]
  const change = before === 0 ? 0 : (100 * (since - before)) / before
  const tiles = [
    [`${label}, this week`, format(weekly.at(-1) ?? 0)],
    [`Average of ${weekly.length} weeks`, format(mean(weekly))],
    ['Second half against first', `${change < 0 ? '−' : '+'}${Math.abs(change).toFixed(1)}%`],
  ] as const
  return (
    <dl className="tiles">
      {tiles.map(([name, value]) => (
        <div key={name} className="tile">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
