// Plain JavaScript for whatever Node runs npx: the project's own Node comes with the first command of the README.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const TEST_RESULTS = '.ci/test-results.json'
/** Commands that run until they are ended, and what shows that they are up: that many addresses, each of which answers. */
const LASTING = [
  { pattern: /pnpm start\b/, addresses: 2 },
  { pattern: /uptake serve\b/, addresses: 1 },
  { pattern: /uptake tail\b/, addresses: 0 },
]
const READY_TIMEOUT_MS = 240_000
const SEEN_TIMEOUT_MS = 60_000
/** Tests that no machine of this kind may leave out. */
const NEVER_SKIPPED = /\/test\/(browser|vectors|faults)\//
const NEEDS_FULL_CHROMIUM = /full Chromium/

const say = (line) => process.stdout.write(`${line}\n`)
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const running = []
let passed = 0
let failed = 0

function start(command, env = {}) {
  say(`\n$ ${command.replaceAll('\n', '\n  ')}`)
  const options = { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } }
  const child = spawn('bash', ['-euo', 'pipefail', '-c', command], options)
  const state = { child, output: '', code: undefined }
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      state.output += chunk
      process.stdout.write(chunk)
    })
  }
  state.ended = new Promise((resolve) => child.on('close', (code) => resolve((state.code = code ?? 1))))
  return state
}
async function until(condition, timeoutMs) {
  for (const end = Date.now() + timeoutMs; Date.now() < end; await sleep(250)) if (await condition()) return true
  return false
}
const answers = (address) =>
  fetch(address, { headers: { Accept: '*/*' } }).then(
    (response) => response.status < 500,
    () => false,
  )

async function stopAll() {
  for (const { child, code } of running) if (code === undefined) process.kill(-child.pid, 'SIGTERM')
  await Promise.race([Promise.all(running.map(({ ended }) => ended)), sleep(15_000)])
}
function count(isRight, what) {
  if (isRight) passed++
  else failed++
  say(`\n${isRight ? 'ok' : 'NOT OK'}: ${what}`)
}

async function runBlock(command) {
  const lasting = LASTING.find(({ pattern }) => pattern.test(command))
  const state = start(command)
  if (!lasting) return (await state.ended) === 0
  running.push(state)
  const isUp = await until(async () => {
    if (state.code !== undefined) return true
    const addresses = [...new Set(state.output.match(/http:\/\/127\.0\.0\.1:\d+/g))]
    // The first is the collector's, which is not where the README says if that port was taken.
    if (addresses[0]) process.env.COLLECTOR ??= addresses[0]
    return addresses.length >= lasting.addresses && (await Promise.all(addresses.map(answers))).every(Boolean)
  }, READY_TIMEOUT_MS)
  return isUp && state.code === undefined
}

const readme = readFileSync('README.md', 'utf8')
const blocks = [...readme.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block]) => block.trim())
for (const block of blocks) count(await runBlock(block), `README: ${block.split('\n')[0]}`)
const tail = running.find(({ child }) => child.spawnargs.join(' ').includes('uptake tail'))
count(
  await until(() => /report_created +ada/.test(tail?.output ?? ''), SEEN_TIMEOUT_MS),
  'README: the event shows up in uptake tail',
)
await stopAll()

const checked = await start('npx --yes pnpm check', { UPTAKE_TEST_RESULTS: TEST_RESULTS }).ended
const skipped = []
let failedTests = 0
if (existsSync(TEST_RESULTS)) {
  for (const { name: file, assertionResults } of JSON.parse(readFileSync(TEST_RESULTS, 'utf8')).testResults) {
    for (const { status, fullName } of assertionResults) {
      if (status === 'passed') passed++
      else if (status === 'failed') failedTests++
      else {
        skipped.push(fullName)
        const isNeeded = process.platform === 'linux' && process.arch === 'x64' && NEVER_SKIPPED.test(file)
        if (isNeeded && !NEEDS_FULL_CHROMIUM.test(fullName)) count(false, `skipped, and may not be: ${fullName}`)
      }
    }
  }
}
failed += failedTests
count(existsSync(TEST_RESULTS), 'pnpm check ran the tests')
count(checked === 0, 'pnpm check')

say(`\nskipped: ${skipped.length === 0 ? 'none' : `${skipped.length}: ${skipped.join('; ')}`}`)
say(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
