/** A person as Keycloak knows them. */
export interface Person {
  readonly userId: string
  readonly username: string
  /** First and last name, or the user name where there is none. */
  readonly displayName: string
  readonly email: string | null
  readonly emailVerified: boolean
  readonly locale: string | null
  readonly enabled: boolean
}

/** Where people are looked up: Keycloak's admin API. */
export interface Directory {
  /** The person, or null where the realm does not have them. Throws `ERR_2FA_DIRECTORY` when it cannot be asked. */
  person(userId: string): Promise<Person | null>
}
