import { parseCookie } from 'cookie'
import type { Request, Response } from 'express'
import { z } from 'zod'
import type { Surroundings } from '../surroundings.js'

/** How long a person may take at Keycloak: ten minutes, in ms. */
const LASTS_MS = 10 * 60_000

const binding = z.object({
  issuer: z.string(),
  userId: z.string(),
  sessionId: z.string(),
  authenticatedAt: z.number().nullable(),
  /** On the application's clock: the login that comes back must be another one than that which was sent. */
  signedInAt: z.number(),
})

const content = z.object({
  /** What we ask Keycloak for: any sign-in, the password of this person once more, or an account of theirs to connect. */
  ask: z.discriminatedUnion('for', [
    z.object({ for: z.literal('sign-in') }),
    z.object({
      for: z.literal('password'),
      before: binding,
      /** The identity provider that is to ask for it, where the person came by one. */
      provider: z.string().optional(),
    }),
    z.object({
      for: z.literal('account'),
      before: binding,
      provider: z.string(),
      /** Whether a code was given for it. */
      afterSecondStep: z.boolean(),
    }),
  ]),
  /** The path to return to. */
  to: z.string(),
  /** The path that the person was led away from before, to set up. */
  wanted: z.string().optional(),
  until: z.number(),
})

const json = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      context.addIssue('is no JSON')
      return z.NEVER
    }
  })
  .pipe(content)

/** What was asked of a sign-in, and where it returns to. */
export type Return = Omit<z.infer<typeof content>, 'until'>

type Needs = Pick<Surroundings, 'origin' | 'keyedHash' | 'clock'>

/**
 * Keeps what we ask of a sign-in in a signed cookie of the browser: Passport renews the session on the way, and nothing
 * may be taken from the URL.
 */
export function writeReturn({ origin, keyedHash, clock }: Needs, res: Response, back: Return): void {
  const text = Buffer.from(JSON.stringify({ ...back, until: clock.now() + LASTS_MS })).toString('base64url')
  res.cookie(nameFor(origin), `${text}.${keyedHash.hash('return-cookie', text).hash}`, {
    ...optionsFor(origin),
    maxAge: LASTS_MS,
  })
}

/** What the cookie holds; undefined where there is none, it is too old, or somebody else made it. */
export function readReturn({ origin, keyedHash, clock }: Needs, req: Request): Return | undefined {
  const [text, hash] = parseCookie(req.headers.cookie ?? '')[nameFor(origin)]?.split('.') ?? []
  if (!text || !hash || !keyedHash.matches('return-cookie', text, hash)) return undefined
  // Rightly signed and in another form: an earlier version of this library wrote it.
  const { data } = json.safeParse(Buffer.from(text, 'base64url').toString())
  return data !== undefined && clock.now() < data.until ? data : undefined
}

/** Deletes the cookie; what it asked for counts once. */
export function clearReturn({ origin }: Pick<Needs, 'origin'>, res: Response): void {
  res.clearCookie(nameFor(origin), optionsFor(origin))
}

function nameFor(origin: string): string {
  return origin.startsWith('https:') ? '__Host-two-factor-return' : 'two-factor-return'
}

function optionsFor(origin: string) {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: origin.startsWith('https:') } as const
}
