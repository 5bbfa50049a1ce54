import { isPortFree } from '../../demo/start/free-port.ts'

/** A free port of this machine, and none of those that the system gives out: nobody takes it while its server is away. */
export async function portToKeep(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000)
    if (await isPortFree(port)) return port
  }
}
