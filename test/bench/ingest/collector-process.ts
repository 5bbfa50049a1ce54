/** `uptake serve` as it is, in a process that also says what it uses. */
import { createProgram } from '@uptake/collector/src/cli/program.ts'
import { answerUsage } from './usage.ts'

answerUsage()
await createProgram().parseAsync(['serve', '--port', '0', ...process.argv.slice(2)], { from: 'user' })
if (process.connected) process.disconnect()
