import { randomBytes } from 'node:crypto'
import KcAdminClient from '@keycloak/keycloak-admin-client'
import { fixedId, mailAddress, people } from '../../dev/people.js'
import { realmNames } from '../../dev/realm.js'

/** A person of the tests, in the real Keycloak. The password is the name. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly email: string
}

export const passwordOf = ({ name }: Pick<Person, 'name'>): string => name

/** One of the example's people, who are in every realm of the tests. */
export function known(name: string): Person {
  const found = people.find((person) => person.name === name)
  if (found === undefined) throw new Error(`There is no ${name} in dev/people.ts`)
  return { id: fixedId('person', name), name, email: mailAddress(found) }
}

/** The realm's administrator. Tokens of this grant live a minute, so it signs in for each use. */
export async function administrator(): Promise<KcAdminClient> {
  const keycloak = new KcAdminClient({ baseUrl: process.env.TEST_KEYCLOAK_URL ?? '' })
  await keycloak.auth({ grantType: 'password', clientId: 'admin-cli', username: 'admin', password: 'admin' })
  keycloak.setConfig({ realmName: realmNames.realm })
  return keycloak
}

/** Adds a person nobody else uses, without a tenant. */
export async function newPerson(
  changes: { firstName?: string; lastName?: string; locale?: string } = {},
): Promise<Person> {
  const name = `person-${randomBytes(6).toString('hex')}`
  const email = `${name}@example.example`
  const { firstName = 'Test', lastName = 'Person', locale } = changes
  const keycloak = await administrator()
  const { id } = await keycloak.users.create({
    username: name,
    email,
    emailVerified: true,
    enabled: true,
    firstName,
    lastName,
    ...(locale !== undefined && { attributes: { locale: [locale] } }),
    credentials: [{ type: 'password', value: name, temporary: false }],
  })
  return { id, name, email }
}
