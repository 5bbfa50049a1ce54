import express from 'express'
import { createProxyMiddleware } from 'http-proxy-middleware'

const COLLECTOR = process.env.UPTAKE_COLLECTOR ?? 'https://uptake.example.com'

export const app = express()

// Before anything that reads or compresses bodies: express.json(), compression().
app.use('/u', createProxyMiddleware({ target: COLLECTOR, changeOrigin: true }))
