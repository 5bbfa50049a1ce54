/** The customers that use Tidemark in this demo, and their people. Pure data: the simulator reads it too. */
export interface Person {
  readonly id: string
  readonly name: string
  /** What they do at work; sent as a trait. */
  readonly role: string
}

export interface Account {
  readonly id: string
  readonly name: string
  readonly plan: 'team' | 'starter'
  readonly seats: number
  readonly people: readonly Person[]
  /** Where its reports take their rows from. */
  readonly sources: readonly string[]
}

export const ACCOUNTS: readonly Account[] = [
  {
    id: 'halden-freight',
    name: 'Halden Freight',
    plan: 'team',
    seats: 6,
    sources: ['Shipments', 'Fuel invoices', 'Driver hours', 'Damage claims'],
    people: [
      { id: 'maya-okafor', name: 'Maya Okafor', role: 'Head of operations' },
      { id: 'jonas-lindqvist', name: 'Jonas Lindqvist', role: 'Network analyst' },
      { id: 'priya-raman', name: 'Priya Raman', role: 'Finance controller' },
      { id: 'tomas-ferreira', name: 'Tomás Ferreira', role: 'Dispatcher' },
      { id: 'ines-bouchard', name: 'Inès Bouchard-Delacroix', role: 'Customer success lead' },
    ],
  },
  {
    id: 'orchard-and-pine',
    name: 'Orchard & Pine',
    plan: 'starter',
    seats: 3,
    sources: ['Orders', 'Stock levels', 'Supplier invoices', 'Returns'],
    people: [
      { id: 'nora-whitfield', name: 'Nora Whitfield', role: 'Owner' },
      { id: 'caleb-osei', name: 'Caleb Osei', role: 'Store manager' },
      { id: 'eunji-park', name: 'Eun-ji Park', role: 'Buyer' },
    ],
  },
  {
    id: 'kestrel-clinics',
    name: 'Kestrel Clinics',
    plan: 'team',
    seats: 8,
    sources: ['Appointments', 'Waiting times'],
    people: [
      { id: 'wanjiru-mwangi', name: 'Wanjiru Mwangi', role: 'Practice manager' },
      { id: 'lena-hofmann', name: 'Lena Hofmann', role: 'Operations lead' },
      { id: 'ravi-menon', name: 'Ravi Menon', role: 'Clinician' },
      { id: 'yara-haddad', name: 'Yara Haddad', role: 'Receptionist' },
      { id: 'otto-virtanen', name: 'Otto Virtanen', role: 'Controller' },
    ],
  },
]
