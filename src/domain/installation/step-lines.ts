import type { ClientChange, Step } from './step.js'

/** A step in words: `+` makes, `~` changes, `-` takes away. */
export function stepLines(step: Step): string[] {
  switch (step.kind) {
    case 'create-client-scope': {
      const mappers = step.scope.protocolMappers.map(({ name }) => `+   mapper "${name}"`)
      return [`+ client scope "${step.scope.name}"`, ...mappers]
    }
    case 'update-client-scope':
      return [`~ client scope "${step.scope.name}": its description, protocol or attributes`]
    case 'remove-client-scope':
      return [`- client scope "${step.name}", which every client loses with it`]
    case 'add-mapper':
      return [`+ client scope "${step.scope}": mapper "${step.mapper.name}"`]
    case 'update-mapper':
      return [`~ client scope "${step.scope}": mapper "${step.mapper.name}"`]
    case 'remove-mapper':
      return [`- client scope "${step.scope}": mapper "${step.name}"`]
    case 'create-realm-role':
      return [`+ realm role "${step.name}", which nobody holds yet`]
    case 'remove-realm-role':
      return [`- realm role "${step.name}", which everybody loses with it`]
    case 'create-service-account':
      return [`+ client "${step.clientId}", a service account`]
    case 'update-service-account':
      return [`~ client "${step.clientId}": ${step.changes.join(', ')}`]
    case 'remove-service-account':
      return [`- client "${step.clientId}", a service account`]
    case 'grant-roles':
      return [`+ client "${step.clientId}": its service account gets ${step.roles.join(', ')}`]
    case 'withdraw-realm-role':
      return [`- client "${step.clientId}": its service account loses ${step.role}`]
    case 'assign-client-scope':
      return [`+ client "${step.clientId}": client scope "${step.scope}", as a default one`]
    case 'change-client':
      return changeLines(step.clientId, step.change)
  }
}

function changeLines(clientId: string, { attributes, frontchannelLogout }: ClientChange): string[] {
  const settings = Object.entries(attributes).map(([name, value]): [string, string] => [name, value])
  if (frontchannelLogout !== undefined) settings.push(['frontchannelLogout', `${frontchannelLogout}`])
  return settings.map(([name, value]) => {
    const what = `client "${clientId}": ${name}`
    return value === '' ? `- ${what}` : `~ ${what} = ${value}`
  })
}
