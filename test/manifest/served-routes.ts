import type { Router } from 'express'

/** A path under the mount, and what it answers to. */
export interface ServedRoute {
  readonly path: string
  readonly methods: readonly string[]
}

/** As much of Express's own list of what a router does as is read here. */
interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> }
  readonly handle: { readonly stack?: readonly Layer[] }
}

/** Every route that a router registers, those of the routers inside it included, by path. */
export function servedRoutes(router: Router): ServedRoute[] {
  const methods = new Map<string, Set<string>>()
  const collect = (stack: readonly Layer[]): void => {
    for (const { route, handle } of stack) {
      if (route === undefined) collect(handle.stack ?? [])
      else {
        const known = methods.get(route.path) ?? new Set()
        for (const method of Object.keys(route.methods)) known.add(method.toUpperCase())
        methods.set(route.path, known)
      }
    }
  }
  collect(router.stack as unknown as readonly Layer[])
  return [...methods].map(([path, found]) => ({ path, methods: [...found].sort() }))
}
