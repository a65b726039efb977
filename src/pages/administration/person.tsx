import type { AdminPersonView } from '../../views/administration/person.js'
import { htmlDocument } from '../document.js'
import { Notice } from '../notice.js'
import type { Spoken } from '../spoken.js'
import { Accounts } from './accounts.js'
import { Cures } from './cures.js'
import { diagnosisText } from './diagnosis-text.js'
import { Log } from './log.js'
import { PersonDevices } from './person-devices.js'
import { Trail } from './trail.js'
import { TryForm } from './try-form.js'

const TONES = { 'in-order': 'done', 'not-enrolled': 'info', 'bypass-code-open': 'info' } as const

/** A person: one sentence that says what is wrong, and a button for each cure. */
export function adminPersonPage(view: Spoken<AdminPersonView>): string {
  const texts = view.texts
  const { pages } = texts.administration
  const { who, diagnosis, done, issued, because } = view
  const tone = Object.hasOwn(TONES, diagnosis.kind) ? TONES[diagnosis.kind as keyof typeof TONES] : 'warning'
  return htmlDocument({
    frame: view,
    title: who.name,
    broad: true,
    children: (
      <>
        <Trail
          frame={view}
          steps={view.tenants.map(({ id, name }) => ({
            path: `/admin/tenants/${encodeURIComponent(id)}/people`,
            name,
          }))}
        />
        <h1>{who.name}</h1>
        {done !== null && (
          <Notice tone="done">
            <p>{pages.done[done]}</p>
          </Notice>
        )}
        {issued !== null && <Issued view={view} issued={issued} />}
        <Notice tone={tone}>
          <p>{diagnosisText(texts, view)}</p>
        </Notice>
        <Facts view={view} />
        <Accounts view={view} />
        {because === null ? <Cures view={view} /> : <p class="reason">{pages.because[because]}</p>}
        <PersonDevices view={view} />
        <Log view={view} title={pages.decisions} entries={view.decisions} empty={pages.noDecisions} />
        <details>
          <summary>{texts.administration.tryIt.title}</summary>
          <p>{texts.administration.tryIt.lead}</p>
          <TryForm frame={view} path={`/admin/people/${encodeURIComponent(who.userId)}`} />
        </details>
        <Log view={view} title={pages.events} entries={view.events} empty={pages.noEvents} />
      </>
    ),
  })
}

/** The code, this once: nobody can read it again. */
function Issued({ view, issued }: { view: Spoken<AdminPersonView>; issued: NonNullable<AdminPersonView['issued']> }) {
  const texts = view.texts.administration.pages
  return (
    <section class="issued" aria-label={texts.bypass.title}>
      <p>{texts.bypass.issued}</p>
      <code>{issued.code.replace(/(.{4})(.{4})/, '$1 $2')}</code>
      <p class="hint">{texts.bypass.until({ at: issued.endsAt, timeZone: view.timeZone })}</p>
    </section>
  )
}

function Facts({ view }: { view: Spoken<AdminPersonView> }) {
  const texts = view.texts
  const { pages } = texts.administration
  const { who, enrolment, lastUsedAt, timeZone, tenants } = view
  const facts: [string, string][] = [
    [pages.facts.username, who.username],
    [pages.facts.email, who.email ?? '–'],
    [pages.facts.tenants, tenants.map(({ name }) => name).join(', ') || '–'],
    [pages.facts.method, enrolment === null ? '–' : texts.enrolment.settings.method[enrolment.method]],
  ]
  if (enrolment !== null) {
    facts.push([pages.facts.since, texts.format.date({ at: enrolment.activeSince, timeZone })])
    facts.push([pages.facts.backupCodes, texts.enrolment.settings.backupCodesLeft({ left: enrolment.backupCodesLeft })])
  }
  if (lastUsedAt !== null) facts.push([pages.facts.lastUsed, texts.format.dateTime({ at: lastUsedAt, timeZone })])
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <>
          <dt key={name}>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  )
}
