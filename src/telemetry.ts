import type { Events, TwoFactorEvent } from './ports/events.js'

/** What happens to events where the application has no `onEvent`: a line on standard error, with the error's cause. */
export function reportEvent(event: TwoFactorEvent): void {
  const { kind, ...details } = event
  const { error, ...rest } = 'error' in details ? details : { ...details, error: undefined }
  console.error(
    `keycloak-two-factor: ${kind}`,
    ...(Object.keys(rest).length > 0 ? [rest] : []),
    ...(error ? [error] : []),
  )
}

/** Events that go to the application's `onEvent`; one that throws or rejects is its own bug, and must not become ours. */
export function eventsTo(onEvent: (event: TwoFactorEvent) => void): Events {
  return {
    emit(event) {
      Promise.resolve(event)
        .then(onEvent)
        .catch((error: unknown) => console.error('keycloak-two-factor: onEvent failed', error))
    },
  }
}
