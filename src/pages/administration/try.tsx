import type { AdminTryView } from '../../views/administration/try.js'
import { htmlDocument } from '../document.js'
import { Notice } from '../notice.js'
import type { Spoken } from '../spoken.js'
import { reasonText } from './detail-text.js'
import { Trail } from './trail.js'
import { TryForm } from './try-form.js'

/** What would be asked of a person who signed in now, and why. */
export function adminTryPage(view: Spoken<AdminTryView>): string {
  const { texts, who, outcome, client, provider } = view
  const { tryIt, policy } = texts.administration
  const path = `/admin/people/${encodeURIComponent(who.userId)}`
  const facts: [string, string][] = [
    [tryIt.client, client],
    ...(provider !== '' ? [[tryIt.provider, provider] as [string, string]] : []),
    [tryIt.facts.requirement, policy.requirement[view.requirement]],
    ...(view.requiredBy.length > 0
      ? [[tryIt.facts.requiredBy, view.requiredBy.map(({ name }) => name).join(', ')] as [string, string]]
      : []),
    ...(view.grace === null
      ? []
      : [[tryIt.facts.grace, tryIt.graceLeft(graceIn(view, view.grace))] as [string, string]]),
    [tryIt.facts.method, view.method === null ? '–' : texts.enrolment.settings.method[view.method]],
    [tryIt.facts.trustDays, view.trustDays === 0 ? tryIt.never : texts.format.number(view.trustDays)],
  ]
  return htmlDocument({
    frame: view,
    title: tryIt.titleOf({ name: who.name }),
    wide: true,
    children: (
      <>
        <Trail frame={view} steps={[{ path, name: who.name }]} />
        <h1>{tryIt.titleOf({ name: who.name })}</h1>
        <p class="lead">{tryIt.lead}</p>
        <Notice tone={outcome === 'refuse' ? 'warning' : 'info'}>
          <p>{tryIt.outcomes[outcome]}</p>
        </Notice>
        <section class="part">
          <h2>{tryIt.why}</h2>
          <ol>
            {view.reasons.map((reason) => (
              <li key={reason}>{reasonText(texts, reason)}</li>
            ))}
          </ol>
        </section>
        <dl class="facts">
          {facts.map(([name, value]) => (
            <>
              <dt key={name}>{name}</dt>
              <dd>{value}</dd>
            </>
          ))}
        </dl>
        <section class="part">
          <h2>{tryIt.another}</h2>
          <TryForm frame={view} path={path} client={client} provider={provider} />
        </section>
      </>
    ),
  })
}

function graceIn({ timeZone }: AdminTryView, { until, logins }: NonNullable<AdminTryView['grace']>) {
  return { logins, until: until === null ? null : { at: until, timeZone } }
}
