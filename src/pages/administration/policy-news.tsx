import type { ComponentChildren } from 'preact'
import type { AdminPolicyView } from '../../views/administration/policy.js'
import { Notice } from '../notice.js'
import type { Spoken } from '../spoken.js'

/** What has just happened, and what is under way. */
export function PolicyNews({ view }: { view: Spoken<AdminPolicyView> }): ComponentChildren {
  const texts = view.texts.administration.policy
  const { refusal, done, underWay } = view
  return (
    <>
      {view.managedInKeycloak && (
        <Notice tone="info">
          <p>{texts.managed}</p>
        </Notice>
      )}
      {done && (
        <Notice tone="done">
          <p>{texts.saved}</p>
        </Notice>
      )}
      {refusal !== null && (
        <Notice tone="problem">
          <p>{texts.refused[refusal.why]}</p>
          {refusal.faults.length > 0 && (
            <ul>
              {refusal.faults.map(({ field }) => (
                <li key={field}>{texts.fields[field]}</li>
              ))}
            </ul>
          )}
          {refusal.differences.length > 0 && (
            <>
              <p>{texts.changed}</p>
              <ul>
                {refusal.differences.map(({ field }) => (
                  <li key={field}>{texts.fields[field]}</li>
                ))}
              </ul>
            </>
          )}
          {refusal.why === 'changed-meanwhile' && <p>{texts.again}</p>}
        </Notice>
      )}
      {underWay.map(({ kind, at, done: people }) => (
        <Notice key={`${kind} ${at}`} tone="info">
          <p>
            {kind === 'remind'
              ? texts.underWay.remind({ at, timeZone: view.timeZone })
              : texts.underWay[kind]({ done: people })}
          </p>
        </Notice>
      ))}
    </>
  )
}
