import { labelOfDimension } from './words.ts'

/** The four parts of the score, as bars from 0 to 100; the mark at 80 is the target. */
export function Subscores({ subscores }: { subscores: Readonly<Record<string, number>> }) {
  return (
    <ul className="subscores" aria-label="Subscores">
      {Object.entries(subscores).map(([dimension, value]) => (
        <li key={dimension} data-dimension={dimension} data-value={value}>
          <span>{labelOfDimension(dimension)}</span>
          <span className="number">{Math.round(value)}</span>
          <span
            className="meter"
            role="meter"
            aria-label={labelOfDimension(dimension)}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round(value)}
          >
            <span className="meter-fill" style={{ inlineSize: `${value}%` }} />
          </span>
        </li>
      ))}
    </ul>
  )
}
