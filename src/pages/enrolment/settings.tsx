import type { ComponentChildren } from 'preact'
import type { Texts } from '../../texts/index.js'
import type { SettingsView } from '../../views/enrolment/settings.js'
import { htmlDocument } from '../document.js'
import { Icon, type IconName } from '../icon.js'
import { Notice } from '../notice.js'
import { sideBySide } from '../side-by-side.js'
import type { Spoken } from '../spoken.js'
import { Invitation } from './invitation.js'

/** The settings page: whether two-factor authentication is on, and everything one can do about it. */
export function settingsPage(view: Spoken<SettingsView>): string {
  const texts = view.texts
  const { settings } = texts.enrolment
  const { status } = view
  return htmlDocument({
    frame: view,
    title: settings.title,
    children: (
      <>
        {view.done !== null && (
          <Notice tone="done">
            <p>{settings.done[view.done]}</p>
          </Notice>
        )}
        <h1>{settings.title}</h1>
        <p class="lead">{settings.lead}</p>
        <Row icon={status.active ? 'secured' : 'shield'} title={settings.status}>
          <p>
            <span class={status.active ? 'badge on' : 'badge'}>{status.active ? settings.active : settings.off}</span>
          </p>
          {(status.active || status.reason !== 'single-sign-on') && (
            <p class="hint">
              {!status.active
                ? settings.offText
                : view.protectedBy === null
                  ? settings.activeText
                  : texts.linkedAccounts.settings.protectedBy({ provider: view.protectedBy })}
            </p>
          )}
        </Row>
        {status.active ? (
          <Active view={view} status={status} texts={settings} />
        ) : status.invitation ? (
          <Invitation frame={view} to={`${view.base}/`} />
        ) : status.offered ? (
          <a class="button primary" href={`${view.base}/set-up`}>
            {settings.switchOn}
          </a>
        ) : (
          <p class="reason">
            {status.reason === 'single-sign-on'
              ? settings.notOffered['single-sign-on']({ provider: status.provider ?? '' })
              : settings.notOffered.policy}
          </p>
        )}
        {!status.active && <Accounts view={view} />}
        {view.events.length > 0 && <Activity view={view} />}
      </>
    ),
  })
}

/** What happened last, so that a person notices what was not them. */
function Activity({ view }: { view: Spoken<SettingsView> }) {
  const texts = view.texts.administration
  return (
    <details>
      <summary>{texts.title}</summary>
      <p class="hint">{texts.lead}</p>
      <ul class="activity">
        {view.events.map(({ kind, at, origin: { browser, system, address } }) => (
          <li key={`${kind} ${at}`}>
            <span>{texts.events[kind]}</span>
            <span class="hint">
              {sideBySide(
                texts.time({ at, timeZone: view.timeZone }),
                browser && system && texts.place({ browser, system }),
                address,
              )}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}

interface ActiveProps {
  readonly view: Spoken<SettingsView>
  readonly status: Extract<SettingsView['status'], { active: true }>
  readonly texts: Texts['enrolment']['settings']
}

function Active({ view, status, texts }: ActiveProps) {
  return (
    <>
      <Row icon="phone" title={texts.method[status.method]}>
        {status.destination !== null && <p>{destinationText(view.texts, status.method, status.destination)}</p>}
        <p>{texts.since({ at: status.since, timeZone: view.timeZone })}</p>
        <p class="hint">{texts.lastUsed({ at: status.lastUsedAt, timeZone: view.timeZone })}</p>
        <p class="hint">{texts.changeHint}</p>
        <a class="button small" href={`${view.base}/set-up`}>
          {texts.change}
        </a>
      </Row>
      <Row icon="list" title={texts.backupCodes}>
        <p>{texts.backupCodesLeft({ left: status.backupCodesLeft })}</p>
        {status.saveBackupCodes && (
          <Notice tone="warning">
            <p>{texts.saveBackupCodes}</p>
          </Notice>
        )}
        <a class={status.saveBackupCodes ? 'button primary' : 'button small'} href={`${view.base}/backup-codes`}>
          {status.saveBackupCodes ? texts.getBackupCodes : texts.manageBackupCodes}
        </a>
      </Row>
      <Devices view={view} devices={status.trustedDevices} />
      <Accounts view={view} />
      <div class="row last">
        {status.canTurnOff ? (
          <>
            <a class="button danger" href={`${view.base}/turn-off`}>
              {texts.turnOff}
            </a>
            <p class="hint centred">{texts.turnOffHint}</p>
          </>
        ) : (
          <p class="reason">{texts.cannotTurnOff}</p>
        )}
      </div>
    </>
  )
}

function Devices({ view, devices }: { view: Spoken<SettingsView>; devices: ActiveProps['status']['trustedDevices'] }) {
  const { settings } = view.texts.trustedDevices
  return (
    <Row icon="screen" title={settings.title}>
      {devices.days === 0 ? (
        <p class="hint">{settings.off}</p>
      ) : (
        <>
          <p>{settings.count({ devices: devices.count })}</p>
          <a class="button small" href={`${view.base}/devices`}>
            {settings.manage}
          </a>
        </>
      )}
    </Row>
  )
}

/** The accounts with which one can sign in besides the password. */
function Accounts({ view }: { view: Spoken<SettingsView> }) {
  const { settings } = view.texts.linkedAccounts
  const { accounts } = view
  return (
    <Row icon="link" title={settings.title}>
      {accounts === null ? (
        <p class="hint">{settings.unknown}</p>
      ) : (
        <>
          {accounts.length === 0 && <p>{settings.none}</p>}
          {accounts.map(({ name, userName }) => (
            <p key={name}>{settings.account({ name, userName })}</p>
          ))}
          <a class="button small" href={`${view.base}/linked-accounts`}>
            {settings.manage}
          </a>
        </>
      )}
    </Row>
  )
}

function destinationText(texts: Texts, method: ActiveProps['status']['method'], to: string): string {
  const { email, sms } = texts.enrolment
  return (method === 'sms' ? sms : email).method({ to })
}

interface RowProps {
  readonly icon: IconName
  readonly title: string
  readonly children: ComponentChildren
}

function Row({ icon, title, children }: RowProps) {
  return (
    <section class="row">
      <Icon name={icon} />
      <h2>{title}</h2>
      <div class="rest">{children}</div>
    </section>
  )
}
