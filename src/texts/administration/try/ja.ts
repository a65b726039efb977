import { format } from '../../japanese.js'
import type { tryIt as english } from './en.js'

/** "Try it": what would be asked of a person, and why. */
export const tryIt: typeof english = {
  title: 'ログインの確認',
  lead: 'このユーザーが今、信頼済みでないブラウザーでログインした場合の動作を確認します。実際の処理や通知は行われません。',
  titleOf: ({ name }) => `${name}さんが今ログインした場合`,
  client: 'アプリ（クライアントID）',
  provider: '外部プロバイダー（エイリアス）',
  providerHint: 'パスワードでログインする場合は空欄にしてください。',
  run: '確認する',
  outcomes: {
    allow: '確認コードなしでログインできます。',
    challenge: '確認コードの入力を求められます。',
    enrol: '最初に設定画面に案内されます。',
    refuse: 'ログインは拒否されます。',
  },
  why: '判断の理由（順番）',
  facts: {
    requirement: 'ポリシー',
    requiredBy: '必須にしている組織',
    grace: '設定の猶予',
    method: '受け取り方法',
    trustDays: 'ブラウザーを信頼できる日数',
  },
  graceLeft: ({ logins, until }) =>
    [
      ...(logins === null ? [] : [`あと${format.number(logins)}回のログイン`]),
      ...(until === null ? [] : [`${format.dateTime(until)}まで`]),
    ].join('、') || '無期限',
  never: 'なし',
  another: '別の条件で確認',
}
