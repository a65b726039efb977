import type UserRepresentation from '@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js'
import type { Page, Person } from '../../ports/directory.js'
import { type AdminApi, notKeycloak } from './admin-api.js'
import { kept } from './kept.js'

/** People by id. */
export function people({ ask }: AdminApi) {
  const keep = kept<Person | null>()
  return {
    people: ({ first, max, search }: Page): Promise<readonly Person[]> =>
      ask({ what: 'people', role: 'view-users' }, async ({ users }) => {
        const found = await users.find({ first, max, briefRepresentation: true, ...(search && { search }) })
        if (!Array.isArray(found)) throw notKeycloak('people')
        return found.map(memberFrom)
      }),
    person: (userId: string): Promise<Person | null> =>
      keep(userId, () =>
        ask({ what: 'people', role: 'view-users' }, async (client) => {
          const user = await client.users.findOne({ id: userId }, { catchNotFound: true })
          return user ? personFrom(userId, user) : null
        }),
      ),
  }
}

/** One of a list of people. Throws `ERR_2FA_DIRECTORY` for what is none. */
export function memberFrom(user: UserRepresentation): Person {
  if (!user.id) throw notKeycloak('people')
  return personFrom(user.id, user)
}

/** Written in the signs of Chinese, Japanese and Korean, of whose names the family's comes first. */
const EAST_ASIAN = /^[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\s]+$/u

/** In which Japanese writes the names of people from elsewhere, in their own order. */
const KATAKANA = /^[\p{scx=Katakana}\s]+$/u

function nameFrom({ firstName, lastName }: UserRepresentation): string {
  const names = [firstName ?? '', lastName ?? ''].filter((each) => each !== '')
  const isFamilyFirst = names.every((each) => EAST_ASIAN.test(each)) && !names.every((each) => KATAKANA.test(each))
  return (isFamilyFirst ? names.reverse() : names).join(' ')
}

/** A person as the admin API tells of them. Throws `ERR_2FA_DIRECTORY` for what is none. */
export function personFrom(userId: string, user: UserRepresentation): Person {
  if (!user.username) throw notKeycloak('a person')
  const { username } = user
  const name = nameFrom(user)
  return {
    userId,
    username,
    displayName: name === '' ? username : name,
    email: user.email || null,
    emailVerified: user.emailVerified === true,
    locale: user.attributes?.locale?.[0] ?? null,
    // The attribute that Keycloak's own client scope "phone" reads.
    phoneNumber: user.attributes?.phoneNumber?.[0] ?? null,
    enabled: user.enabled === true,
  }
}
