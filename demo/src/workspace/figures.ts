import { hashText, mulberry32 } from '../../random.ts'

interface Measure {
  readonly label: string
  /** Before or after the number. */
  readonly prefix?: string
  readonly suffix?: string
  readonly typical: number
  readonly swing: number
  readonly digits: number
}

const MEASURES: Readonly<Record<string, Measure>> = {
  Shipments: { label: 'Delivered late', suffix: '%', typical: 6.8, swing: 3.6, digits: 1 },
  'Fuel invoices': { label: 'Litres per 100 km', typical: 27.4, swing: 3.2, digits: 1 },
  'Driver hours': { label: 'Hours driven', typical: 1180, swing: 160, digits: 0 },
  'Damage claims': { label: 'Cost of claims', prefix: '€', typical: 2400, swing: 1300, digits: 0 },
  Orders: { label: 'Revenue', prefix: '€', typical: 18_400, swing: 4200, digits: 0 },
  'Stock levels': { label: 'Weeks of stock', typical: 6.4, swing: 1.9, digits: 1 },
  'Supplier invoices': { label: 'Spent', prefix: '€', typical: 7200, swing: 2300, digits: 0 },
  Appointments: { label: 'Appointments kept', suffix: '%', typical: 91, swing: 5, digits: 1 },
  'Waiting times': { label: 'Minutes waited', typical: 14, swing: 6, digits: 0 },
  Returns: { label: 'Items returned', typical: 41, swing: 16, digits: 0 },
}
const PLAIN: Measure = { label: 'Rows', typical: 120, swing: 30, digits: 0 }

export interface Figures {
  readonly label: string
  /** One number a week, the oldest first. */
  readonly weekly: readonly number[]
  readonly format: (value: number) => string
}

/** The figures of a report: made up, but the same each time for the same report. */
export function figuresOf(report: { readonly id: string; readonly source: string; readonly weeks: number }): Figures {
  const measure = MEASURES[report.source] ?? PLAIN
  const random = mulberry32(hashText(report.id))
  // A wandering level with noise on top looks like something that was measured.
  let level = (random() - 0.5) * measure.swing
  const weekly = Array.from({ length: report.weeks }, () => {
    level = level * 0.85 + (random() - 0.47) * measure.swing
    const value = measure.typical + level + (random() - 0.5) * measure.swing * 0.5
    return Math.max(measure.typical * 0.2, value)
  })
  const number = new Intl.NumberFormat('en-GB', {
    minimumFractionDigits: measure.digits,
    maximumFractionDigits: measure.digits,
  })
  return {
    label: measure.label,
    weekly,
    format: (value) => `${measure.prefix ?? ''}${number.format(value)}${measure.suffix ?? ''}`,
  }
}
