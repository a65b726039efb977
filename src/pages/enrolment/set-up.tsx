import type { Texts } from '../../texts/index.js'
import type { SetUpView } from '../../views/enrolment/set-up.js'
import { htmlDocument } from '../document.js'
import { Notice } from '../notice.js'
import { PostForm } from '../post-form.js'
import type { Spoken } from '../spoken.js'
import { Steps } from './steps.js'

const SYSTEMS = ['ios', 'android', 'web'] as const

/** Set-up, first step: which apps suit. */
export function setUpPage(view: Spoken<SetUpView>): string {
  const texts = view.texts
  const { setUp } = texts.enrolment
  return htmlDocument({
    frame: view,
    title: setUp.title,
    children: (
      <>
        <Steps texts={texts} current={1} />
        <h1>{setUp.title}</h1>
        <p class="lead">{setUp.lead}</p>
        {view.replaces && (
          <Notice tone="info">
            <p>{setUp.replaces}</p>
          </Notice>
        )}
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
        {view.methods.includes('email') && <ByEmail view={view} />}
        <a class="button" href={`${view.base}/`}>
          {setUp.cancel}
        </a>
      </>
    ),
  })
}

function ByEmail({ view }: { view: Spoken<SetUpView> }) {
  const { email } = view.texts.enrolment
  if (view.email === null) return <p class="hint">{email.notVerified}</p>
  return (
    <section class="alternative">
      <h2>{email.title}</h2>
      <p class="hint">{email.offer({ to: view.email })}</p>
      <PostForm frame={view} action="/set-up">
        <input type="hidden" name="method" value="email" />
        <button type="submit" class="button">
          {email.choose}
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
