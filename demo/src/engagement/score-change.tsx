import { useEffect, useState } from 'react'

const SHOWN_MS = 6000

/** By how much the score has just moved; gone after a few seconds. The announcement says it to those who cannot see it. */
export function ScoreChange({ score }: { score: number | null }) {
  const [last, setLast] = useState(score)
  const [change, setChange] = useState<number | null>(null)
  // Compared while rendering, so that number and change appear together.
  if (score !== last) {
    setLast(score)
    setChange(score === null || last === null ? null : score - last)
  }
  useEffect(() => {
    const timer = setTimeout(() => setChange(null), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [score])
  if (change === null || Math.abs(change) < 0.05) return null
  return (
    <span key={score} className="score-change" aria-hidden="true">
      {change < 0 ? '−' : '+'}
      {Math.abs(change).toFixed(1)}
    </span>
  )
}
