/**
 * Runs a task when it is this tab's turn: one at a time among the tabs of an origin, by the name of it. The turn ends with the
 * task, or when the controller that it returns is aborted.
 * @param onMissing - there are no locks here (an insecure context, a sandboxed frame): every tab has its turn at once
 */
export function takeTurn(
  name: string,
  task: (signal: AbortSignal) => Promise<void>,
  onMissing: () => void,
): AbortController {
  const turn = new AbortController()
  const { signal } = turn
  const aborted = new Promise<unknown>((resolve) => signal.addEventListener('abort', resolve))
  const hold = (): Promise<unknown> => Promise.race([task(signal), aborted])
  const request = async (): Promise<unknown> => navigator.locks.request(name, { signal }, hold)
  request().catch(() => {
    if (signal.aborted) return
    onMissing()
    void hold()
  })
  return turn
}
