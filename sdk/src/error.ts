/** What is wrong with an option. */
export type UptakeErrorCode = 'missing_option' | 'invalid_option' | 'unknown_option'

/** Thrown by `createUptake` alone, for options that cannot work. */
export class UptakeError extends Error {
  override readonly name = 'UptakeError'
  readonly code: UptakeErrorCode
  /** How to mend it. */
  readonly hint: string

  constructor(code: UptakeErrorCode, message: string, hint: string) {
    super(`${message}. ${hint}`)
    this.code = code
    this.hint = hint
  }
}
