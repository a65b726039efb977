/** The realm that people are looked up in. */
export interface Realm {
  /** Its issuer, as tokens name it (`iss`). */
  readonly issuer: string
}
