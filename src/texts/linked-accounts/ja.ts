import type { linkedAccounts as english } from './en.js'

/** The accounts at other providers with which a person can sign in. */
export const linkedAccounts: typeof english = {
  title: '連携アカウント',
  lead: '次のアカウントでログインできます。',
  leadNone: '外部サービスのアカウントを連携すると、そのアカウントでもログインできます。',
  list: '連携アカウントの一覧',
  state: {
    'stands-in': ({ name }) =>
      `アカウントは${name}によって保護されています。このアカウントでログインする場合、確認コードは不要です。`,
    asked: 'このアカウントでログインする場合も、確認コードの入力が必要です。',
    unconfirmed: '未確認のため、確認コードの代わりにはなりません。',
  },
  badge: { 'stands-in': 'コード不要', asked: 'コード必要', unconfirmed: '未確認' },
  confirm: '確認する',
  confirmOf: ({ name }) => `${name}のアカウントを確認する`,
  disconnect: '連携を解除',
  disconnectOf: ({ name }) => `${name}のアカウントの連携を解除`,
  lastWayIn: 'ほかにログインする方法がないため、連携を解除できません。先に別のアカウントを連携してください。',
  offered: 'アカウントを連携',
  connect: ({ name }) => `${name}と連携`,
  nothingOffered: '連携できるサービスはほかにありません。',
  back: '設定に戻る',
  done: {
    connected: 'アカウントを連携しました。',
    'not-connected': 'アカウントは連携されませんでした。もう一度お試しいただくか、管理者にお問い合わせください。',
    confirmed: 'アカウントを確認しました。',
    disconnected: '連携を解除しました。今後、そのアカウントではログインできません。',
  },
  connecting: {
    title: ({ name }) => `${name}と連携しますか？`,
    lead: ({ name }) =>
      `${name}のログイン画面に移動します。ログインすると、今後はそのアカウントでもログインできるようになります。`,
    go: ({ name }) => `${name}へ進む`,
    cancel: 'キャンセル',
  },
  confirming: {
    title: 'ご自身のアカウントですか？',
    lead: ({ name, userName }) =>
      `${name}の${userName}は、二要素認証を経ずに連携されました。ご自身のアカウントである場合にのみ確認してください。確認すると、このアカウントを持つ人は確認コードなしでログインできるようになります。`,
    confirm: 'はい、自分のアカウントです',
    disconnect: 'いいえ、連携を解除します',
    cancel: 'キャンセル',
  },
  disconnecting: {
    title: ({ name }) => `${name}との連携を解除しますか？`,
    lead: ({ userName }) => `解除すると、${userName}ではログインできなくなります。`,
    confirm: '連携を解除',
    cancel: 'キャンセル',
  },
  settings: {
    title: '連携アカウント',
    none: 'なし',
    unknown: '現在、表示できません。',
    account: ({ name, userName }) => `${name}：${userName}`,
    protectedBy: ({ provider }) =>
      `${provider}でログインしているため、アカウントは${provider}によって保護されています。そのため、確認コードは求められませんでした。`,
    manage: '管理',
  },
  approve: {
    title: '連携アカウント',
    button: '承認',
    buttonOf: ({ userName }) => `${userName}を承認`,
    hint: '本人のアカウントであることを確認できた場合にのみ承認してください。承認すると、このアカウントでのログイン時に確認コードは求められません。',
  },
}
