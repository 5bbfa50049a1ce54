import type { Line } from './connection.ts'
import { useConnection } from './use-connection.ts'

const WORDS: Record<Line, { readonly still: string; readonly waiting: string }> = {
  online: { still: 'Everything has arrived', waiting: 'being sent' },
  'switched-off': { still: 'Offline, nothing to send', waiting: 'kept until you are back online' },
  unreachable: { still: 'The collector does not answer', waiting: 'kept until the collector answers' },
}

/** Where the recorded messages are: with the collector, or waiting in this browser. */
export function Delivery() {
  const { line, waiting } = useConnection()
  return (
    <p className="delivery" data-testid="queue" data-line={line} data-waiting={waiting}>
      <span className="delivery-dot" />
      {waiting === 0
        ? WORDS[line].still
        : `${waiting} ${waiting === 1 ? 'message' : 'messages'}, ${WORDS[line].waiting}`}
    </p>
  )
}
