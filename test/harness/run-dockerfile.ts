import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { join, matchesGlob, relative, resolve } from 'node:path'
import { promisify } from 'node:util'

/** What a Dockerfile's last stage comes to. */
export interface Image {
  /** The folder that is its `/`. */
  readonly root: string
  /** What a container starts with there. */
  readonly workdir: string
  readonly path: string
  readonly user: string
  /** Whom its folders were given to. */
  readonly owners: Readonly<Record<string, string>>
  readonly volumes: readonly string[]
  readonly entrypoint: readonly string[]
  readonly command: readonly string[]
  readonly healthcheck: readonly string[]
}

interface Instruction {
  readonly name: string
  readonly options: Readonly<Record<string, string>>
  readonly text: string
}

function parse(dockerfile: string): Instruction[] {
  const lines = dockerfile
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter(Boolean)
  return lines.map((line) => {
    const [, name = '', options = '', text = ''] = /^([A-Z]+) +((?:--[a-z]+=\S+ +)*)(.*)$/.exec(line) ?? []
    return {
      name,
      options: Object.fromEntries(Array.from(options.matchAll(/--([a-z]+)=(\S+)/g), ([, key, value]) => [key, value])),
      text,
    }
  })
}

/**
 * Does what the `Dockerfile` of `context` says, without an engine: each stage is a folder in `folder`, its commands are run
 * there, and as whoever runs this. So commands name their files from the working directory.
 * @throws Error at an instruction that it does not know
 */
export async function runDockerfile(context: string, folder: string, env: NodeJS.ProcessEnv): Promise<Image> {
  const ignored = readFileSync(join(context, '.dockerignore'), 'utf8').split('\n').filter(Boolean)
  const isTaken = (path: string) => !ignored.some((pattern) => matchesGlob(relative(context, path), pattern))
  const roots = new Map<string, string>()
  let image: Image | undefined

  for (const { name, options, text } of parse(readFileSync(join(context, 'Dockerfile'), 'utf8'))) {
    if (name === 'FROM') {
      const root = join(folder, String(roots.size))
      roots.set(/ AS (\S+)$/.exec(text)?.[1] ?? '', root)
      const none = { entrypoint: [], command: [], healthcheck: [] }
      image = { root, workdir: root, path: env['PATH'] ?? '', user: 'root', owners: {}, volumes: [], ...none }
      continue
    }
    if (image === undefined) throw new Error(`${name} comes before FROM`)
    const { root, workdir, path }: Image = image
    const at = (place: string) => (place.startsWith('/') ? join(root, place) : resolve(workdir, place))
    const list = () => JSON.parse(text.slice(text.indexOf('['))) as string[]
    if (name === 'WORKDIR') {
      image = { ...image, workdir: at(text) }
      mkdirSync(at(text), { recursive: true })
    } else if (name === 'COPY') {
      const [from = '', to = ''] = text.split(' ')
      const stage = options['from']
      const source = stage === undefined ? resolve(context, from) : join(roots.get(stage) ?? '', from)
      const filter = stage === undefined ? isTaken : () => true
      cpSync(source, at(to), { recursive: true, verbatimSymlinks: true, filter })
      if (options['chown']) image = { ...image, owners: { ...image.owners, [to]: options['chown'] } }
    } else if (name === 'RUN') {
      await promisify(execFile)('sh', ['-c', text], { cwd: workdir, env: { ...env, PATH: path } })
    } else if (name === 'ENV' && text.startsWith('PATH=/')) {
      image = { ...image, path: join(root, text.slice('PATH='.length)).replace('$PATH', () => path) }
    } else if (name === 'USER') image = { ...image, user: text }
    else if (name === 'VOLUME') image = { ...image, volumes: [...image.volumes, text] }
    else if (name === 'ENTRYPOINT') image = { ...image, entrypoint: list() }
    else if (name === 'CMD') image = { ...image, command: list() }
    else if (name === 'HEALTHCHECK') image = { ...image, healthcheck: list() }
    else if (!['EXPOSE', 'STOPSIGNAL'].includes(name)) throw new Error(`${name} is not known here`)
  }
  if (image === undefined) throw new Error('there is no stage')
  return image
}
