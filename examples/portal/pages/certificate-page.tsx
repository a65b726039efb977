import { createHash } from 'node:crypto'
import type { PortalUser } from '../sign-in.js'
import type { createTwoFactor } from '../two-factor.js'
import { page } from './layout.js'

type Issued = Awaited<ReturnType<ReturnType<typeof createTwoFactor>['statement']>>

const text = 'The nursery delivers twelve apple trees and a ladder, in spring, for 480 euros.'

/** What is signed here; the hash ties the statement to it. */
export const contract = {
  title: 'Contract 1001: twelve apple trees',
  text,
  hash: `sha-256:${createHash('sha256').update(text).digest('hex')}`,
}

/** The certificate that is kept with the contract: who signed it, and how they had signed in. */
export const certificatePage = (
  { application, user }: { application: string; user: PortalUser | undefined },
  { text, statement, jws }: Issued,
): string =>
  page({
    title: 'Certificate',
    application,
    user,
    children: (
      <article class="certificate">
        <h2>{contract.title}</h2>
        <p>{contract.text}</p>
        <dl>
          <dt>Agreed by</dt>
          <dd>{user?.name}</dd>
          <dt>Authentication method</dt>
          <dd id="method">{text}</dd>
          <dt>Signed in</dt>
          <dd>
            <Time seconds={statement.auth_time} />
          </dd>
          <dt>Issued</dt>
          <dd>
            <Time seconds={statement.iat} />
          </dd>
          <dt>Person</dt>
          <dd>
            <code>{statement.sub}</code> of <code>{statement.realm}</code>
          </dd>
          <dt>Document</dt>
          <dd>
            <code>{statement.document}</code>
          </dd>
          <dt>Certificate</dt>
          <dd>
            <code>{statement.jti}</code>
          </dd>
        </dl>
        <details>
          <summary>Signed statement (JWS)</summary>
          <pre id="jws">{jws}</pre>
          <p>
            Anybody can verify it with the keys at <a href={`${statement.iss}/jwks`}>{statement.iss}/jwks</a>.
          </p>
        </details>
      </article>
    ),
  })

const Time = ({ seconds }: { seconds: number }) => {
  const time = new Date(seconds * 1000)
  return <time dateTime={time.toISOString()}>{time.toUTCString()}</time>
}
