import type { Score } from '@uptake/sdk'
import { BandPill } from './band-pill.tsx'
import { ScoreAnnouncement } from './score-announcement.tsx'
import { ScoreChange } from './score-change.tsx'
import type { Line } from './connection.ts'
import { useConnection } from './use-connection.ts'
import { needsInWords } from './words.ts'

const WITHOUT_ANSWER: Record<Line, string> = {
  online: 'Waiting for the first answer…',
  'switched-off': 'Offline: the score shows when you are back.',
  unreachable: 'The score shows when the collector answers.',
}

/** A person's score as a number with its band, or what is still missing for one. */
export function PersonScore({ name, score }: { name: string; score: Score | null }) {
  const { line } = useConnection()
  const value = score?.score ?? null
  const note = score === null ? WITHOUT_ANSWER[line] : noteOf(score)
  return (
    <div className="score" data-status={score?.status ?? 'unknown'}>
      <p className="score-name">{name}</p>
      <p className="score-line">
        {/* Its own live region would speak at every tenth: the announcement below does it for whole numbers. */}
        <output className="score-number" data-testid="score" data-value={value ?? ''} aria-live="off">
          {value === null ? '–' : value.toFixed(1)}
        </output>
        {score?.band && <BandPill band={score.band} />}
        <ScoreChange score={value} />
      </p>
      {note !== '' && <p className="score-note">{note}</p>}
      <ScoreAnnouncement score={value} band={score?.band ?? null} />
    </div>
  )
}

function noteOf({ status, needs, trend, interval }: Score): string {
  if (status === 'insufficient_data') {
    const missing = needs === null ? '' : needsInWords(needs)
    return missing === '' ? 'No score yet.' : `No score yet: it needs ${missing}.`
  }
  const parts = [
    status === 'provisional' ? 'Provisional: known for less than four weeks' : '',
    typeof trend?.change === 'number' ? `${signed(trend.change)} in four weeks` : '',
    interval === null ? '' : `90% sure of ${Math.round(interval[0])} to ${Math.round(interval[1])}`,
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`
