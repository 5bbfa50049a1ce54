/** Drawn for this demo on a grid of 20, in the colour of the text around them. */
const PATHS = {
  reports: 'M3.5 16.5h13M6 13.5v-4M10 13.5v-8M14 13.5v-6',
  imports: 'M10 3v9m0 0 3.5-3.5M10 12 6.500 8.500M3.500 13v3.500h13V13',
  integrations: 'M7.500 3v4M12.500 3v4M5 7h10v3a5 5 0 0 1-10 0V7Zm5 8v2.500',
  automations: 'M11 2.500 4.500 11H9.500l-.5 6.500L15.500 9H10.500l.5-6.500Z',
  team: 'M7.500 9a2.750 2.750 0 1 0 0-5.500 2.750 2.750 0 0 0 0 5.500ZM2.500 16.500a5 5 0 0 1 10 0M13 9a2.500 2.500 0 1 0-1-4.800M14 11.700a5 5 0 0 1 3.500 4.800',
  plus: 'M10 4v12M4 10h12',
  share: 'M7 8 10 5l3 3M10 5v8M5 10.500v6h10v-6',
  close: 'm5 5 10 10M15 5 5 15',
  check: 'm4 10.500 4 4 8-9',
  back: 'm11.500 5-5 5 5 5M6.500 10h8',
  swap: 'm6 7.500 4-4 4 4M6 12.500l4 4 4-4',
  comment: 'M3.500 4.500h13v9h-7l-3.500 3v-3h-2.500v-9Z',
  gauge: 'M3 14.500a7 7 0 1 1 14 0M10 14.500l3-4.500',
  offline:
    'M3 3l14 14M4 9.500a9 9 0 0 1 3.500-2.200M16 9.500a9 9 0 0 0-5.500-2.700M7 12.500a4.500 4.500 0 0 1 2-1.200M10 15.500h.01',
} as const

export type IconName = keyof typeof PATHS

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  )
}
