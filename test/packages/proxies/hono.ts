import { Hono } from 'hono'
import { proxy } from 'hono/proxy'

const COLLECTOR = process.env.UPTAKE_COLLECTOR ?? 'https://uptake.example.com'

export const app = new Hono()

app.all('/u/:path{.+}', ({ req }) =>
  // Without its signal: a stream ends with its reader, and that is no error to be logged.
  proxy(`${COLLECTOR}/${req.param('path')}${new URL(req.url).search}`, { raw: req.raw, signal: null }),
)
