export interface PortalConfig {
  /** What the application is called. */
  name: string
  /** The name of its session cookie: browsers do not tell ports apart. */
  cookie: string
  /** The other application that shares the store, for the start page. */
  otherUrl?: string
  port: number
  /** Where browsers reach the portal, without a path. */
  url: string
  keycloak: {
    /** Base URL, without a path. */
    url: string
    /** Base URL of the admin API, where that is another one. */
    adminUrl?: string
    realm: string
    clientId: string
    clientSecret: string
    /** The service account with which people and tenants are read. */
    runtimeClientId: string
    runtimeClientSecret: string
  }
  smtp: { host: string; port: number }
  /** The mailbox's web page, for the start page. */
  mailboxUrl: string
  /** The SMS gateway, whose page shows what it took; without it codes by SMS are not offered. */
  smsUrl?: string
  /** `mysql://…` or `mariadb://…`; without it the second step's data is in `sqliteFile`. */
  databaseUrl?: string
  sqliteFile: string
  sessionSecret: string
  /** 32 bytes in base64 each; the first one seals what the second step stores. */
  secretKeys: readonly { id: string; key: string }[]
  /** A private key for ES256, a JWK as JSON; signs the statements on certificates. */
  statementKey: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** Reads the configuration from environment variables; throws naming each one that is missing or malformed. */
export function portalConfig(env: Environment): PortalConfig {
  const problems: string[] = []
  const text = (name: string, fallback?: string): string => {
    const value = env[name] || fallback
    if (value === undefined) problems.push(`${name} is missing`)
    return value ?? ''
  }
  const port = (name: string, fallback: number): number => {
    const value = Number(env[name] || fallback)
    if (Number.isInteger(value) && value >= 1 && value <= 65535) return value
    problems.push(`${name} must be a port, not "${env[name]}"`)
    return fallback
  }
  const url = (name: string, fallback: string, protocols: readonly string[]): string => {
    const value = text(name, fallback)
    if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol)) {
      problems.push(`${name} must be an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`)
    }
    return value.replace(/\/+$/, '')
  }
  const web = ['http:', 'https:']
  const portalPort = port('PORTAL_PORT', 3000)
  const config: PortalConfig = {
    name: text('PORTAL_NAME', 'Example Portal'),
    cookie: text('PORTAL_COOKIE', 'portal'),
    ...(env.PORTAL_OTHER_URL && { otherUrl: url('PORTAL_OTHER_URL', '', web) }),
    port: portalPort,
    url: url('PORTAL_URL', `http://localhost:${portalPort}`, web),
    keycloak: {
      url: url('KEYCLOAK_URL', `http://localhost:${port('KEYCLOAK_PORT', 8080)}`, web),
      ...(env.KEYCLOAK_ADMIN_URL && { adminUrl: url('KEYCLOAK_ADMIN_URL', '', web) }),
      realm: text('KEYCLOAK_REALM', 'portal'),
      clientId: text('KEYCLOAK_CLIENT_ID', 'portal'),
      clientSecret: text('KEYCLOAK_CLIENT_SECRET'),
      runtimeClientId: text('KEYCLOAK_RUNTIME_CLIENT_ID', 'two-factor-runtime'),
      runtimeClientSecret: text('KEYCLOAK_RUNTIME_CLIENT_SECRET'),
    },
    smtp: { host: text('SMTP_HOST', '127.0.0.1'), port: port('SMTP_PORT', 1025) },
    mailboxUrl: `http://localhost:${port('MAILBOX_PORT', 1080)}`,
    ...(env.SMS_URL && { smsUrl: url('SMS_URL', '', web) }),
    ...(env.DATABASE_URL && { databaseUrl: url('DATABASE_URL', '', ['mysql:', 'mariadb:']) }),
    sqliteFile: text('SQLITE_FILE', 'data/two-factor.db'),
    sessionSecret: text('SESSION_SECRET'),
    secretKeys: [{ id: '1', key: text('TWO_FACTOR_KEY') }],
    statementKey: text('STATEMENT_KEY'),
  }
  if (problems.length > 0) throw new Error(`The portal's configuration is not right: ${problems.join('; ')}.`)
  return config
}
