/** The least that could take batches: reads the body, parses it, answers as much as the collector does. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerUsage } from './usage.ts'

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const { batch } = JSON.parse(Buffer.concat(chunks).toString()) as { batch: unknown[] }
    const answer = JSON.stringify({ success: true, accepted: batch.length, duplicates: 0, rejected: [] })
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': answer.length })
    response.end(answer)
  })
})
answerUsage()
await once(server.listen(0, '127.0.0.1'), 'listening')
process.stdout.write(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
