import { TwoFactorError } from '../../errors.js'
import type { AccessToken, AccessTokens } from '../../ports/access-tokens.js'
import { keptValues } from './kept-values.js'

/** How long a verified token is not verified again: a minute, in ms, so that a key the realm withdrew ends soon. */
const KEPT_MS = 60_000

/** How many tokens are kept at once; about 2 KB each. */
const KEPT_TOKENS = 5_000

/** Longer ones are no tokens of Keycloak's; its own are one or two KB. */
const LONGEST = 16_384

/**
 * Reads a bearer token: verified once, then known for a minute, or until its end. Errors as `verifyAccessToken`; what was
 * refused is not kept.
 */
export function readAccessToken(ports: { accessTokens: AccessTokens; audiences: readonly string[] }) {
  const known = keptValues<{ token: AccessToken; until: number }>(KEPT_TOKENS)
  return async (text: string): Promise<AccessToken> => {
    const found = known.get(text)
    if (found !== undefined && Date.now() < found.until) return found.token
    if (text.length > LONGEST) throw new TwoFactorError('ERR_2FA_SIGN_IN_REQUIRED', 'The access token is too long.')
    const token = await ports.accessTokens.verifyAccessToken(text, ports.audiences)
    // Its end is by Keycloak's clock and real time, whatever a test does to ours.
    known.set(text, { token, until: Math.min(Date.now() + KEPT_MS, token.endsAt) })
    return token
  }
}
