import type { MailView } from '../views/mail.js'

/** A mail as plain text. */
export function mailText({ greeting, text, code, facts, advice, link, footer }: MailView): string {
  const rows = facts.map(({ label, value }) => `${label}: ${value}`).join('\n')
  const opened = link === null ? '' : `${link.label}: ${link.address}`
  const parts = [greeting, text, code ?? '', rows, ...advice, opened].filter((part) => part !== '')
  return [...parts, `-- \n${footer}`, ''].join('\n\n')
}
