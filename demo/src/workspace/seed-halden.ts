import type { SeedWorkspace } from './seed.ts'

const [MAYA, JONAS, PRIYA, TOMAS, INES] = [
  'maya-okafor',
  'jonas-lindqvist',
  'priya-raman',
  'tomas-ferreira',
  'ines-bouchard',
] as const

export const HALDEN: SeedWorkspace = {
  reports: [
    {
      id: 'late-deliveries',
      title: 'Late deliveries by depot',
      source: 'Shipments',
      weeks: 12,
      owner: MAYA,
      hoursAgo: 20,
      rows: 3184,
      sharedWith: [JONAS, PRIYA, TOMAS],
      comments: [
        {
          author: JONAS,
          text: 'Leeds peaks every Thursday. That is the day the second trailer leaves late.',
          hoursAgo: 18,
        },
        { author: MAYA, text: 'Then let us move the cut-off to 15:30 for two weeks and look again.', hoursAgo: 17 },
      ],
    },
    {
      id: 'fuel-per-100-km',
      title: 'Fuel per 100 km, by vehicle class',
      source: 'Fuel invoices',
      weeks: 8,
      owner: JONAS,
      hoursAgo: 46,
      rows: 1260,
      sharedWith: [MAYA],
      comments: [{ author: MAYA, text: 'The 18-tonners are better than I expected. New tyres?', hoursAgo: 40 }],
    },
    {
      id: 'claims-first-half',
      title: 'Damage claims and what they cost us',
      source: 'Damage claims',
      weeks: 26,
      owner: PRIYA,
      hoursAgo: 19 * 24,
      rows: 412,
      sharedWith: [MAYA, JONAS],
      comments: [
        {
          author: PRIYA,
          text: 'Three customers make up half of the sum. Worth a word about packaging.',
          hoursAgo: 19 * 24 - 2,
        },
      ],
    },
    {
      id: 'driver-hours-week',
      title: 'Driver hours against plan',
      source: 'Driver hours',
      weeks: 4,
      owner: MAYA,
      hoursAgo: 6 * 24,
      rows: 866,
      sharedWith: [TOMAS],
      comments: [],
    },
    {
      id: 'new-customers-first-loads',
      title: 'First loads of new customers',
      source: 'Shipments',
      weeks: 4,
      owner: INES,
      hoursAgo: 44,
      rows: 97,
      sharedWith: [],
      comments: [],
    },
  ],
  imports: [
    { source: 'Shipments', rows: 1150, by: MAYA, hoursAgo: 21 },
    { source: 'Fuel invoices', rows: 420, by: JONAS, hoursAgo: 47 },
    { source: 'Driver hours', rows: 866, by: MAYA, hoursAgo: 6 * 24 + 1 },
  ],
  integrations: [{ what: 'postgresql', by: MAYA, hoursAgo: 71 * 24 }],
  runs: [
    { what: 'weekly-digest', by: MAYA, hoursAgo: 28 },
    { what: 'late-alerts', by: MAYA, hoursAgo: 4 * 24 },
  ],
}
