import { people } from '../../../dev/people.js'
import { type Frame, page } from './layout.js'

export interface StartView extends Frame {
  /** What the library says of this browser's second step. */
  state: unknown
  /** The library's invitation to set up a second factor, as HTML; null for whoever is not to be invited. */
  invitation: string | null
  mailboxUrl: string
  /** The page that shows the SMS; undefined where none are sent. */
  smsUrl: string | undefined
  /** The application that shares the store. */
  otherUrl: string | undefined
  /** The portal's time and how far it is ahead, in milliseconds. */
  clock: { now: number; offset: number }
}

/** How far each button moves the portal's clock, in milliseconds. */
export const clockSteps = new Map([
  ['+60 s', 60_000],
  ['+10 min', 600_000],
  ['+91 days', 91 * 86_400_000],
])

/** What this is, who may sign in, and what to try. */
export const startPage = (view: StartView): string =>
  page({
    title: 'An application with a second step',
    application: view.application,
    user: view.user,
    children: (
      <>
        <p class="lead">
          People sign in with Keycloak. keycloak-two-factor adds the code from an authenticator app, backup codes and
          the pages for both.
        </p>
        {view.invitation !== null && <div dangerouslySetInnerHTML={{ __html: view.invitation }} />}
        <SignedIn {...view} />
        <Tries {...view} />
        <People />
        <ClockButtons {...view.clock} />
      </>
    ),
  })

const SignedIn = ({ user, state }: StartView) =>
  user ? (
    <section>
      <h2>You are {user.name}</h2>
      <p>The library says of this session:</p>
      <pre id="state">{JSON.stringify(state, null, 2)}</pre>
    </section>
  ) : null

const Tries = ({ mailboxUrl, smsUrl, otherUrl }: StartView) => (
  <section>
    <h2>What to try</h2>
    <ol>
      <li>
        Sign in as fred (password fred), then open <a href="/two-factor">Two-factor settings</a> and switch it on.
      </li>
      <li>
        Look into <a href={mailboxUrl}>the mailbox</a>: fred was told about it.
      </li>
      {smsUrl && (
        <li>
          Sign in as sue and choose codes by SMS: they appear in <a href={smsUrl}>the SMS outbox</a>.
        </li>
      )}
      <li>
        Sign out and ask for <a href="/reports/january">the January report</a>: after password and code you are there.
      </li>
      <li>
        Open <a href="/payroll">Payroll</a>, which wants a code of the last five minutes, or fetch{' '}
        <a href="/download">a file</a> and <a href="/api/me">the JSON answer about yourself</a>.
      </li>
      <li>
        Print <a href="/certificate">the certificate</a> of a contract: it states how you signed in, now with a code.
      </li>
      <li>
        Sign in as opal, set it up, and open <a href="/two-factor/admin">the administrators’ pages</a>: find fred, give
        him a bypass code, reset him. tess sees the people of Acme alone.
      </li>
      <li>
        As tess require it at Acme, with two logins of grace and the days left empty; sign in as ann: she can put it off
        twice. From then on <a href="/of/birch">Birch’s page</a> opens for her all the same,{' '}
        <a href="/of/acme">Acme’s</a> does not.
      </li>
      {otherUrl && (
        <li>
          Open <a href={otherUrl}>the other application</a> and sign in: it shares the store, so the code given here
          counts there. Sign out here, and within five seconds it asks for a code again.
        </li>
      )}
    </ol>
  </section>
)

const People = () => (
  <section>
    <h2>People</h2>
    <p>Everybody's password is the user name.</p>
    <table>
      <thead>
        <tr>
          <th scope="col">User name</th>
          <th scope="col">Name</th>
          <th scope="col">About</th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.name}>
            <td>
              <code>{person.name}</code>
            </td>
            <td>
              {person.firstName} {person.lastName}
            </td>
            <td>{person.about}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

const ClockButtons = ({ now, offset }: StartView['clock']) => (
  <section>
    <h2>Demonstration clock</h2>
    <p>
      For the portal it is <time dateTime={new Date(now).toISOString()}>{new Date(now).toUTCString()}</time>
      {offset > 0 ? `, ${Math.round(offset / 1000)} s ahead. Set your authenticator app's clock likewise.` : '.'}
    </p>
    <form method="post" action="/clock">
      {[...clockSteps.keys()].map((step) => (
        <button key={step} type="submit" name="step" value={step}>
          {step}
        </button>
      ))}
    </form>
  </section>
)
