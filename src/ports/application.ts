import type { Answered } from '../domain/installation/judge-application.js'

/** The running application, as a browser that is not signed in reaches it. */
export interface Application {
  /** Asks for an address and follows no redirect. Null where nothing answers within a few seconds. */
  visit(address: string, method: 'GET' | 'POST'): Promise<Answered | null>
}
