import { labelOfBand } from './words.ts'

export function BandPill({ band }: { band: string }) {
  return (
    <span className="band" data-band={band}>
      {labelOfBand(band)}
    </span>
  )
}
