const COLLECTOR = process.env.UPTAKE_COLLECTOR ?? 'https://uptake.example.com'

export default {
  rewrites: async () => [{ source: '/u/:path*', destination: `${COLLECTOR}/:path*` }],
}
