import { connection } from './client.ts'
import { useConnection } from './use-connection.ts'

/** Cuts the line to the collector, as a train in a tunnel would. */
export function OfflineSwitch() {
  const { line, waiting } = useConnection()
  const offline = line === 'switched-off'
  return (
    <button
      type="button"
      role="switch"
      aria-checked={offline}
      aria-label="Offline"
      className="switch"
      onClick={() => connection.setOffline(!offline)}
    >
      <span className="switch-track" aria-hidden="true" />
      <span className="switch-label" aria-hidden="true">
        Offline
      </span>
      {waiting > 0 && line !== 'online' && (
        <span className="switch-count" aria-hidden="true">
          {waiting}
        </span>
      )}
    </button>
  )
}
