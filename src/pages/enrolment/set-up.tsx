import type { Texts } from '../../texts/index.js'
import type { SetUpView } from '../../views/enrolment/set-up.js'
import { htmlDocument } from '../document.js'
import { Notice } from '../notice.js'
import { PostForm } from '../post-form.js'
import type { Spoken } from '../spoken.js'
import { Steps } from './steps.js'

const SYSTEMS = ['ios', 'android', 'web'] as const

/** Set-up, first step: which apps suit, and what else may be chosen. */
export function setUpPage(view: Spoken<SetUpView>): string {
  const texts = view.texts
  const { setUp } = texts.enrolment
  const byApp = view.methods.includes('totp')
  const title = byApp ? setUp.title : setUp.choose
  return htmlDocument({
    frame: view,
    title,
    children: (
      <>
        {byApp && <Steps texts={texts} current={1} />}
        <h1>{title}</h1>
        {byApp && <p class="lead">{setUp.lead}</p>}
        {view.replaces && (
          <Notice tone="info">
            <p>{setUp.replaces}</p>
          </Notice>
        )}
        {byApp && <ByApp view={view} />}
        {view.methods.includes('email') && <ByEmail view={view} />}
        {view.methods.includes('sms') && <BySms view={view} />}
        <a class="button" href={`${view.base}/`}>
          {setUp.cancel}
        </a>
      </>
    ),
  })
}

function ByApp({ view }: { readonly view: Spoken<SetUpView> }) {
  const { setUp } = view.texts.enrolment
  return (
    <>
      {view.apps.length > 0 && (
        <>
          <h2>{setUp.apps}</h2>
          <ul class="apps">
            {view.apps.map((app) => (
              <App key={app.name} app={app} texts={setUp} />
            ))}
          </ul>
        </>
      )}
      <p class="hint">{setUp.anyOther}</p>
      <PostForm frame={view} action="/set-up">
        <input type="hidden" name="method" value="totp" />
        <button type="submit" class="button primary">
          {setUp.next}
        </button>
      </PostForm>
    </>
  )
}

function ByEmail({ view }: { readonly view: Spoken<SetUpView> }) {
  const { email } = view.texts.enrolment
  if (view.email === null) return <p class="hint">{email.notVerified}</p>
  const hint = view.methods.includes('totp') ? email.offer({ to: view.email }) : email.method({ to: view.email })
  return <Alternative view={view} method="email" title={email.title} hint={hint} choose={email.choose} />
}

function BySms({ view }: { readonly view: Spoken<SetUpView> }) {
  const { sms } = view.texts.enrolment
  return <Alternative view={view} method="sms" title={sms.title} hint={sms.offer} choose={sms.choose} />
}

interface AlternativeProps {
  readonly view: Spoken<SetUpView>
  readonly method: 'email' | 'sms'
  readonly title: string
  readonly hint: string
  readonly choose: string
}

function Alternative({ view, method, title, hint, choose }: AlternativeProps) {
  return (
    <section class="alternative">
      <h2>{title}</h2>
      <p class="hint">{hint}</p>
      <PostForm frame={view} action="/set-up">
        <input type="hidden" name="method" value={method} />
        <button type="submit" class="button">
          {choose}
        </button>
      </PostForm>
    </section>
  )
}

interface AppProps {
  readonly app: SetUpView['apps'][number]
  readonly texts: Texts['enrolment']['setUp']
}

function App({ app, texts }: AppProps) {
  return (
    <li>
      <span class="name">{app.name}</span>
      <span class="links">
        {SYSTEMS.map((system) => {
          const href = app.links[system]
          return href === undefined ? null : (
            <a key={system} href={href} rel="noopener noreferrer">
              <span class="unseen">{app.name} </span>
              {texts.system[system]}
            </a>
          )
        })}
      </span>
    </li>
  )
}
