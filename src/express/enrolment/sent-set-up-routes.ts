import { type Request, type Response, Router } from 'express'
import type { Caller } from '../../actions/context.js'
import { SENT_CODE_DIGITS } from '../../domain/challenge/sent-code.js'
import type { Channel } from '../../domain/messages/channel.js'
import type { Problem } from '../../views/challenge/problem.js'
import { outgoing } from '../challenge/outgoing.js'
import { seeOther } from '../see-other.js'
import { showPage } from '../show-page.js'
import { fresh, type VisitHandler } from '../sign-in/visitor.js'
import type { Surroundings } from '../surroundings.js'
import { type ConfirmationActions, confirmation } from './confirmation.js'

/** The page of a set-up whose codes are sent. */
export interface SentSetUp {
  /** Shows the page, with a code on its way; begins again where no set-up by this channel is pending. */
  show(caller: Caller, req: Request, res: Response, given: Problem | null, status?: number): Promise<void>
  /** A POST of `code` confirms, one of `resend` sends another. */
  readonly answer: VisitHandler
}

/** The page of a set-up whose codes are sent by this channel: a code is sent on arrival. */
export function sentSetUp(surroundings: Surroundings, actions: ConfirmationActions, channel: Channel): SentSetUp {
  const page = `set-up-${channel}` as const
  const { base } = surroundings

  async function show(caller: Caller, req: Request, res: Response, given: Problem | null, status = 200): Promise<void> {
    const destination = await pendingDestination(caller)
    if (destination === null) return seeOther(surroundings, req, res, `${base}/set-up`)
    const { sent, problem } = outgoing(await actions.sendCode(caller, 'set-up', destination))
    const content = { page, digits: SENT_CODE_DIGITS, sent, problem: given ?? problem }
    await showPage(surroundings, req, res, content, { status })
  }
  /** Null where another way is pending, or none. */
  async function pendingDestination(caller: Caller) {
    const destination = (await actions.showSetUp(caller))?.destination ?? null
    return destination?.channel === channel ? { ...destination, fallback: null } : null
  }
  const confirm = confirmation(surroundings, actions, show)

  return {
    show,
    async answer(visit, req, res) {
      if ((req.body as { resend?: unknown } | undefined)?.resend === undefined) return confirm(visit, req, res)
      const { caller } = visit
      const destination = await pendingDestination(caller)
      const sending =
        destination === null ? null : await actions.sendCode(caller, 'set-up', destination, { again: true })
      if (sending?.outcome === 'capped') return show(caller, req, res, outgoing(sending).problem)
      seeOther(surroundings, req, res, `${base}/set-up/${channel}`)
    },
  }
}

/** `/set-up/email`. */
export function emailSetUpRoutes(surroundings: Surroundings, actions: ConfirmationActions): Router {
  const { show, answer } = sentSetUp(surroundings, actions, 'email')
  const page = '/set-up/email'
  return Router()
    .get(
      page,
      fresh(surroundings, page, ({ caller }, req, res) => show(caller, req, res, null)),
    )
    .post(page, fresh(surroundings, page, answer))
}
