import type { Texts } from '../../texts/index.js'
import type { BackupCodesView } from '../../views/backup-codes/backup-codes.js'
import { htmlDocument } from '../document.js'
import { Icon } from '../icon.js'
import { Notice } from '../notice.js'
import { PostForm } from '../post-form.js'
import type { Spoken } from '../spoken.js'

/**
 * The backup codes with the state of each, and while they may be read the ways to keep them.
 *
 * Right after set-up the file downloads by itself: a refresh to a download needs no script and leaves the page open.
 */
export function backupCodesPage(view: Spoken<BackupCodesView>): string {
  const texts = view.texts.backupCodes
  const readable = view.codes.some(({ code }) => code !== null)
  const download = `${view.base}/backup-codes/download`
  return htmlDocument({
    frame: view,
    title: texts.title,
    wide: true,
    ...(view.justEnabled && readable ? { goTo: download } : {}),
    children: (
      <>
        {view.justEnabled && (
          <Notice tone="done">
            <p>
              <b>{texts.enabled}</b> {readable && texts.downloading}
            </p>
          </Notice>
        )}
        <h1>{texts.title}</h1>
        <p class="lead">{texts.lead}</p>
        {readable && view.saveBackupCodes && (
          <div data-unsaved>
            <Notice tone="warning">
              <p>{texts.save}</p>
            </Notice>
          </div>
        )}
        <CodeList view={view} texts={texts} />
        {readable ? <Keep view={view} texts={texts} download={download} /> : <p class="reason">{texts.hidden}</p>}
        {view.goesOn && (
          <a class={view.saveBackupCodes ? 'button' : 'button primary'} href={`${view.base}/continue`}>
            {texts.goOn}
          </a>
        )}
        <a class="button" href={`${view.base}/backup-codes/regenerate`}>
          {texts.regenerate}
        </a>
      </>
    ),
  })
}

interface PartProps {
  readonly view: Spoken<BackupCodesView>
  readonly texts: Texts['backupCodes']
}

function CodeList({ view, texts }: PartProps) {
  const { timeZone, application, person } = view
  return (
    <>
      {person !== null && <p class="printed">{texts.account({ application, person })}</p>}
      <ol class="codes" aria-label={texts.list}>
        {view.codes.map(({ code, usedAt }, index) => (
          <li key={code ?? index} class={usedAt === null ? '' : 'used'}>
            {code === null ? <span>{texts.hiddenCode({ number: index + 1 })}</span> : <code>{code}</code>}
            <span class="hint">{usedAt === null ? texts.unused : texts.used({ at: usedAt, timeZone })}</span>
          </li>
        ))}
      </ol>
      <p class="hint">{texts.created({ at: view.createdAt, timeZone })}</p>
    </>
  )
}

/** Download, Copy and Print each settle the prompt; for people without scripts there is a button that does only that. */
function Keep({ view, texts, download }: PartProps & { readonly download: string }) {
  return (
    <>
      <div class="buttons">
        <a class={view.saveBackupCodes ? 'button primary' : 'button'} href={download} data-settled>
          <Icon name="download" />
          <span>{texts.download}</span>
        </a>
        <button type="button" class="button" hidden data-copy=".codes code" data-done={texts.copied} data-settles>
          <Icon name="copy" />
          <span>{texts.copy}</span>
        </button>
        <button type="button" class="button" hidden data-print data-settles>
          <Icon name="print" />
          <span>{texts.print}</span>
        </button>
      </div>
      <p class="unseen" role="status" data-say />
      {view.saveBackupCodes && (
        <div data-unsaved>
          <PostForm frame={view} action="/backup-codes/saved" id="saved">
            <input type="hidden" name="created" value={view.createdAt} />
            <button type="submit" class="button">
              {texts.saved}
            </button>
          </PostForm>
        </div>
      )}
    </>
  )
}
