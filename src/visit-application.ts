import type { Application } from './ports/application.js'

const TIMEOUT_MS = 5_000

/** Visits the application over HTTP. */
export function httpApplication(): Application {
  return {
    async visit(address, method) {
      const request = { method, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) } as const
      const response = await fetch(address, request).catch(() => null)
      if (response === null) return null
      await response.body?.cancel()
      const { status, headers } = response
      return { status, location: headers.get('location'), cookies: headers.getSetCookie() }
    },
  }
}
