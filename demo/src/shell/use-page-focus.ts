import { useEffect, useRef } from 'react'
import type { Route } from '../route.ts'

/** After a change of page the focus goes to its heading, as it would to the top of a page that was loaded. */
export function usePageFocus({ page, report }: Route): void {
  const last = useRef(`${page}/${report ?? ''}`)
  useEffect(() => {
    const now = `${page}/${report ?? ''}`
    if (now === last.current) return
    last.current = now
    window.scrollTo({ top: 0 })
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true })
  }, [page, report])
}
