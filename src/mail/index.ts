export type { Mail, Mailer } from '../ports/mailer.js'
export { smtpMailer } from './smtp-mailer.js'
export type { SmtpMailerOptions } from './smtp-options.js'
