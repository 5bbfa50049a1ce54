import type { Score } from '@uptake/sdk'
import { BandPill } from './band-pill.tsx'

export function AccountScore({ name, score }: { name: string; score: Score }) {
  return (
    <div>
      <h3>Account</h3>
      <p className="account-line">
        <span className="account-name">{name}</span>
        <output className="number" data-testid="account-score" data-value={score.score ?? ''} aria-live="off">
          {score.score === null ? '–' : score.score.toFixed(1)}
        </output>
        {score.band && <BandPill band={score.band} />}
      </p>
      {score.status === 'insufficient_data' && <p className="panel-note">Too new for a score.</p>}
      {score.singleThreaded && <p className="panel-note">Nearly all of it comes from one person.</p>}
    </div>
  )
}
