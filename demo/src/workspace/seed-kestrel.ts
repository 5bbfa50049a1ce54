import type { SeedWorkspace } from './seed.ts'

const [WANJIRU, LENA] = ['wanjiru-mwangi', 'lena-hofmann'] as const

export const KESTREL: SeedWorkspace = {
  reports: [
    {
      id: 'missed-appointments',
      title: 'Missed appointments by clinic',
      source: 'Appointments',
      weeks: 12,
      owner: WANJIRU,
      hoursAgo: 18 * 24,
      rows: 1310,
      sharedWith: [LENA],
      comments: [{ author: LENA, text: 'Reminders the day before are worth it in Oakfield alone.', hoursAgo: 400 }],
    },
    {
      id: 'waiting-room',
      title: 'Minutes in the waiting room',
      source: 'Waiting times',
      weeks: 8,
      owner: LENA,
      hoursAgo: 40 * 24,
      rows: 860,
      sharedWith: [WANJIRU],
      comments: [],
    },
  ],
  imports: [{ source: 'Appointments', rows: 600, by: WANJIRU, hoursAgo: 2 * 24 }],
  integrations: [],
  runs: [],
}
