import type { statements as english } from './en.js'

/** How a login was authenticated, for a line of a document. */
export const statements: typeof english = {
  twoFactor: ({ second }) => `二要素認証（パスワードと${second}）`,
  both: ({ first, second }) => `${first}と${second}`,
  first: {
    password: () => 'パスワード',
    'single-sign-on': ({ provider }) => `シングルサインオン（${provider}）`,
    unknown: () => 'Keycloakでのログイン',
  },
  alone: {
    password: () => 'パスワードのみ',
    'single-sign-on': ({ provider }) => `シングルサインオン（${provider}）`,
    unknown: () => 'Keycloakでのログイン（認証方法は不明）',
  },
  second: {
    totp: '認証アプリのコード',
    email: 'メールで送られたコード',
    sms: 'SMSで送られたコード',
    'backup-code': 'バックアップコード',
    'bypass-code': 'ヘルプデスクが発行したバイパスコード',
    'trusted-device': '信頼済みデバイス（コードの入力なし）',
  },
}
