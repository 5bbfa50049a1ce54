declare const UPTAKE_HOST: string
declare const UPTAKE_WRITE_KEY: string
