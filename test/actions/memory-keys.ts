import type { BackupCode } from '../../src/domain/backup-codes/backup-code.js'
import type { Enrolment, PendingEnrolment } from '../../src/domain/enrolment/enrolment.js'
import type { Subject } from '../../src/domain/sign-in/login.js'
import type { KeyStore, Resealed, SealedKind, SealedText } from '../../src/ports/key-store.js'
import type { OutboxMessage } from '../../src/ports/store.js'

interface Person {
  subject: Subject
  enrolment: Enrolment | null
  pending: PendingEnrolment | null
  backupCodes: readonly BackupCode[]
}

/** The keys' part of the store in memory, on what the rest of it keeps. */
export function memoryKeys(
  people: ReadonlyMap<string, Person>,
  outbox: ReadonlyMap<string, { message: OutboxMessage }>,
): KeyStore {
  const everybody = () => [...people.values()]
  const kinds: Record<SealedKind, () => (SealedText & { write(resealed: Resealed): void })[]> = {
    enrolment: () =>
      everybody().flatMap((person) => {
        const { subject, enrolment } = person
        if (!enrolment) return []
        const write = ({ to }: Resealed) => {
          person.enrolment = { ...enrolment, sealedSecret: to }
        }
        return [{ id: subject.key, subjectKey: subject.key, sealed: enrolment.sealedSecret, write }]
      }),
    'pending-enrolment': () =>
      everybody().flatMap((person) => {
        const { subject, pending } = person
        if (!pending) return []
        const write = ({ to }: Resealed) => {
          person.pending = { ...pending, sealedSecret: to }
        }
        return [{ id: subject.key, subjectKey: subject.key, sealed: pending.sealedSecret, write }]
      }),
    'backup-code': () =>
      everybody().flatMap((person) =>
        person.backupCodes.flatMap((code) => {
          if (code.sealedCode === null) return []
          const write = ({ to, hash }: Resealed) => {
            const again = { ...code, ...hash, sealedCode: to }
            person.backupCodes = person.backupCodes.map((one) => (one.id === code.id ? again : one))
          }
          return [{ id: code.id, subjectKey: person.subject.key, sealed: code.sealedCode, write }]
        }),
      ),
    message: () =>
      [...outbox.values()].flatMap((kept) => {
        const { id, subjectKey, sealedBody } = kept.message
        if (sealedBody === '') return []
        const write = ({ to }: Resealed) => {
          kept.message = { ...kept.message, sealedBody: to }
        }
        return [{ id, subjectKey, sealed: sealedBody, write }]
      }),
  }
  const unused = (person: Person, keyId: string) =>
    person.backupCodes.filter((code) => code.keyId === keyId && code.usedAt === null).length

  return {
    async sealedTexts(kind, after, limit) {
      const rest = kinds[kind]()
        .filter(({ id }) => id > (after ?? ''))
        .sort((one, other) => (one.id < other.id ? -1 : 1))
      const texts = rest.slice(0, limit).map(({ id, subjectKey, sealed }) => ({ id, subjectKey, sealed }))
      return { texts, next: texts.length < limit ? null : (texts.at(-1)?.id ?? null) }
    },
    async reseal(kind, resealed) {
      let replaced = 0
      for (const one of resealed) {
        const found = kinds[kind]().find(({ id, sealed }) => id === one.id && sealed === one.from)
        found?.write(one)
        if (found) replaced += 1
      }
      return replaced
    },
    hashKeyIds: async () => [
      ...new Set(everybody().flatMap(({ backupCodes }) => backupCodes.map(({ keyId }) => keyId))),
    ],
    hashOwners: async (keyId, after, limit) =>
      everybody()
        .filter(({ subject }) => subject.key > (after ?? ''))
        .map((person) => ({ subject: person.subject, codes: unused(person, keyId) }))
        .filter(({ codes }) => codes > 0)
        .sort((one, other) => (one.subject.key < other.subject.key ? -1 : 1))
        .slice(0, limit),
  }
}
