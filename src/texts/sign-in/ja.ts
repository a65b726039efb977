import type { signIn as english } from './en.js'

/** What surrounds every page, and the page that leads to Keycloak. */
export const signIn: typeof english = {
  account: 'ログイン中',
  backTo: ({ application }) => `${application}に戻る`,
  errorTitle: ({ title }) => `エラー：${title}`,
  refresh: {
    password: {
      title: 'パスワードを再入力してください',
      lead: 'アカウント保護のため、設定を変更する前にパスワードを確認します。ログインページへ移動しています。',
      go: 'ログインページへ進む',
    },
  },
}
