import type { SeedWorkspace } from './seed.ts'

const [NORA, CALEB] = ['nora-whitfield', 'caleb-osei'] as const

export const ORCHARD: SeedWorkspace = {
  reports: [
    {
      id: 'margin-by-range',
      title: 'Margin by product range',
      source: 'Orders',
      weeks: 12,
      owner: NORA,
      hoursAgo: 26,
      rows: 2048,
      sharedWith: [],
      comments: [
        { author: CALEB, text: 'Candles carry the whole autumn range. We should reorder earlier.', hoursAgo: 22 },
      ],
    },
    {
      id: 'stock-cover',
      title: 'Weeks of stock left',
      source: 'Stock levels',
      weeks: 8,
      owner: NORA,
      hoursAgo: 3 * 24,
      rows: 734,
      sharedWith: [],
      comments: [],
    },
    {
      id: 'returns-reasons',
      title: 'Returns, and the reasons given',
      source: 'Returns',
      weeks: 26,
      owner: CALEB,
      hoursAgo: 9 * 24,
      rows: 188,
      sharedWith: [NORA],
      comments: [],
    },
  ],
  imports: [
    { source: 'Orders', rows: 900, by: NORA, hoursAgo: 27 },
    { source: 'Supplier invoices', rows: 150, by: CALEB, hoursAgo: 9 * 24 },
  ],
  integrations: [],
  runs: [{ what: 'weekly-digest', by: NORA, hoursAgo: 3 * 24 }],
}
