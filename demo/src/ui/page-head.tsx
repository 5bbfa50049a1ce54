import type { ReactNode, Ref } from 'react'

export function PageHead({
  title,
  lead,
  children,
  ref,
}: {
  title: string
  lead?: ReactNode
  children?: ReactNode
  ref?: Ref<HTMLHeadingElement>
}) {
  return (
    <header className="page-head">
      <div>
        <h1 ref={ref} tabIndex={-1}>
          {title}
        </h1>
        {lead !== undefined && <p className="lead">{lead}</p>}
      </div>
      {children !== undefined && <div className="page-actions">{children}</div>}
    </header>
  )
}
