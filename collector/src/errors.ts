import type { ProblemCode } from '@uptake/shared/wire'

/** A failure that its receiver can mend. At the edge it becomes an HTTP answer, or an exit code. */
export class UptakeError extends Error {
  override readonly name = 'UptakeError'
  readonly code: ProblemCode | 'invalid_config' | 'invalid_file' | 'invalid_option' | 'unsupported_node'
  /** How to mend it. */
  readonly hint: string

  constructor(code: UptakeError['code'], message: string, hint: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
    this.hint = hint
  }
}
