import { useEffect, useState } from 'react'
import { labelOfBand } from './words.ts'

const QUIET_MS = 1500

/** Says a new score aloud once it has come to rest, and only where the whole number or the band has changed. */
export function ScoreAnnouncement({ score, band }: { score: number | null; band: string | null }) {
  const words = score === null || band === null ? '' : `Engagement score ${Math.round(score)}, ${labelOfBand(band)}`
  const [said, setSaid] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSaid(words), QUIET_MS)
    return () => clearTimeout(timer)
  }, [words])
  return (
    <span className="visually-hidden" aria-live="polite">
      {said}
    </span>
  )
}
