import { BARE } from './http.ts'

/** The collector says something every 15 s; a stream that has been silent for so long is given up. */
const SILENCE_MS = 45_000

/** Reads lines as they come until the stream ends; resolves to the answer's status, 0 where there was none. */
export async function readLines(
  url: string,
  authorization: string,
  signal: AbortSignal,
  onLine: (line: string) => void,
): Promise<number> {
  const connection = new AbortController()
  const end = (): void => connection.abort()
  signal.addEventListener('abort', end)
  if (signal.aborted) end()
  let silence = setTimeout(end, SILENCE_MS)
  let status = 0
  try {
    const response = await fetch(url, { ...BARE, headers: { authorization }, signal: connection.signal })
    status = response.status
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    let rest = ''
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      clearTimeout(silence)
      silence = setTimeout(end, SILENCE_MS)
      const lines = (rest + value).split('\n')
      rest = lines.pop()!
      for (const line of lines) onLine(line)
    }
  } catch {
    // It is read anew.
  }
  clearTimeout(silence)
  return status
}
