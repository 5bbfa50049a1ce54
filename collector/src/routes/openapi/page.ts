import { html, raw } from 'hono/html'
import type { createDescription } from './document.ts'
import { nameOf, type Schema, toTypeText } from './type-text.ts'

type Description = ReturnType<typeof createDescription>
type Operation = NonNullable<NonNullable<Description['paths']>[string]['get']>
type Html = ReturnType<typeof html>

export const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d8dce3, #3a404b); --soft: light-dark(#f4f5f8, #20242c); --quiet: light-dark(#5a6270, #a3abb9); }
body { margin: 0 auto; padding: 2rem 1rem 6rem; max-width: 54rem; font: 16px/1.5 system-ui, sans-serif; background: light-dark(#fff, #15181e); color: light-dark(#1b1f27, #e7eaf0); }
h1 { font-size: 1.6rem; margin: 0; } h2 { margin: 3rem 0 .5rem; font-size: 1.15rem; }
p { margin: .4rem 0; } .quiet { color: var(--quiet); }
a { color: light-dark(#1a56c4, #8ab4ff); } nav a { display: inline-block; margin-right: 1rem; }
details { border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; }
summary { padding: .55rem .8rem; cursor: pointer; overflow-wrap: anywhere; } summary:focus-visible { outline: 2px solid; outline-offset: 2px; border-radius: .5rem; }
summary span { display: block; color: var(--quiet); } details > div { padding: 0 .8rem .8rem; }
code, pre { font: .875rem/1.5 ui-monospace, monospace; } b.method { font: 600 .8rem ui-monospace, monospace; margin-right: .5rem; }
pre { background: var(--soft); padding: .7rem; border-radius: .4rem; overflow-x: auto; margin: .4rem 0; }
dt { margin-top: .7rem; font-weight: 600; } dd { margin: 0; }
`

/** The description, to be read: routes by what they are for, then the shapes that they name. Needs no script. */
export function toPage({ info, paths = {}, components }: Description, stylesheet: string): Html {
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    (['get', 'post', 'delete'] as const).flatMap((method) => {
      const operation = item[method]
      return operation ? [{ path, method, operation }] : []
    }),
  )
  const groups = Map.groupBy(operations, ({ operation }) => operation.tags?.[0] ?? '')
  const schemas = Object.entries(components?.schemas ?? {}) as [string, Schema][]
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${info.title}</title>
        ${raw(`<style>${stylesheet}</style>`)}
      </head>
      <body>
        <h1>${info.title}</h1>
        <p class="quiet">${info.description} As data: <a href="openapi.json">openapi.json</a></p>
        <nav>${[...groups.keys(), 'Shapes'].map((name) => html`<a href="#${toAnchor(name)}">${name}</a>`)}</nav>
        ${[...groups].map(
          ([name, group]) =>
            html`<h2 id="${toAnchor(name)}">${name}</h2>
              ${group.map(({ path, method, operation }) => toRoute(method, path, operation))}`,
        )}
        <h2 id="shapes">Shapes</h2>
        ${schemas.map(([name, schema]) => toShape(name, schema))}
      </body>
    </html>`
}

/** By the names of the security schemes. */
const KEYS: Record<string, string> = {
  writeKey: 'the write key',
  secretKey: 'the secret key',
  identityToken: 'an identity token',
  '': 'nothing in the header',
}

/** What stands between backticks is code. */
const toProse = (text = ''): (Html | string)[] =>
  text.split('`').map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part))

const toAnchor = (name: string): string => name.toLowerCase().replaceAll(' ', '-')

function toRoute(method: string, path: string, operation: Operation): Html {
  const keys = (operation.security ?? []).map((one) => KEYS[Object.keys(one)[0] ?? ''])
  return html`<details>
    <summary>
      <b class="method">${method.toUpperCase()}</b><code>${path}</code><span>${toProse(operation.summary)}</span>
    </summary>
    <div>
      ${operation.description === undefined ? '' : html`<p>${toProse(operation.description)}</p>`}
      <p class="quiet">With ${keys.length === 0 ? KEYS[''] : keys.join(', or ')}</p>
      <dl>${toParameters(operation)} ${toBody(operation)} ${toAnswers(operation)}</dl>
    </div>
  </details>`
}

function toParameters({ parameters = [] }: Operation): Html[] {
  return parameters.map((parameter) => {
    if ('$ref' in parameter) throw new Error('parameters stand where they are used')
    const { name, in: place, description, schema = {} } = parameter
    return html`<dt><code>${place === 'path' ? `{${name}}` : `?${name}=`}</code></dt>
      <dd><code>${toTypeText(schema as Schema)}</code> ${toProse(description)}</dd>`
  })
}

function toBody({ requestBody }: Operation): Html | '' {
  if (!requestBody || '$ref' in requestBody) return ''
  const [content] = Object.values(requestBody.content)
  return html`<dt>Body</dt>
    <dd>${toType(schemaOf(content))}</dd>`
}

function toAnswers({ responses = {} }: Operation): Html[] {
  return Object.entries(responses).map(([status, answer]) => {
    if ('$ref' in answer) throw new Error('answers stand where they are used')
    const [type, content] = Object.entries(answer.content ?? {})[0] ?? ['']
    const schema = schemaOf(content)
    return html`<dt>${status}</dt>
      <dd>${toProse(answer.description)} ${schema ? toType(schema) : html`<code>${type}</code>`}</dd>`
  })
}

const schemaOf = (content: unknown): Schema | undefined => (content as { schema?: Schema } | undefined)?.schema

function toType(schema: Schema = {}): Html {
  if (schema.$ref !== undefined) {
    const name = nameOf(schema.$ref)
    return html`<a href="#${name}"><code>${name}</code></a>`
  }
  return html`<pre>${toTypeText(schema)}</pre>`
}

const toShape = (name: string, schema: Schema): Html =>
  html`<h3 id="${name}"><code>${name}</code></h3>
    ${schema.description === undefined ? '' : html`<p>${toProse(schema.description)}</p>`}
    <pre>${toTypeText(schema)}</pre>`
