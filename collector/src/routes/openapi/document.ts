import { createDocument } from 'zod-openapi'
import { paths } from './paths.ts'

/** The collector's routes as OpenAPI 3.1. */
export const createDescription = (): ReturnType<typeof createDocument> =>
  createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Uptake collector',
      version: '1',
      description: 'Takes in value-delivery actions, and answers who gets value and what they should do next.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths,
    components: {
      securitySchemes: {
        writeKey: {
          type: 'http',
          scheme: 'basic',
          description: 'The write key as the user, without a password. It may only send.',
        },
        secretKey: { type: 'http', scheme: 'bearer', description: 'The secret key: for servers and people.' },
        identityToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'Signed by the app’s server with the identity secret (HS256): `sub`, `exp`, optional `account`.',
        },
      },
    },
  })
