import type { signIn as english } from './en.js'

/** What surrounds every page, and the page that leads to Keycloak. */
export const signIn: typeof english = {
  account: 'ログイン中',
  backTo: ({ application }) => `${application}に戻る`,
  errorTitle: ({ title }) => `エラー：${title}`,
  fresh: {
    title: 'ご本人であることの確認',
    why: '外部サービスでログインしているため、変更の前に、パスワードの代わりにメールで確認します。',
    cancel: 'キャンセル',
  },
  refresh: {
    password: {
      title: 'パスワードを再入力してください',
      lead: 'アカウント保護のため、設定を変更する前にパスワードを確認します。ログインページへ移動しています。',
      go: 'ログインページへ進む',
    },
    account: {
      title: 'アカウントを連携します',
      lead: 'ログインページを経由して、外部サービスへ移動しています。',
      go: '進む',
    },
    app: {
      title: 'アプリに戻れます',
      lead: '2段階目の認証が完了しました。アプリが自動で開かない場合は、ボタンを押してください。',
      go: 'アプリを開く',
    },
  },
}
