import type { Events } from '../ports/events.js'
import { startWorker, type Worker } from './worker.js'

const EVERY_MS = 5_000

/** Sends what is in the outbox: at once after this process has added to it, and every five seconds what others left. */
export function startOutbox(ports: { events: Events; deliverMessages: () => Promise<number> }): Worker {
  return startWorker('outbox', EVERY_MS, ports.events, async () => (await ports.deliverMessages()) > 0)
}
