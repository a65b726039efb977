import type { AuditEvent } from '../domain/administration/audit-event.js'
import type { AuthenticatorApp } from '../domain/enrolment/authenticator-apps.js'
import type { Method } from '../domain/enrolment/enrolment.js'
import type { Frame } from './frame.js'

export type { AuthenticatorApp }

/** What went wrong with the last answer, to be said beside the field. */
export type Problem =
  | { readonly kind: 'malformed' }
  | { readonly kind: 'wrong' | 'replayed'; readonly triesLeft: number; readonly lockedUntil: number | null }
  | { readonly kind: 'locked'; readonly until: number }
  | { readonly kind: 'disabled' }
  | { readonly kind: 'expired' }
  /** No further code is sent until then. */
  | { readonly kind: 'capped'; readonly until: number }

/** A code that was sent, and when another one can be asked for. */
export interface SentTo {
  /** The address, masked. */
  readonly to: string
  readonly resendAt: number
}

/** The settings page. */
export interface SettingsView extends Frame {
  readonly page: 'settings'
  readonly status:
    | { readonly active: false /** False where the policy is `off`. */; readonly offered: boolean }
    | {
        readonly active: true
        readonly method: Method
        /** The address that codes go to, masked; null for an authenticator app. */
        readonly destination: string | null
        readonly since: number
        readonly backupCodesLeft: number
        /** True until the person kept the codes. */
        readonly saveBackupCodes: boolean
        /** False where the policy requires a second factor. */
        readonly canTurnOff: boolean
      }
  /** What was just done, said once at the top. */
  readonly done: 'enabled' | 'turned-off' | null
  /** What happened last, the newest first. */
  readonly events: readonly Pick<AuditEvent, 'kind' | 'at' | 'origin'>[]
}

/** Set-up, first step: which method, and which apps suit. A POST of `method` to `/set-up` begins. */
export interface SetUpView extends Frame {
  readonly page: 'set-up'
  /** What may be chosen. */
  readonly methods: readonly Method[]
  /** Where codes would be mailed to, masked; null where Keycloak has verified no address. */
  readonly email: string | null
  readonly apps: readonly AuthenticatorApp[]
  /** True where an enrolment is active and stays so until the new one is confirmed. */
  readonly replaces: boolean
}

/** Set-up, second step: QR code and key. "Next" leads to `/set-up/totp?step=confirm`. */
export interface SetUpTotpView extends Frame {
  readonly page: 'set-up-totp'
  /** The `otpauth:` address, shown as QR code and as "Open in authenticator app". */
  readonly address: string
  /** The secret in base32, in groups of four. */
  readonly key: string
  /** The name of the entry in the authenticator app. */
  readonly account: string
}

/** Set-up, third step: the first code. A POST of `code` to `/set-up/totp` confirms. */
export interface SetUpTotpConfirmView extends Frame {
  readonly page: 'set-up-totp-confirm'
  readonly digits: number
  readonly problem: Problem | null
}

/** Set-up by e-mail: the mailed code. A POST of `code` to `/set-up/email` confirms, one of `resend` sends another. */
export interface SetUpEmailView extends Frame {
  readonly page: 'set-up-email'
  readonly digits: number
  /** Null where none could be sent; `problem` says why. */
  readonly sent: SentTo | null
  readonly problem: Problem | null
}

/** The code page at sign-in. A POST of `code` to `/challenge` answers. */
export interface ChallengeView extends Frame {
  readonly page: 'challenge'
  readonly method: Method
  readonly digits: number
  /** Where the code was mailed to; null for an authenticator app, or where none could be sent. */
  readonly sent: SentTo | null
  readonly problem: Problem | null
}

/** The page for a backup code. A POST of `code` to `/challenge/backup` answers. */
export interface BackupChallengeView extends Frame {
  readonly page: 'challenge-backup'
  readonly problem: Problem | null
}

/** The backup codes: the state of each, and while they may be read, the codes. */
export interface BackupCodesView extends Frame {
  readonly page: 'backup-codes'
  readonly codes: readonly {
    /** `mfrg-gzdf-mztw-q2lk`; null where it may not be shown any more. */
    readonly code: string | null
    readonly usedAt: number | null
  }[]
  readonly createdAt: number
  /** The prompt to keep them is still open. */
  readonly saveBackupCodes: boolean
  /** True right after set-up: the page says so, and the file starts to download by itself. */
  readonly justEnabled: boolean
}

/** "Turn off?" A POST to `/turn-off` does. */
export interface TurnOffView extends Frame {
  readonly page: 'turn-off'
}

/** "Generate new codes?" A POST to `/backup-codes/regenerate` does. */
export interface RegenerateView extends Frame {
  readonly page: 'backup-codes-regenerate'
}

/** Says where the browser is going, and goes there by itself; for ways that end at another origin after a form. */
export interface RefreshView extends Frame {
  readonly page: 'refresh'
  readonly to: string
  /** Why: to enter the password again, or back to the mobile app that opened the page. */
  readonly reason: 'password' | 'app'
}

/** Something went wrong; `title` and `message` are already in the person's language. */
export interface ErrorView extends Frame {
  readonly page: 'error'
  readonly status: number
  readonly code: string
  /** The thrown error's own message, in English; null where it is for the log alone. */
  readonly detail: string | null
}

/** Everything a page can show. */
export type View =
  | SettingsView
  | SetUpView
  | SetUpTotpView
  | SetUpTotpConfirmView
  | SetUpEmailView
  | ChallengeView
  | BackupChallengeView
  | BackupCodesView
  | TurnOffView
  | RegenerateView
  | RefreshView
  | ErrorView

/** The name under which a page can be replaced. */
export type PageName = View['page']

/** The view of one page. */
export type ViewOf<Name extends PageName> = Extract<View, { page: Name }>

/** Turns views into HTML documents: one function a page. */
export type Pages = { readonly [Name in PageName]: (view: ViewOf<Name>) => string | Promise<string> }
