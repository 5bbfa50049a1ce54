import type { Me } from '@uptake/sdk'
import { Icon } from '../ui/icon.tsx'
import { labelOfAction } from './words.ts'

/** The first steps of a newcomer; out of the way once they are taken. */
export function Activation({ done, of, next }: NonNullable<Me['activation']>) {
  if (done.length >= of.length) {
    return (
      <p className="panel-note activated" data-testid="activation">
        <Icon name="check" /> Activated
      </p>
    )
  }
  return (
    <div data-testid="activation">
      <h3>
        Activation, {done.length} of {of.length}
      </h3>
      <ol className="steps" aria-label="Activation">
        {of.map((action) => (
          <li key={action} data-done={done.includes(action)} aria-current={action === next ? 'step' : undefined}>
            <span className="step-mark">{done.includes(action) && <Icon name="check" />}</span>
            {labelOfAction(action)}
            <span className="visually-hidden">{done.includes(action) ? ', done' : ', to do'}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}
