/** Calls back what belongs to the app: where that fails, its own error is reported, and our work goes on. */
export function call<T>(callback: (value: T) => void, value: T): void {
  try {
    callback(value)
  } catch (error) {
    reportError(error)
  }
}
