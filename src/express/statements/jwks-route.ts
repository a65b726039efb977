import { Router } from 'express'
import type { Signer } from '../../ports/crypto.js'

/** How long anyone may keep the keys, in seconds: a new key signs this long before everybody knows it. */
const KEPT_SECONDS = 300

/** The keys that statements are verified with, for everybody (RFC 7517 section 8.5.2). */
export function jwksRoute(jwks: Signer['jwks']): Router {
  const router = Router()
  router.get('/jwks', (_req, res) => {
    res.set('Cache-Control', `public, max-age=${KEPT_SECONDS}`)
    res.type('application/jwk-set+json').send(JSON.stringify(jwks))
  })
  return router
}
