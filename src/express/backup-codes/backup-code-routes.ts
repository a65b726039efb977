import { type Request, type Response, Router } from 'express'
import type { listBackupCodes } from '../../actions/backup-codes/list-backup-codes.js'
import type { saveBackupCodes } from '../../actions/backup-codes/save-backup-codes.js'
import type { Caller } from '../../actions/context.js'
import type { Assessment } from '../../actions/sign-in/assess-login.js'
import type { Enrolment } from '../../domain/enrolment/enrolment.js'
import { savedFields } from '../../views/backup-codes/backup-codes.js'
import { fieldsOf } from '../fields.js'
import { seeOther } from '../see-other.js'
import { readSession, updateSession } from '../session.js'
import { localeOf, showPage } from '../show-page.js'
import { displayName } from '../sign-in/display-name.js'
import { fresh, type Visit } from '../sign-in/visitor.js'
import type { Surroundings } from '../surroundings.js'
import { backupCodeFile } from './backup-code-file.js'

/** What the pages of backup codes can do. */
export interface BackupCodeActions {
  readonly listBackupCodes: ReturnType<typeof listBackupCodes>
  readonly saveBackupCodes: ReturnType<typeof saveBackupCodes>
  readonly regenerateBackupCodes: (caller: Caller) => Promise<void>
}

type WithEnrolment = (visit: Visit, enrolment: Enrolment, req: Request, res: Response) => Promise<void>

/** `/backup-codes`: the state of each, the file, the settled prompt, and new ones. All of it with a fresh password. */
export function backupCodeRoutes(surroundings: Surroundings, actions: BackupCodeActions): Router {
  const { base } = surroundings
  /** Without an enrolment there are no codes: the settings say why. */
  const enrolled = (page: string, handler: WithEnrolment) =>
    fresh(surroundings, page, (visit, req, res) => {
      const { enrolment } = visit.assessment.state
      return enrolment === null ? seeOther(surroundings, req, res, base) : handler(visit, enrolment, req, res)
    })

  return Router()
    .get(
      '/backup-codes',
      enrolled('/backup-codes', async ({ caller, assessment }, { backupCodesSavedAt: savedAt }, req, res) => {
        const codes = await actions.listBackupCodes(caller, { ...readableOf(assessment), savedAt, now: assessment.now })
        const { done, wanted } = readSession(req)
        const justEnabled = done === 'enabled'
        if (justEnabled) updateSession(req, { done: undefined })
        await showPage(surroundings, req, res, {
          page: 'backup-codes',
          codes: codes.map(({ code, usedAt }) => ({ code, usedAt })),
          createdAt: codes[0]?.createdAt ?? assessment.now,
          saveBackupCodes: savedAt === null,
          justEnabled,
          goesOn: wanted !== undefined,
        })
      }),
    )
    .get(
      '/backup-codes/download',
      enrolled('/backup-codes', async ({ caller, assessment }, { backupCodesSavedAt: savedAt }, req, res) => {
        const codes = await actions.listBackupCodes(caller, { ...readableOf(assessment), savedAt, now: assessment.now })
        const readable = codes.flatMap(({ code, usedAt, createdAt }) =>
          code === null ? [] : [{ code, usedAt, createdAt }],
        )
        if (readable.length === 0) return seeOther(surroundings, req, res, `${base}/backup-codes`)
        // The one GET that changes something: not for HEAD, nor for a link on another site.
        const site = req.get('sec-fetch-site') ?? 'none'
        if (req.method === 'GET' && (site === 'same-origin' || site === 'none')) {
          await actions.saveBackupCodes(caller, {
            ...readableOf(assessment),
            ...{ createdAt: codes[0]?.createdAt ?? 0, how: 'download' },
          })
        }
        const { application, timeZone } = surroundings
        const file = {
          application,
          timeZone,
          texts: surroundings.languages.textsFor(localeOf(surroundings, req)),
          person: await displayName(surroundings, caller),
        }
        res
          .attachment(`${application.replace(/[^\p{L}\p{N}]+/gu, '-')}-backup-codes.txt`)
          .type('text/plain; charset=utf-8')
          .send(backupCodeFile(readable, file))
      }),
    )
    .post(
      '/backup-codes/saved',
      enrolled('/backup-codes', async ({ caller, assessment }, _enrolment, req, res) => {
        const { created: createdAt } = fieldsOf(req, savedFields)
        await actions.saveBackupCodes(caller, { ...readableOf(assessment), createdAt, how: 'said' })
        const isLed = readSession(req).wanted !== undefined
        seeOther(surroundings, req, res, `${base}${isLed ? '/continue' : '/backup-codes'}`)
      }),
    )
    .get(
      '/backup-codes/regenerate',
      enrolled('/backup-codes/regenerate', (_visit, _enrolment, req, res) =>
        showPage(surroundings, req, res, { page: 'backup-codes-regenerate' }),
      ),
    )
    .post(
      '/backup-codes/regenerate',
      enrolled('/backup-codes/regenerate', async ({ caller }, _enrolment, req, res) => {
        await actions.regenerateBackupCodes(caller)
        seeOther(surroundings, req, res, `${base}/backup-codes`)
      }),
    )
}

/** How long codes can be read, as the person's policy says. */
const readableOf = ({ policy }: Assessment) => ({ readable: policy.backupCodes.readable })
