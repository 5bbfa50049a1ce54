/** What a process took of the machine until now, all its threads together. */
export interface Usage {
  readonly cpuMs: number
  readonly peakBytes: number
}

/** In a child process: answers each question of the parent's with what was used, and ends with the parent. */
export function answerUsage(): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    const usage: Usage = { cpuMs: (user + system) / 1000, peakBytes: process.resourceUsage().maxRSS * 1024 }
    process.send?.(usage)
  })
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
}
