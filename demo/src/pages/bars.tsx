import type { Figures } from '../workspace/figures.ts'

const LABELS = 6

/** One bar a week, from zero. The table of numbers is its alternative, for those who cannot see it. */
export function Bars({ figures }: { figures: Figures }) {
  const { weekly, format, label } = figures
  const high = Math.max(...weekly)
  const every = Math.ceil(weekly.length / LABELS)
  const name = (week: number) => (week === weekly.length - 1 ? 'Now' : `−${weekly.length - 1 - week} wk`)
  return (
    <figure className="chart">
      <figcaption>
        {label}, week by week <span className="chart-high">highest {format(high)}</span>
      </figcaption>
      <div className="chart-bars" aria-hidden="true">
        {weekly.map((value, week) => (
          // oxlint-disable-next-line react/no-array-index-key
          <div key={week} className="chart-week" title={`${name(week)}: ${format(value)}`}>
            <div className="chart-room">
              <div className="chart-bar" style={{ blockSize: `${(100 * value) / (high || 1)}%` }} />
            </div>
            <span className="chart-label">{(weekly.length - 1 - week) % every === 0 ? name(week) : ''}</span>
          </div>
        ))}
      </div>
      <table className="visually-hidden">
        <caption>{label}, week by week</caption>
        <tbody>
          {weekly.map((value, week) => (
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={week}>
              <th scope="row">{name(week)}</th>
              <td>{format(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}
