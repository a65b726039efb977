import express, { type Request, Router } from 'express'
import type { PortalConfig } from '../config.js'
import { sameOrigin, sameOriginOrToken } from '../same-origin.js'
import { userOf } from '../sign-in.js'
import type { createTwoFactor, testClock } from '../two-factor.js'
import { certificatePage, contract } from './certificate-page.js'
import { membersPage, ordersPage, payrollPage, reportPage } from './protected-pages.js'
import { clockSteps, startPage } from './start-page.js'

export interface PagesOptions {
  config: PortalConfig
  twoFactor: ReturnType<typeof createTwoFactor>
  clock: ReturnType<typeof testClock>
}

/** The portal's pages: the start page is for everybody, everything below `enforce()` for whoever has done both steps. */
export function pages({ config, twoFactor, clock }: PagesOptions): Router {
  const router = Router()
  const frameOf = (req: Request) => ({ application: config.name, user: userOf(req) })
  const stateOf = async (req: Request) => (userOf(req) ? twoFactor.state(req) : undefined)
  router.use((_req, res, next) => {
    res.set('cache-control', 'no-store')
    next()
  })
  router.get('/', async (req, res) => {
    const { mailboxUrl, smsUrl, otherUrl } = config
    const { offset } = clock
    const state = await stateOf(req)
    const invitation = await twoFactor.invitation(req)
    res.send(
      startPage({
        ...frameOf(req),
        state,
        invitation,
        mailboxUrl,
        smsUrl,
        otherUrl,
        clock: { now: clock.now(), offset },
      }),
    )
  })
  router.post('/clock', sameOrigin(config.url), express.urlencoded({ extended: false }), (req, res) => {
    const step = clockSteps.get(req.body?.step)
    if (step === undefined) return void res.status(400).type('text').send('Choose one of the buttons.')
    clock.advance(step)
    res.redirect(303, '/')
  })

  // Each asks what this organization's policy says, whatever the person's other ones do; so they come before enforce().
  for (const tenant of ['acme', 'birch']) {
    router.get(`/of/${tenant}`, twoFactor.required({ tenant }), (req, res) => {
      res.send(membersPage(frameOf(req), tenant))
    })
  }

  router.use(twoFactor.enforce())
  router.get('/orders', twoFactor.signedIn(), (req, res) => void res.send(ordersPage(frameOf(req))))
  router.get('/reports/january', twoFactor.signedIn(), (req, res) => void res.send(reportPage(frameOf(req))))
  router.get('/payroll', twoFactor.required({ within: '5m' }), (req, res) => void res.send(payrollPage(frameOf(req))))
  router.get('/certificate', twoFactor.signedIn(), async (req, res) => {
    const issued = await twoFactor.statement(req, { audience: config.url, documentHash: contract.hash })
    res.send(certificatePage(frameOf(req), issued))
  })
  router.get('/download', twoFactor.signedIn(), (_req, res) => {
    res.attachment('orders.csv').send('number,what\r\n1001,Twelve apple trees\r\n1002,A ladder\r\n')
  })
  // For the mobile app and the nightly export, which send access tokens, and for scripts of the pages above.
  router.get('/api/orders', twoFactor.signedIn(), async (req, res) => {
    const login = (await twoFactor.bearer(req)) ?? userOf(req)?.login
    res.json({ of: login?.userId ?? null, orders: [{ number: 1001, what: 'Twelve apple trees' }] })
  })
  router.post('/api/payments', sameOriginOrToken(config.url), twoFactor.required({ within: '5m' }), (_req, res) => {
    res.status(201).json({ paid: true })
  })
  router.get('/api/me', async (req, res) => {
    const user = userOf(req)
    if (!user) return void res.status(401).json({ error: 'Sign in first.' })
    res.json({ id: user.id, name: user.name, twoFactor: await stateOf(req) })
  })
  return router
}
