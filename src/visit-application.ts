import type { Application } from './ports/application.js'

const TIMEOUT_MS = 5_000

/** Visits the application over HTTP. */
export function httpApplication(): Application {
  return {
    async visit(address, method) {
      const request = { method, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) } as const
      const response = await fetch(address, request).catch(() => null)
      if (response === null) return null
      const { status, headers } = response
      const isJson = /^application\/([\w.-]+\+)?json\b/i.test(headers.get('content-type') ?? '')
      const json: unknown = isJson ? await response.json().catch(() => undefined) : await response.body?.cancel()
      return { status, location: headers.get('location'), cookies: headers.getSetCookie(), json }
    },
  }
}
