/** What is wrong with an option. */
export type UptakeErrorCode = 'unknown_option' | 'invalid_option'

/** Thrown by `createUptake` alone, for options that cannot work. */
export class UptakeError extends Error {
  override readonly name = 'UptakeError'
  declare readonly code: UptakeErrorCode
  /** How to mend it. */
  declare readonly hint: string

  constructor(code: UptakeErrorCode, option: string, hint: string) {
    super(`option "${option}": ${hint}`)
    this.code = code
    this.hint = hint
  }
}
