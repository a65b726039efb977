import type { Texts } from '../../texts/index.js'

/** What the file of backup codes says besides the codes. */
export interface BackupCodeFile {
  readonly application: string
  /** Whose codes they are; null where Keycloak could not be asked. */
  readonly person: string | null
  readonly texts: Texts
  readonly timeZone: string
}

/** The text file that a person keeps: application, account and date first, then one code a line; used ones are struck. */
export function backupCodeFile(
  codes: readonly { readonly code: string; readonly usedAt: number | null; readonly createdAt: number }[],
  { application, person, texts: { backupCodes: texts }, timeZone }: BackupCodeFile,
): string {
  const created = texts.created({ at: codes[0]?.createdAt ?? 0, timeZone })
  const lines = codes.map(({ code, usedAt }) =>
    usedAt === null ? code : `${code}  ${texts.used({ at: usedAt, timeZone })}`,
  )
  const account = person === null ? application : texts.account({ application, person: person.replace(/\s+/g, ' ') })
  // Windows' editor and everything else take CRLF; the mark at the start makes it show Japanese as UTF-8.
  return `\ufeff${[texts.title, account, created, '', texts.lead, '', ...lines, ''].join('\r\n')}`
}
